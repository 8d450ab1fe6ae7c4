"""The order of importance of one road graph for one way of moving, kept on disk because it takes long to find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from linwang.science.routing import compiled
from linwang.science.routing.arcs import Floats, Ints, Rows

ROOM_AT_FIRST = 4
"""Times as many arcs as the roads have; what is needed beyond is found out and asked for."""


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """Where each junction stands (0 is the most important), and the arcs down to and up from each."""

    place: Ints
    down: Rows
    up: Rows
    _desks: list[tuple[Floats, Floats, Ints]] = field(default_factory=list, repr=False)

    @classmethod
    def build(cls, size: int, tails: Ints, heads: Ints, seconds: Floats) -> Self:
        """Take the junctions out one by one; seconds for a town, half a minute for a city."""
        code = compiled.contraction()
        if code is None:
            raise RuntimeError("the compiled search is not ready")
        room, wanted = 1, max(1, ROOM_AT_FIRST * len(tails))
        while wanted > room:
            room = 2 * wanted if room > 1 else wanted
            turn, ends, ways, told = code.take_all_out(size, room, tails, heads, seconds)
            wanted = int(told.max())
        place = (size - 1 - turn).astype(np.int32)
        up, down = (
            Rows.of(size, place[ends[low, :many]], place[ends[low + 1, :many]], ways[row, :many])
            for row, (low, many) in enumerate(((0, told[0]), (2, told[1])))
        )
        return cls(place, down, up)

    def seconds_to(self, targets: Ints) -> Floats:
        """Seconds from every junction to the nearest of the targets; infinite where there is no way."""
        code = compiled.contraction()
        if code is None:
            raise RuntimeError("the compiled search is not ready")
        begin = np.zeros(len(targets), dtype=np.float32)
        with self._desk() as (best, keys, nodes):
            code.sweep(
                self.down.starts, self.down.ends, self.down.seconds, self.up.starts, self.up.ends, self.up.seconds,
                self.place[targets], begin, best, keys, nodes,
            )  # fmt: skip
            return np.asarray(best[self.place], dtype=np.float32)

    def arrays(self, prefix: str) -> dict[str, NDArray[Any]]:
        """What is written to a file, each name with the prefix."""
        rows = {"down": self.down, "up": self.up}
        held = {f"{name}_{part}": getattr(row, part) for name, row in rows.items() for part in Rows.__slots__}
        return {f"{prefix}_{name}": array for name, array in {"place": self.place, **held}.items()}

    @classmethod
    def of(cls, held: Mapping[str, NDArray[Any]], prefix: str) -> Self:
        """Read back what `arrays` gave."""
        down, up = (Rows(*(held[f"{prefix}_{name}_{part}"] for part in Rows.__slots__)) for name in ("down", "up"))
        return cls(held[f"{prefix}_place"], down, up)

    @contextmanager
    def _desk(self) -> Iterator[tuple[Floats, Floats, Ints]]:
        """Room for one search; as many are kept as were ever needed at once."""
        size, arcs = len(self.place), len(self.down.ends) + 8
        desk = self._desks.pop() if self._desks else (
            np.empty(size, np.float32), np.empty(arcs, np.float32), np.empty(arcs, np.int32)
        )  # fmt: skip
        try:
            yield desk
        finally:
            self._desks.append(desk)
