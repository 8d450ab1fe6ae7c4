"""The roads as a graph, and the way backwards from the incident to every unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from linwang.science.geo.points import LonLat, Points
from linwang.science.routing.travel_times import Profile, Seconds


@dataclass(frozen=True, slots=True)
class Road:
    """A stretch between two junctions: metres, km/h by profile (absent = not allowed), one-way or not."""

    start: int
    end: int
    metres: float
    kilometres_per_hour: dict[Profile, float]
    one_way: frozenset[Profile] = frozenset()


class RoadGraph:
    """Junctions and directed arcs in compressed rows, seconds by profile; frozen."""

    @classmethod
    def build(cls, junctions: Points, roads: Sequence[Road]) -> Self:
        """Lay out the graph from junctions and the stretches between them."""
        raise NotImplementedError

    def nearest_node(self, point: LonLat, profile: Profile) -> int:
        """The junction nearest to a point that the profile can leave or reach."""
        raise NotImplementedError

    def seconds_to(self, target: LonLat, profile: Profile, *, limit_seconds: float = 3600.0) -> Seconds:
        """Seconds from every junction to the target; infinite beyond the limit."""
        raise NotImplementedError

    def save(self, path: Path) -> None:
        """Write the graph as one npz file."""
        raise NotImplementedError

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a graph written by `save`; a damaged file is refused."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class ByRoad:
    """Travel times over a road graph; fulfils `TravelTimes`."""

    graph: RoadGraph
    limit_seconds: float = 3600.0

    @property
    def is_estimated(self) -> bool:
        """Never: each figure follows roads."""
        return False

    def seconds(self, from_points: Points, to_point: LonLat, profile: Profile) -> Seconds:
        """Seconds from each point to the one point along the roads."""
        raise NotImplementedError
