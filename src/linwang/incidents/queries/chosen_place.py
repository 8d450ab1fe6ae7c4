"""The place that the operator has chosen: a name, a stretch of a river, or a point put on the map."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from linwang.places.models import PlaceName
from linwang.places.queries.point_told import PointTold, point_told
from linwang.places.states import Ground
from linwang.science.geo.points import LonLat


@dataclass(frozen=True)
class ChosenPlace:
    """A place as its chip shows it; a bare point has no `id`, a neighbour's land `lies_with` their station."""

    id: int | None
    name: str
    town: str
    beat: str
    ground: str
    point: LonLat
    lies_with: str = ""


def chosen_place(place: int | None, point: LonLat | None = None, *, station: int) -> ChosenPlace | None:
    """A place by its id, at its own point or at a more exact one; or a point alone."""
    row = _row(place) if place else None
    if row is None and point is None:
        return None
    if point is not None:
        return _at(row, point_told(point, station=station))
    return _named(row, station) if row else None


def _row(place: int) -> PlaceName | None:
    return PlaceName.objects.filter(pk=place).select_related("beat", "station").first()


def _named(row: PlaceName, station: int) -> ChosenPlace:
    town, beat, ground = (row.beat.town, row.beat.name, row.beat.ground) if row.beat else ("", "", Ground.TOWN)
    theirs = row.station.name if row.station_id != station else ""
    return ChosenPlace(row.pk, row.name, town, beat, ground, LonLat(row.lon, row.lat), theirs)


def _at(row: PlaceName | None, told: PointTold) -> ChosenPlace:
    name = _near(told) if row is None else " · ".join(filter(None, [row.name, told.town if row.line else ""]))
    return ChosenPlace(
        id=row.pk if row else None,
        name=name,
        town=told.town,
        beat=told.beat,
        ground=told.ground,
        point=told.point,
        lies_with="" if told.is_own else told.station_name,
    )


def _near(told: PointTold) -> str:
    if not told.near:
        return _("地图上的点")
    return _("%(near)s附近 %(metres)d 米") % {"near": told.near, "metres": told.near_metres}
