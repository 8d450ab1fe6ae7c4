"""One station's replay in one process: what is handed over to it, and what it hands back."""

import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db import connection

from linwang.jobs.replay.desk import Desk
from linwang.jobs.replay.fleet import Fleet
from linwang.jobs.replay.mapping import CallMapping
from linwang.jobs.replay.rows import CallRow
from linwang.jobs.replay.scan import rows_at
from linwang.jobs.replay.simulation import Simulation
from linwang.jobs.replay.stations import PlayedStation
from linwang.jobs.replay.tally import Tally

AHEAD = 200
"""Rows looked up together in the record of what an earlier run has done."""

TELL_EVERY = 0.5
MOST_WAIT = 0.2
Tell = Callable[[int, float], None]
"""Told now and then how many rows have been taken and the simulated moment."""


@dataclass(frozen=True)
class Part:
    """Everything one station's replay needs; plain values, so that it can be handed to another process."""

    rows: Path
    offsets: np.ndarray
    station: PlayedStation
    mapping: CallMapping
    codes: frozenset[str]
    space: UUID
    source: str
    seed: int
    speed: float


class Stop:
    """Set by Ctrl-C or SIGTERM; the act in hand is finished first."""

    def __init__(self) -> None:
        self.is_asked = False

    def listen(self) -> None:
        """From here on a request to stop is noted and kept."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: setattr(self, "is_asked", True))


class _Pace:
    """Goes on as long as nobody asks to stop; slower than we can if a speed is given."""

    def __init__(self, stop: Stop, tell: Tell, speed: float) -> None:
        self._stop, self._tell, self._speed = stop, tell, speed
        self._told = 0.0
        self._begun: tuple[float, float] | None = None
        self.simulation: Simulation | None = None

    def __call__(self, moment: float) -> bool:
        now = time.monotonic()
        if now - self._told > TELL_EVERY and self.simulation:
            self._told = now
            self._tell(self.simulation.tally.taken, moment)
        if self._speed:
            self._wait(moment)
        return not self._stop.is_asked

    def _wait(self, moment: float) -> None:
        self._begun = self._begun or (time.monotonic(), moment)
        due = self._begun[0] + (moment - self._begun[1]) / self._speed
        while not self._stop.is_asked and (left := due - time.monotonic()) > 0:
            time.sleep(min(left, MOST_WAIT))


def play(part: Part, *, stop: Stop, tell: Tell) -> Tally:
    """Play one station's rows to the end, or until somebody asks to stop."""
    _prepare_session()
    desk = Desk(part.station.id, part.space)
    simulation = Simulation(
        _remembered(rows_at(part.rows, part.offsets.tolist()), desk),
        fleet=Fleet(part.station.posts, part.station.unit_ids), desk=desk,
        kind_of=lambda words: _known_kind(part, words), source=part.source, seed=part.seed,
    )  # fmt: skip
    pace = _Pace(stop, tell, part.speed)
    pace.simulation = simulation
    simulation.run(before_each=pace)
    tally = simulation.tally
    tally.acts, tally.known_before, tally.peak_memory_mb = sum(desk.done.values()), desk.known_before, peak_memory_mb()
    return tally


def open_fast_session() -> None:
    """A connection of our own that lets the database keep its plans: it then works half as long for each act.

    Django would also keep the text of every statement while DEBUG is on. Inside somebody's transaction nothing changes.
    """
    if connection.in_atomic_block:
        return
    settings.DEBUG = False
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    options = connection.settings_dict["OPTIONS"]
    options.pop("pool", None)
    options |= {"server_side_binding": True, "prepare_threshold": 3}


def _prepare_session() -> None:
    """This session alone may lose its last moments in a power cut: the run is resumed from what is there."""
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit = off")
        cursor.execute("set jit = off")


def _known_kind(part: Part, words: str) -> str | None:
    code = part.mapping.kind_of(words)
    return code if code in part.codes else None


def _remembered(rows: Iterator[CallRow], desk: Desk) -> Iterator[CallRow]:
    while ahead := list(islice(rows, AHEAD)):
        desk.remember([row.line for row in ahead])
        yield from ahead


def peak_memory_mb() -> float:
    """The most memory this process has had so far.

    Linux keeps it by process image; what the system call says of a child still holds its parent's peak.
    """
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    except (OSError, StopIteration):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
