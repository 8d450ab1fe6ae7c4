"""Which of these places is nearest to a point? A k-d tree over metres on a flat local map.

Source: J. L. Bentley, "Multidimensional binary search trees", CACM 18 (1975); scipy.spatial.KDTree. Degrees are
flattened at the mean latitude (equirectangular), good to a few parts in a thousand over a city.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from linwang.science.geo.distance import EARTH_RADIUS_METRES, great_circle_metres
from linwang.science.geo.points import Points


@dataclass(frozen=True, slots=True, eq=False)
class NearestOf:
    """Chosen places of a list, ready to be asked; answers are their numbers in that list."""

    places: Points
    numbers: NDArray[np.int64]
    mean_lat: float
    tree: KDTree

    @classmethod
    def build(cls, places: Points, numbers: NDArray[np.int64]) -> Self:
        """Index the places with these numbers; with none, nothing is near anything."""
        mean_lat = float(np.mean(places.lat[numbers])) if len(numbers) else 0.0
        chosen = Points(places.lon[numbers], places.lat[numbers])
        return cls(places, numbers, mean_lat, KDTree(_flat(chosen, mean_lat)))

    def to(self, points: Points) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The nearest place to each point and the metres to it; -1 and infinity where there is none."""
        nodes = np.full(len(points), -1, dtype=np.int64)
        metres = np.full(len(points), np.inf)
        known = np.flatnonzero(~np.isnan(points.lon) & (len(self.numbers) > 0))
        asked = Points(points.lon[known], points.lat[known])
        found = self.numbers[self.tree.query(_flat(asked, self.mean_lat))[1]]
        nodes[known] = found
        metres[known] = great_circle_metres(asked.lon, asked.lat, self.places.lon[found], self.places.lat[found])
        return nodes, metres


def _flat(points: Points, mean_lat: float) -> NDArray[np.float64]:
    """Metres east and north on a flat map."""
    east = np.radians(points.lon) * np.cos(np.radians(mean_lat))
    return np.column_stack([east, np.radians(points.lat)]) * EARTH_RADIUS_METRES
