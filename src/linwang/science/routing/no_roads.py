"""Travel times where no roads are known: the straight line, made longer, at a usual speed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from linwang.science.geo.distance import DETOUR_FACTOR, great_circle_metres, road_metres
from linwang.science.geo.points import LonLat, Points
from linwang.science.routing.travel_times import Profile, Seconds

USUAL_METRES_PER_SECOND: Mapping[Profile, float] = {
    Profile.CAR: 8.3,
    Profile.EBIKE: 5.0,
    Profile.FOOT: 1.3,
}


@dataclass(frozen=True, slots=True)
class NoRoads:
    """Great circle x detour factor / usual speed (30, 18 and 4.7 km/h)."""

    detour_factor: float = DETOUR_FACTOR
    metres_per_second: Mapping[Profile, float] = field(default_factory=lambda: USUAL_METRES_PER_SECOND)

    def __post_init__(self) -> None:
        if not self.detour_factor >= 1.0:
            raise ValueError("a road is never shorter than the straight line")
        if not all(speed > 0 for speed in self.metres_per_second.values()):
            raise ValueError("a speed is a positive number of metres per second")

    @property
    def is_estimated(self) -> bool:
        """Always: no road was consulted."""
        return True

    def seconds(self, from_points: Points, to_point: LonLat, profile: Profile) -> Seconds:
        """Seconds from each point; infinite where the position is not known."""
        ground = great_circle_metres(from_points.lon, from_points.lat, to_point.lon, to_point.lat)
        metres = road_metres(ground, detour_factor=self.detour_factor)
        return np.nan_to_num(metres / self.metres_per_second[profile], nan=np.inf, posinf=np.inf)
