"""What is known of a point that somebody put on the map: whose ground it is, and the nearest place with a name."""

from dataclasses import dataclass
from math import cos, radians

from django.db.models import ExpressionWrapper, F, FloatField, Q

from linwang.places.models import Beat, PlaceName
from linwang.places.queries.areas import ground_at
from linwang.places.queries.stations import bureau_of
from linwang.places.states import Ground
from linwang.science.geo.distance import metres_between
from linwang.science.geo.points import LonLat

NEAR_DEGREES = 0.05
"""About five kilometres: a name farther off tells nothing."""


@dataclass(frozen=True)
class PointTold:
    """Ground and nearest name of a point; `station_name` is empty where no outline holds it."""

    point: LonLat
    near: str
    near_metres: int
    town: str
    beat: str
    station_name: str
    is_own: bool
    ground: Ground


def point_told(point: LonLat, *, station: int) -> PointTold:
    """In whose beat a point lies, and how far it is to the nearest known name."""
    ground = ground_at(station=station, point=point)
    beat = Beat.objects.filter(pk=ground.beat).select_related("station").first() if ground.beat else None
    near, metres = _nearest(point, station)
    return PointTold(
        point=point,
        near=near,
        near_metres=metres,
        town=beat.town if beat else "",
        beat=beat.name if beat else "",
        station_name=beat.station.name if beat else "",
        is_own=beat is None or beat.station_id == station,
        ground=ground.ground,
    )


def _nearest(point: LonLat, station: int) -> tuple[str, int]:
    """Among the bureau's proper names that are points; east and west shrink with the latitude."""
    bureau, narrow = bureau_of(station), cos(radians(point.lat))
    east, north = (F("lon") - point.lon) * narrow, F("lat") - point.lat
    rows = PlaceName.objects.filter(
        Q(station=bureau) | Q(station__parent=bureau),
        lon__range=(point.lon - NEAR_DEGREES, point.lon + NEAR_DEGREES),
        lat__range=(point.lat - NEAR_DEGREES, point.lat + NEAR_DEGREES),
        alias_of=None, is_used=True, line=[],
    )  # fmt: skip
    off = ExpressionWrapper(east * east + north * north, output_field=FloatField())
    found = rows.order_by(off, "pk").values_list("name", "lon", "lat").first()
    if found is None:
        return "", 0
    name, lon, lat = found
    return name, round(metres_between(point, LonLat(lon, lat)))
