"""Where something is: a place's name or a point on the map, turned into beat, grid and ground."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput
from linwang.places.models import PlaceName
from linwang.places.queries.areas import GroundAt, ground_at
from linwang.places.states import Ground
from linwang.science.geo.cells import cell_of
from linwang.science.geo.points import LonLat

CELL_RESOLUTION = 10


@dataclass(frozen=True)
class Whereabouts:
    """The facts of a place as an incident keeps them, by the same names; all empty where nothing is known."""

    place_id: int | None = None
    lon: float | None = None
    lat: float | None = None
    cell: int | None = None
    beat_id: int | None = None
    grid_id: int | None = None
    ground: Ground = Ground.TOWN


def whereabouts(
    *, station: int, place: int | None = None, lon: float | None = None, lat: float | None = None
) -> Whereabouts:
    """What is known of a named place or a point; a point given with a place is the more exact of the two."""
    named = _place(station, place) if place is not None else None
    point = _point(lon, lat)
    if point is None and named is not None:
        point = LonLat(named.lon, named.lat)
    if point is None:
        return Whereabouts()
    ground = ground_at(station=station, point=point)
    return _at(point, ground, named)


def _at(point: LonLat, ground: GroundAt, named: PlaceName | None) -> Whereabouts:
    beat = ground.beat or (named.beat_id if named else None)
    grid = ground.grid or (named.grid_id if named else None)
    return Whereabouts(
        place_id=named.pk if named else None,
        lon=point.lon,
        lat=point.lat,
        cell=cell_of(point, resolution=CELL_RESOLUTION),
        beat_id=beat,
        grid_id=grid,
        ground=ground.ground,
    )


def _place(station: int, place: int) -> PlaceName:
    """The proper place, found under any of its names, of any station of the bureau."""
    of_bureau = (
        Q(station=station) | Q(station__stations=station) | Q(station__parent=station)
        | Q(station__parent__stations=station)
    )  # fmt: skip
    found = PlaceName.objects.filter(of_bureau, pk=place).select_related("alias_of").first()
    if found is None:
        sentence = _("没有这个地点。请重新选择，或只写下地点的原话。")
        raise BadInput(sentence, fields={"place": sentence})
    return found.alias_of or found


def _point(lon: float | None, lat: float | None) -> LonLat | None:
    if lon is None and lat is None:
        return None
    try:
        return LonLat(float(lon), float(lat))  # type: ignore[arg-type]
    except (TypeError, ValueError) as problem:
        sentence = _("坐标不对：经度在-180到180之间，纬度在-90到90之间，两个都要有。")
        raise BadInput(sentence, fields={"lon": sentence}) from problem
