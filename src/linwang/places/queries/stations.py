"""Which stations belong together."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from linwang.foundation.actor import Actor
from linwang.places.models import Station
from linwang.science.geo.points import LonLat


def stations_seen_from(station_id: int) -> frozenset[int]:
    """One's own station; for a bureau, its stations too."""
    return frozenset({station_id, *Station.objects.filter(parent=station_id).values_list("pk", flat=True)})


def every_station() -> list[int]:
    """All stations and bureaus, for what the timetable does for each."""
    return list(Station.objects.order_by("pk").values_list("pk", flat=True))


def bureau_of(station_id: int) -> int:
    """The bureau that a station belongs to; a bureau is its own."""
    parent = Station.objects.filter(pk=station_id).values_list("parent", flat=True).first()
    return parent or station_id


def stations_of_bureau(station_id: int) -> QuerySet[Station]:
    """The stations that belong together with one, and their bureau, for a query to look among."""
    bureau = bureau_of(station_id)
    return Station.objects.filter(Q(pk=bureau) | Q(parent=bureau))


def middle_of_station(station_id: int) -> LonLat | None:
    """Where a station stands: where its map opens while nothing else is on it."""
    lon, lat = Station.objects.filter(pk=station_id).values_list("lon", "lat").first() or (None, None)
    return LonLat(lon, lat) if lon is not None and lat is not None else None


@dataclass(frozen=True)
class StationChoice:
    """A station as one line of a choice."""

    id: int
    name: str


def station_choices(*, seen_by: Actor) -> list[StationChoice]:
    """The stations one sees, the bureau first."""
    rows = Station.objects.filter(pk__in=seen_by.sees).order_by("kind", "code")
    return [StationChoice(*row) for row in rows.values_list("pk", "name")]


def station_by_code(code: str) -> int | None:
    """The station with this code, if there is one."""
    return Station.objects.filter(code=code).values_list("pk", flat=True).first()


def is_any_station_there() -> bool:
    """Whether this database serves anybody yet."""
    return Station.objects.exists()
