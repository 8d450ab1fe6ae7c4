"""Which map is the point from? WGS-84, GCJ-02 and BD-09 into one another.

Question: maps, chats and phones in China give a spot in a shifted system; where is it on the earth?
Symbols: GCJ-02 moves WGS-84 by some hundred metres with sums of sines of the place, scaled to degrees on the Krasovsky
ellipsoid (a = 6378245 m, e^2 = 0.00669342162296594323); BD-09 turns and stretches GCJ-02 once more.
Result: forwards by formula; backwards by fixed-point iteration, since the shift changes little over its own length:
each round shrinks the error about a thousandfold, and eight end below a micrometre.
Source: the formulas became public by reverse engineering (eviltransform, MIT; PRCoords by Mingye Wang, CC0), not by the
authority, and hold to what maps show within a few metres. Points outside a rectangle around China are not shifted;
places inside it but outside China are, wrongly, as in both libraries.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from linwang.science.geo.points import Degrees, LonLat

SEMI_MAJOR_METRES = 6_378_245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
WEST, SOUTH, EAST, NORTH = 72.004, 0.8293, 137.8347, 55.8271
BD_LON_SHIFT, BD_LAT_SHIFT = 0.0065, 0.0060
BD_TURN = np.pi * 3000.0 / 180.0
ROUNDS = 8


class Datum(StrEnum):
    """The systems in which points reach us; stored points are WGS-84 only."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def convert(point: LonLat, *, source: Datum, target: Datum) -> LonLat:
    """The same spot in another datum."""
    lon, lat = convert_degrees(np.array([point.lon]), np.array([point.lat]), source=source, target=target)
    return LonLat(lon=float(lon[0]), lat=float(lat[0]))


def convert_degrees(lon: Degrees, lat: Degrees, *, source: Datum, target: Datum) -> tuple[Degrees, Degrees]:
    """The same for many points at once: (longitudes, latitudes)."""
    if source == target:
        return lon, lat
    moved_lon, moved_lat = _from_wgs84(*_to_wgs84(lon, lat, source), target)
    return np.clip(moved_lon, -180.0, 180.0), np.clip(moved_lat, -90.0, 90.0)  # BD-09 moves over the earth's edge


def is_shifted(lon: Degrees, lat: Degrees) -> np.typing.NDArray[np.bool_]:
    """True inside the rectangle in which the Chinese systems shift."""
    return np.asarray((lon >= WEST) & (lon <= EAST) & (lat >= SOUTH) & (lat <= NORTH), dtype=np.bool_)


def _from_wgs84(lon: Degrees, lat: Degrees, target: Datum) -> tuple[Degrees, Degrees]:
    if target == Datum.WGS84:
        return lon, lat
    shifted = _wgs84_to_gcj02(lon, lat)
    return shifted if target == Datum.GCJ02 else _gcj02_to_bd09(*shifted)


def _to_wgs84(lon: Degrees, lat: Degrees, source: Datum) -> tuple[Degrees, Degrees]:
    """Try the formula at a guess and move the guess by what is missing, until nothing is."""
    true_lon, true_lat = lon, lat
    for _ in range(ROUNDS if source != Datum.WGS84 else 0):
        reached_lon, reached_lat = _from_wgs84(true_lon, true_lat, source)
        true_lon, true_lat = true_lon + lon - reached_lon, true_lat + lat - reached_lat
    return true_lon, true_lat


def _wgs84_to_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    east, north = _shift_metres(lon - 105.0, lat - 35.0)
    phi = np.radians(np.clip(lat, SOUTH, NORTH))
    flat = 1 - ECCENTRICITY_SQUARED * np.sin(phi) ** 2
    lat_per_metre = np.degrees(flat * np.sqrt(flat) / (SEMI_MAJOR_METRES * (1 - ECCENTRICITY_SQUARED)))
    lon_per_metre = np.degrees(np.sqrt(flat) / (SEMI_MAJOR_METRES * np.cos(phi)))
    moves = is_shifted(lon, lat)
    return np.where(moves, lon + east * lon_per_metre, lon), np.where(moves, lat + north * lat_per_metre, lat)


def _shift_metres(x: Degrees, y: Degrees) -> tuple[Degrees, Degrees]:
    """The shift to the east and to the north, x and y in degrees from 105 E 35 N."""
    common = 20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    east += (common + _waves(x, (20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    north += (common + _waves(y, (20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30))) * 2 / 3
    return east, north


def _waves(degrees: Degrees, *waves: tuple[float, float]) -> Degrees:
    """A sum of sines, each of a height in metres and a frequency in half turns per degree."""
    return np.asarray(sum(height * np.sin(degrees * frequency * np.pi) for height, frequency in waves))


def _gcj02_to_bd09(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BD_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BD_TURN)
    return radius * np.cos(angle) + BD_LON_SHIFT, radius * np.sin(angle) + BD_LAT_SHIFT
