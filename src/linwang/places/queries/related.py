"""A place told by another: behind the market, between bridge and school, 人民路128号. The other is looked up, the point
moved, and it is said that the place is only near."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from re import fullmatch

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linwang.places.models import PlaceName
from linwang.science.geo.distance import metres_between
from linwang.science.geo.points import LonLat
from linwang.science.geo.related_points import RelatedPoint, at_house, beside, between
from linwang.science.matching.names import Candidate
from linwang.science.matching.spoken_places import Relation, SpokenPlace, number_of

FARTHEST_BETWEEN_METRES = 5000.0
"""Two places that a caller stands between are no farther apart."""

RELATION_WORDS: dict[Relation, Promise] = {
    Relation.BETWEEN: _("在两处之间"),
    Relation.BEHIND: _("在其后面"),
    Relation.IN_FRONT: _("在其前面"),
    Relation.BESIDE: _("在其旁边"),
    Relation.OPPOSITE: _("在其对面"),
    Relation.EAST: _("在其东边"),
    Relation.SOUTH: _("在其南边"),
    Relation.WEST: _("在其西边"),
    Relation.NORTH: _("在其北边"),
    Relation.ON_ROAD: _("路上，门牌位置不详"),
}
HOUSE_KNOWN, HOUSE_RECKONED = _("门牌已登记"), _("按门牌推算")


@dataclass(frozen=True)
class Related:
    """The place looked up, where the place told lies from it, and what to say of that."""

    candidate: Candidate
    at: RelatedPoint
    words: str


def related_places(
    spoken: SpokenPlace,
    find: Callable[[str], Sequence[Candidate]],
    point_of: Callable[[Sequence[int]], dict[int, LonLat]],
) -> tuple[Related, ...]:
    """What the saying leads to, likeliest first; `find` looks a name up, `point_of` knows where places lie."""
    found = find(spoken.names[0])
    points = point_of([one.id for one in found])
    named = [(one, points[one.id]) for one in found if one.id in points]
    if spoken.relation == Relation.BETWEEN:
        return tuple(_between(named, find(spoken.names[1]), point_of))
    if spoken.relation == Relation.ON_ROAD:
        return tuple(_on_road(one, point, spoken.number or 0) for one, point in named)
    words = str(RELATION_WORDS[spoken.relation])
    return tuple(Related(one, beside(point, spoken.relation), words) for one, point in named)


def _between(
    named: Sequence[tuple[Candidate, LonLat]],
    others: Sequence[Candidate],
    point_of: Callable[[Sequence[int]], dict[int, LonLat]],
) -> list[Related]:
    """Each with the likeliest other place that is near enough."""
    points = point_of([other.id for other in others])
    words = str(RELATION_WORDS[Relation.BETWEEN])
    pairs = []
    for one, point in named:
        near = [points[other.id] for other in others if other.id in points and other.id != one.id]
        near = [other for other in near if metres_between(point, other) <= FARTHEST_BETWEEN_METRES]
        pairs += [Related(one, between(point, near[0]), words)] if near else []
    return pairs


def _on_road(road: Candidate, point: LonLat, number: int) -> Related:
    """By the house numbers of the road that are known as places; else somewhere on the road."""
    at = at_house(number, _houses_of(road.id))
    if at is None:
        return Related(road, beside(point, Relation.ON_ROAD), str(RELATION_WORDS[Relation.ON_ROAD]))
    return Related(road, at, str(HOUSE_RECKONED if at.is_near else HOUSE_KNOWN))


def _houses_of(road: int) -> dict[int, LonLat]:
    """Houses by number: places that are called the road's name and a number."""
    name = PlaceName.objects.filter(pk=road).values_list("name", flat=True).first() or ""
    rows = PlaceName.objects.filter(name__startswith=name, is_used=True).values_list("name", "lon", "lat")
    numbers = [(fullmatch(r"([0-9]{1,5})号?", said.removeprefix(name)), LonLat(lon, lat)) for said, lon, lat in rows]
    return {number_of(found[1]): point for found, point in numbers if found}
