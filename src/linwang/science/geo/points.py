"""Points on the ground in degrees of WGS-84, one by one or many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Degrees = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LonLat:
    """One point, longitude first, degrees of WGS-84."""

    lon: float
    lat: float

    def __post_init__(self) -> None:
        if not (-180.0 <= self.lon <= 180.0 and -90.0 <= self.lat <= 90.0):
            raise ValueError(f"not a point on the earth: lon {self.lon}, lat {self.lat}")


def point_of(lon: str, lat: str) -> LonLat | None:
    """A point written as two numbers; nothing where they are none, or lie off the earth."""
    try:
        return LonLat(float(lon), float(lat))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Many points as two arrays of equal length; a NaN pair is a point that is not known."""

    lon: Degrees
    lat: Degrees

    def __post_init__(self) -> None:
        if self.lon.ndim != 1 or self.lon.shape != self.lat.shape:
            raise ValueError("longitudes and latitudes must be two rows of the same length")
        if bool(np.any(np.abs(self.lon) > 180.0)) or bool(np.any(np.abs(self.lat) > 90.0)):
            raise ValueError("a point lies outside the earth's degrees")

    def __len__(self) -> int:
        return len(self.lon)

    @classmethod
    def of(cls, points: Iterable[LonLat | None]) -> Self:
        """Gather points; None (position not known) becomes NaN."""
        pairs = [(np.nan, np.nan) if point is None else (point.lon, point.lat) for point in points]
        table = np.array(pairs, dtype=np.float64).reshape(-1, 2)
        return cls(lon=table[:, 0].copy(), lat=table[:, 1].copy())
