"""Which acts are possible now: the same rules that refuse an act say beforehand why it would be refused."""

from collections.abc import Callable
from dataclasses import dataclass

from linwang.foundation.refusals import Refused


@dataclass(frozen=True)
class Possible:
    """An act on the page; `reason` says why it is not possible now, and is empty when it is."""

    reason: str = ""

    @property
    def is_possible(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reason


def possible(*checks: Callable[[], object]) -> Possible:
    """Possible when no check refuses; the first refusal is the reason."""
    for check in checks:
        try:
            check()
        except Refused as refused:
            return Possible(str(refused))
    return Possible()
