"""What a replay counts while it runs, and its figures at the end."""

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from linwang.jobs.replay.rows import Reason, Refusal

QUANTILES = {"p50": 0.50, "p90": 0.90, "p95": 0.95}


@dataclass
class Tally:
    """Counts and waits of one station's replay; small enough to be handed between processes."""

    taken: int = 0
    incidents: int = 0
    new_incidents: int = 0
    dispatches: int = 0
    closed: int = 0
    stand_ins: int = 0
    queued: int = 0
    acts: int = 0
    known_before: int = 0
    peak_memory_mb: float = 0.0
    is_stopped: bool = False
    refusals: list[Refusal] = field(default_factory=list)
    acts_refused: Counter = field(default_factory=Counter)
    to_dispatch: array = field(default_factory=lambda: array("f"))
    to_arrive: array = field(default_factory=lambda: array("f"))

    def refuse(self, line: int, sentence: str) -> None:
        """A row that the desk did not take."""
        self.refusals.append(Refusal(line, Reason.REFUSED_BY_DESK, sentence))

    @classmethod
    def of_all(cls, parts: Iterable[Self]) -> Self:
        """Several stations' counts as one."""
        whole = cls()
        for part in parts:
            for name, value in vars(part).items():
                so_far = getattr(whole, name)
                setattr(whole, name, (so_far or value) if name == "is_stopped" else so_far + value)
        return whole


def quantiles(seconds: array) -> dict[str, Any]:
    """Whole seconds at each quantile, and of how many."""
    values = np.frombuffer(seconds, dtype=np.float32)
    if not len(values):
        return {**dict.fromkeys(QUANTILES), "count": 0}
    return {**{name: round(float(np.quantile(values, part))) for name, part in QUANTILES.items()}, "count": len(values)}
