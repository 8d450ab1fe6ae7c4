"""A river, a road, a railway is not a point: where along it, and where does one get to it?

Question: into which stretches do the bridges and crossings cut the line, and from which of them is a spot reached?
Symbols: s metres along the line from its first point; an access lies on the line if it is within 60 m of it.
Result: stretches between neighbouring accesses, and for a point the accesses in the order of the way along the line.
Source: linear referencing, ISO 19148; the projection onto a polyline is that of shapely.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import ceil, cos, radians

from shapely.geometry import LineString, Point

from linwang.science.geo.points import LonLat

ON_LINE_METRES = 60.0
METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Access:
    """A bridge, a crossing, a landing: where one gets to the line."""

    id: int
    name: str
    point: LonLat


@dataclass(frozen=True, slots=True)
class AlongLine:
    """An access that lies on the line, and how far along."""

    access: Access
    metres: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the line from one access to the next; nothing stands at an open end."""

    start: Access | None
    end: Access | None
    from_metres: float
    to_metres: float
    middle: LonLat

    def __post_init__(self) -> None:
        if self.to_metres < self.from_metres:
            raise ValueError("a stretch ends where it begins, or after")


@dataclass(frozen=True, slots=True)
class Run:
    """A part of the line on one kind of ground: the town it runs through, say; `number` counts from the first point."""

    number: int
    value: Hashable
    from_metres: float
    to_metres: float
    middle: LonLat


@dataclass(frozen=True)
class LongPlace:
    """A line on the ground, from its first point to its last."""

    points: tuple[LonLat, ...]

    def __post_init__(self) -> None:
        if len(set(self.points)) < 2:
            raise ValueError("a line needs two points")

    def on_line(self, accesses: Sequence[Access]) -> tuple[AlongLine, ...]:
        """The accesses that lie on the line, in its order."""
        found = [(self._metres_off(one.point), AlongLine(one, self.metres_along(one.point))) for one in accesses]
        return tuple(
            sorted((at for off, at in found if off <= ON_LINE_METRES), key=lambda at: (at.metres, at.access.id))
        )

    def stretches(self, accesses: Sequence[Access]) -> tuple[Stretch, ...]:
        """The line cut at its accesses; without any, the whole line."""
        cuts = self.on_line(accesses)
        ends: list[tuple[Access | None, float]] = [(None, 0.0), *((cut.access, cut.metres) for cut in cuts)]
        ends.append((None, self._ground.length))
        return tuple(
            Stretch(start, end, a, b, self.point_at((a + b) / 2)) for (start, a), (end, b) in pairwise(ends) if b > a
        )

    @property
    def metres(self) -> float:
        """How long it is."""
        return float(self._ground.length)

    def marks(self, *, apart: float, most: int) -> tuple[float, ...]:
        """Metres along the line at even distances, both ends among them; no more than `most`."""
        count = min(most, max(2, ceil(self.metres / apart) + 1))
        return tuple(self.metres * number / (count - 1) for number in range(count))

    def runs(self, marks: Sequence[float], values: Sequence[Hashable]) -> tuple[Run, ...]:
        """The line cut where what stands at its marks changes, half-way between two of them."""
        borders = [number for number in range(1, len(marks)) if values[number] != values[number - 1]]
        cuts = [0.0, *((marks[number - 1] + marks[number]) / 2 for number in borders), self.metres]
        of = [values[number] for number in (0, *borders)]
        return tuple(
            Run(number, value, a, b, self.point_at((a + b) / 2))
            for number, (value, (a, b)) in enumerate(zip(of, pairwise(cuts), strict=True))
        )

    def metres_off(self, point: LonLat) -> float:
        """How far a point lies from the line."""
        return self._metres_off(point)

    def nearest_accesses(self, point: LonLat, accesses: Sequence[Access], k: int = 3) -> tuple[AlongLine, ...]:
        """The accesses from which a spot on the line is reached soonest along it, nearest first."""
        here = self.metres_along(point)
        return tuple(sorted(self.on_line(accesses), key=lambda at: (abs(at.metres - here), at.access.id))[:k])

    def metres_along(self, point: LonLat) -> float:
        """How far along the line its nearest spot to a point lies."""
        return float(self._ground.project(self._flat(point)))

    def point_at(self, metres: float) -> LonLat:
        """The point so far along."""
        spot = self._ground.interpolate(metres)
        first = self.points[0]
        return LonLat(
            first.lon + spot.x / METRES_PER_DEGREE / cos(radians(first.lat)), first.lat + spot.y / METRES_PER_DEGREE
        )

    def _metres_off(self, point: LonLat) -> float:
        return float(self._ground.distance(self._flat(point)))

    @cached_property
    def _ground(self) -> LineString:
        return LineString([self._flat(point) for point in self.points])

    def _flat(self, point: LonLat) -> Point:
        """Metres east and north of the line's first point."""
        first = self.points[0]
        east = (point.lon - first.lon) * METRES_PER_DEGREE * cos(radians(first.lat))
        return Point(east, (point.lat - first.lat) * METRES_PER_DEGREE)
