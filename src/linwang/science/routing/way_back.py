"""The roads turned round for one way of moving, ready for the compiled search from the incident."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from linwang.science.geo.points import Points
from linwang.science.routing import compiled
from linwang.science.routing.arcs import Floats, Ints, Rows, along_a_curve

MOST_QUESTIONS = 2**31 - 2


@dataclass(eq=False)
class _Desk:
    """Room for one search; `asked` numbers the questions, so that nothing is cleared between them."""

    mark: Ints
    best: Floats
    keys: Floats
    nodes: Ints
    unit_mark: Ints
    unit_first: Ints
    asked: int = 0

    @classmethod
    def of(cls, size: int, arcs: int) -> Self:
        """Room for so many junctions and arcs."""
        return cls(
            np.zeros(size, np.int32), np.empty(size, np.float32), np.empty(arcs + 8, np.float32),
            np.empty(arcs + 8, np.int32), np.zeros(size, np.int32), np.empty(size, np.int32),
        )  # fmt: skip

    def next_question(self) -> int:
        """A number that no junction is marked with."""
        if self.asked >= MOST_QUESTIONS:
            self.mark[:], self.unit_mark[:], self.asked = 0, 0, 0
        self.asked += 1
        return self.asked


@dataclass(frozen=True, eq=False)
class WayBack:
    """Arcs by the junction they reach; junctions renumbered so that neighbours lie together in memory."""

    place: Ints
    rows: Rows
    _desks: list[_Desk] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, junctions: Points, tails: Ints, heads: Ints, seconds: Floats) -> Self:
        """Turn the arcs round."""
        place = along_a_curve(junctions.lon, junctions.lat)
        return cls(place, Rows.of(len(junctions), place[heads], place[tails], seconds))

    def seconds_to(self, targets: Ints, limit_seconds: float) -> Floats:
        """Seconds from every junction, infinite beyond the limit."""
        code = compiled.kernels()
        if code is None:
            raise RuntimeError("the compiled search is not ready")
        best, begin = np.empty(len(self.place), np.float32), np.zeros(len(targets), np.float32)
        with self._desk() as desk:
            code.seconds_from_all(
                self.rows.starts, self.rows.ends, self.rows.seconds, self.place[targets], begin,
                best, desk.keys, desk.nodes, limit_seconds,
            )  # fmt: skip
        return np.asarray(best[self.place], dtype=np.float32)

    def nearest(
        self, targets: Ints, unit_nodes: NDArray[np.int64], extra: Floats, *, begin_seconds: float, wanted: int,
        limit_seconds: float,
    ) -> tuple[Ints, Floats]:  # fmt: skip
        """The nearest units and their seconds, in order; a unit at junction -1 is left out."""
        code = compiled.kernels()
        if code is None:
            raise RuntimeError("the compiled search is not ready")
        at = np.where(unit_nodes < 0, -1, self.place[unit_nodes]).astype(np.int32)
        found, seconds = np.empty(wanted, np.int32), np.empty(wanted, np.float32)
        begin, following = np.full(len(targets), begin_seconds, np.float32), np.empty(len(at), np.int32)
        with self._desk() as desk:
            now = desk.next_question()
            code.hang_units(at, now, desk.unit_mark, desk.unit_first, following)
            count = code.nearest_units(
                self.rows.starts, self.rows.ends, self.rows.seconds, self.place[targets], begin,
                desk.mark, desk.best, now, desk.keys, desk.nodes,
                desk.unit_mark, desk.unit_first, following, extra, found, seconds, limit_seconds,
            )  # fmt: skip
        return found[:count], seconds[:count]

    @contextmanager
    def _desk(self) -> Iterator[_Desk]:
        """Room for one search; as many are kept as were ever needed at once."""
        desk = self._desks.pop() if self._desks else _Desk.of(len(self.place), len(self.rows.ends))
        try:
            yield desk
        finally:
            self._desks.append(desk)
