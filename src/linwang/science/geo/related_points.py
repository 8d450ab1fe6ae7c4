"""Where is a place that was told by its relation to others, and how surely?

Question: the point behind, beside or opposite a known one, between two, or at a house number on a road.
Symbols: a caller's "behind" or "beside" means within some eighty metres (the half width of a market and its road).
Result: a point with the radius in metres within which to look. Which side "behind" is cannot be known without the
building's plan: the point stays, the radius grows. A compass side moves it. A house number lies between its known
neighbours of the same side (odd or even), in proportion.
Source: the radii are stated; interpolation of house numbers as in the US Census Bureau's TIGER address ranges.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians

from linwang.science.geo.distance import metres_between
from linwang.science.geo.points import LonLat
from linwang.science.matching.spoken_places import Relation

NEAR_METRES, AROUND_METRES, HOUSE_METRES = 80.0, 120.0, 30.0
METRES_PER_DEGREE = 111_195.0
_SIDES = {Relation.EAST: (1, 0), Relation.WEST: (-1, 0), Relation.NORTH: (0, 1), Relation.SOUTH: (0, -1)}


@dataclass(frozen=True, slots=True)
class RelatedPoint:
    """A point, the radius to look within, and whether it is only near what was named."""

    point: LonLat
    within_metres: float
    is_near: bool


def beside(point: LonLat, relation: Relation) -> RelatedPoint:
    """The place that stands so to a known one."""
    if relation == Relation.AT:
        return RelatedPoint(point, HOUSE_METRES, is_near=False)
    east, north = _SIDES.get(relation, (0, 0))
    moved = LonLat(
        point.lon + east * NEAR_METRES / METRES_PER_DEGREE / cos(radians(point.lat)),
        point.lat + north * NEAR_METRES / METRES_PER_DEGREE,
    )
    return RelatedPoint(moved, NEAR_METRES if relation in _SIDES else AROUND_METRES, is_near=True)


def between(one: LonLat, other: LonLat) -> RelatedPoint:
    """Half way, to be looked for along the whole way."""
    middle = LonLat((one.lon + other.lon) / 2, (one.lat + other.lat) / 2)
    return RelatedPoint(middle, max(HOUSE_METRES, metres_between(one, other) / 2), is_near=True)


def at_house(number: int, known: Mapping[int, LonLat]) -> RelatedPoint | None:
    """The house of a road by the houses known on it; nothing where none is known on either side of it."""
    if number in known:
        return RelatedPoint(known[number], HOUSE_METRES, is_near=False)
    same_side = {house: point for house, point in known.items() if house % 2 == number % 2} or known
    below = max((house for house in same_side if house < number), default=None)
    above = min((house for house in same_side if house > number), default=None)
    if below is None or above is None:
        return None
    share = (number - below) / (above - below)
    one, other = same_side[below], same_side[above]
    point = LonLat(one.lon + share * (other.lon - one.lon), one.lat + share * (other.lat - one.lat))
    return RelatedPoint(point, max(HOUSE_METRES, metres_between(one, other) / 4), is_near=True)
