"""How far is it? Metres over the ground, and metres by road where no road is known.

Question: the distance between two points given in degrees.
Symbols: phi latitude, lambda longitude (radians), R the earth's mean radius.
Result: haversine, d = 2 R asin sqrt(sin^2(dphi/2) + cos phi1 cos phi2 sin^2(dlambda/2)).
Source: R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984); R is the IUGG mean
radius R1 of WGS-84. On a sphere the error against the ellipsoid stays below 0.56 %.
Detour: roads are longer than the crow flies by a factor that Ballou, Rahardja and Sakai
("Selected country circuity factors", Transportation Research A 36, 2002) give as 1.33 for China.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linwang.science.geo.points import LonLat

EARTH_RADIUS_METRES = 6_371_008.8
DETOUR_FACTOR = 1.33


def great_circle_metres(
    lon: ArrayLike, lat: ArrayLike, other_lon: ArrayLike, other_lat: ArrayLike
) -> NDArray[np.float64]:
    """Metres between points in degrees; arrays broadcast as numpy does, NaN stays NaN."""
    phi, other_phi = np.radians(lat), np.radians(other_lat)
    half_phi = (other_phi - phi) / 2
    half_lambda = (np.radians(other_lon) - np.radians(lon)) / 2
    chord = np.sin(half_phi) ** 2 + np.cos(phi) * np.cos(other_phi) * np.sin(half_lambda) ** 2
    metres = 2 * EARTH_RADIUS_METRES * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return np.asarray(metres, dtype=np.float64)


def metres_between(here: LonLat, there: LonLat) -> float:
    """Metres between two single points, over the ground."""
    return float(great_circle_metres(here.lon, here.lat, there.lon, there.lat))


def road_metres(ground_metres: ArrayLike, *, detour_factor: float = DETOUR_FACTOR) -> NDArray[np.float64]:
    """Metres by road, guessed from metres over the ground; an estimate, to be shown as one."""
    if not detour_factor >= 1.0:
        raise ValueError("a road is never shorter than the straight line")
    return np.asarray(ground_metres, dtype=np.float64) * detour_factor
