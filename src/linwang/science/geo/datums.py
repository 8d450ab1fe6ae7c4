"""Which map is the point from? WGS-84, GCJ-02 and BD-09 into one another.

Question: the degrees of the same spot in another map's system.
"""

from __future__ import annotations

from enum import StrEnum

from linwang.science.geo.points import Degrees, LonLat


class Datum(StrEnum):
    """The systems in which points reach us; stored points are WGS-84 only."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def convert(point: LonLat, *, source: Datum, target: Datum) -> LonLat:
    """The same spot in another datum."""
    raise NotImplementedError


def convert_degrees(lon: Degrees, lat: Degrees, *, source: Datum, target: Datum) -> tuple[Degrees, Degrees]:
    """The same for many points at once: (longitudes, latitudes)."""
    raise NotImplementedError
