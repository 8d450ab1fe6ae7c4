"""Travel times to points that stay where they are, such as the middles of the beats.

The way backwards from each point to all junctions is searched once and kept in whole seconds, so that asking for the
units of this moment is a look into a table: points x junctions x 2 bytes for each way of moving.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from linwang.science.geo.points import LonLat, Points
from linwang.science.routing.by_road import ByRoad
from linwang.science.routing.travel_times import Profile, Seconds, TravelTimes

NEVER = np.iinfo(np.uint16).max


@dataclass(frozen=True, eq=False)
class ToPosts:
    """Seconds to each of the fixed posts, as exact as the travel times it was made from to half a second."""

    times: TravelTimes
    posts: Points
    _tables: dict[Profile, NDArray[np.uint16]] = field(default_factory=dict, repr=False)

    def seconds(self, from_points: Points, profile: Profile) -> Seconds:
        """Seconds [post, point]; infinite where there is no way or no known position."""
        if not len(self.posts) or not len(from_points):
            return np.empty((len(self.posts), len(from_points)))
        if not isinstance(self.times, ByRoad):
            return np.stack([self.times.seconds(from_points, post, profile) for post in self._each_post()])
        nodes, off_road = self.times.to_the_road(from_points, profile)
        along = self._table(self.times, profile)[:, np.maximum(nodes, 0)]
        seconds = np.where(along == NEVER, np.inf, along.astype(np.float64)) + off_road
        return np.where(nodes < 0, np.inf, seconds)

    def make_ready(self, profile: Profile) -> None:
        """Search now what the first question would wait for."""
        if isinstance(self.times, ByRoad) and len(self.posts):
            self._table(self.times, profile)

    def _table(self, roads: ByRoad, profile: Profile) -> NDArray[np.uint16]:
        if profile not in self._tables:
            self._tables[profile] = np.stack([_row(roads, post, profile) for post in self._each_post()])
        return self._tables[profile]

    def _each_post(self) -> Iterator[LonLat]:
        pairs = zip(self.posts.lon.tolist(), self.posts.lat.tolist(), strict=True)
        return (LonLat(lon, lat) for lon, lat in pairs)


def _row(roads: ByRoad, post: LonLat, profile: Profile) -> NDArray[np.uint16]:
    seconds = roads.from_every_junction(post, profile)
    return np.where(seconds < NEVER, np.rint(np.minimum(seconds, NEVER)), NEVER).astype(np.uint16)
