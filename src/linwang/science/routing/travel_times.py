"""How long does each unit need? One question, answered by roads or by the straight line."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from linwang.science.geo.points import LonLat, Points

Seconds = NDArray[np.float64]


class Profile(StrEnum):
    """How a unit moves."""

    CAR = "car"
    EBIKE = "ebike"
    FOOT = "foot"


class TravelTimes(Protocol):
    """Anything that can say how long the way to an incident takes."""

    @property
    def is_estimated(self) -> bool:
        """True when no road was consulted: to be shown as an estimate."""
        ...

    def seconds(self, from_points: Points, to_point: LonLat, profile: Profile) -> Seconds:
        """Seconds from each point to the one point; infinite where there is no way or no known position."""
        ...
