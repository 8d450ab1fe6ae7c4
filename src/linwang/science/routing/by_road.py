"""Travel times along the roads: to the nearest junction, through the graph, and from the last junction on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linwang.science.geo.distance import great_circle_metres, road_metres
from linwang.science.geo.points import LonLat, Points
from linwang.science.routing import compiled
from linwang.science.routing.no_roads import USUAL_METRES_PER_SECOND
from linwang.science.routing.road_graph import RoadGraph
from linwang.science.routing.travel_times import Profile, Seconds


@dataclass(frozen=True, slots=True)
class ByRoad:
    """Travel times over a road graph; fulfils `TravelTimes`. The ways off the graph go at the usual speed."""

    graph: RoadGraph
    limit_seconds: float = 7200.0

    @property
    def is_estimated(self) -> bool:
        """Never: each figure follows roads."""
        return False

    def seconds(self, from_points: Points, to_point: LonLat, profile: Profile) -> Seconds:
        """Seconds from each point to the one point; infinite beyond the limit or where the position is not known."""
        nodes, off_road = self.to_the_road(from_points, profile)
        by_node = self.from_every_junction(to_point, profile)
        total = by_node[np.maximum(nodes, 0)] + off_road
        ground = great_circle_metres(from_points.lon, from_points.lat, to_point.lon, to_point.lat)
        direct = road_metres(ground) / USUAL_METRES_PER_SECOND[profile]
        (target,), _ = self.graph.nearest_nodes(Points.of([to_point]), profile)
        total = np.where(nodes == target, np.minimum(total, direct), total)
        return np.where(nodes < 0, np.inf, total)

    def nearest(
        self, from_points: Points, to_point: LonLat, profile: Profile, *, wanted: int
    ) -> tuple[NDArray[np.int64], Seconds]:
        """The so many nearest points and their seconds, nearest first; fewer where fewer can come within the limit."""
        (target,), (last,) = self.to_the_road(Points.of([to_point]), profile)
        if compiled.kernels() is None or target < 0:
            return _least(self.seconds(from_points, to_point, profile), wanted)
        nodes, extra = self.to_the_road(from_points, profile)
        ground = great_circle_metres(from_points.lon, from_points.lat, to_point.lon, to_point.lat)
        direct = road_metres(ground) / USUAL_METRES_PER_SECOND[profile] - last
        to_road = np.where(nodes == target, np.minimum(extra, direct), extra).astype(np.float32)
        found, seconds = self.graph.way_back(profile).nearest(
            self.graph.places_of(int(target)), nodes, to_road, begin_seconds=float(last), wanted=wanted,
            limit_seconds=self.limit_seconds + float(last),
        )  # fmt: skip
        return found.astype(np.int64), seconds.astype(np.float64)

    def to_the_road(self, points: Points, profile: Profile) -> tuple[NDArray[np.int64], Seconds]:
        """Each point's junction, -1 where there is none, and the seconds from the point to it."""
        nodes, metres = self.graph.nearest_nodes(points, profile)
        return nodes, road_metres(metres) / USUAL_METRES_PER_SECOND[profile]

    def from_every_junction(self, to_point: LonLat, profile: Profile) -> Seconds:
        """Seconds from each junction to the point; infinite beyond the limit, everywhere if no road is near."""
        (target,), (off_road,) = self.to_the_road(Points.of([to_point]), profile)
        if target < 0:
            return np.full(len(self.graph.junctions), np.inf)
        return self.graph.seconds_to(int(target), profile, limit_seconds=self.limit_seconds) + off_road


def _least(seconds: Seconds, wanted: int) -> tuple[NDArray[np.int64], Seconds]:
    order = np.argsort(seconds, kind="stable")[:wanted]
    order = order[np.isfinite(seconds[order])]
    return order, seconds[order]
