"""A river, a road, a railway: its stretches, and the bridges and crossings where one gets to it."""

from dataclasses import dataclass

from django.db.models import Q

from linwang.places.models import PlaceName
from linwang.places.queries.stations import bureau_of
from linwang.places.states import PlaceKind
from linwang.science.geo.long_places import Access, AlongLine, LongPlace
from linwang.science.geo.points import LonLat

ACCESS_KINDS = (PlaceKind.BRIDGE, PlaceKind.LANDING, PlaceKind.CROSSING, PlaceKind.STOP)


@dataclass(frozen=True)
class AccessOffered:
    """Where one gets to the line, and how far along it that is."""

    id: int
    name: str
    lon: float
    lat: float
    metres_along: int


@dataclass(frozen=True)
class StretchOffered:
    """From one access to the next, by their names; the name is empty at an open end."""

    start: str
    end: str
    lon: float
    lat: float
    metres: int


@dataclass(frozen=True)
class LongPlaceOffered:
    """All of it: to be asked "between which bridges?"; with a point, the accesses nearest to it come first."""

    name: str
    line: tuple[LonLat, ...]
    stretches: tuple[StretchOffered, ...]
    accesses: tuple[AccessOffered, ...]


def long_place(*, place: int, near: LonLat | None = None) -> LongPlaceOffered | None:
    """The stretches and accesses of a place that is a line; nothing for one that is a point."""
    row = PlaceName.objects.filter(pk=place).select_related("alias_of").first()
    proper = row and (row.alias_of or row)
    if not proper or len(proper.line) < 2:
        return None
    line = LongPlace(tuple(LonLat(lon, lat) for lon, lat in proper.line))
    accesses = accesses_of(bureau_of(proper.station_id))
    at = line.nearest_accesses(near, accesses, k=len(accesses)) if near else line.on_line(accesses)
    stretches = tuple(
        StretchOffered(
            start=one.start.name if one.start else "",
            end=one.end.name if one.end else "",
            lon=one.middle.lon,
            lat=one.middle.lat,
            metres=round(one.to_metres - one.from_metres),
        )
        for one in line.stretches(accesses)
    )
    return LongPlaceOffered(proper.name, line.points, stretches, tuple(map(_offered, at)))


def accesses_of(bureau: int) -> list[Access]:
    """Every bridge, landing, crossing and stop of a bureau: what one gets to a line by, if it lies on it."""
    rows = PlaceName.objects.filter(
        Q(station=bureau) | Q(station__parent=bureau), kind__in=ACCESS_KINDS, alias_of=None, is_used=True
    ).order_by("pk")
    return [Access(pk, name, LonLat(lon, lat)) for pk, name, lon, lat in rows.values_list("pk", "name", "lon", "lat")]


def _offered(at: AlongLine) -> AccessOffered:
    one = at.access
    return AccessOffered(one.id, one.name, one.point.lon, one.point.lat, round(at.metres))
