"""Where the units on duty are now, and where one's own unit has been today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from linwang.duty.models import DutyPeriod, PositionPast, UnitPosition
from linwang.duty.states import UnitKind

FRESH_FOR = timedelta(minutes=3)
"""The app reports at least every two minutes while moving; older than this the unit may be elsewhere."""


@dataclass(frozen=True)
class UnitOnMap:
    """A unit on duty whose position is known."""

    unit: int
    call_sign: str
    kind: str
    kind_label: str
    lon: float
    lat: float
    at: datetime
    is_fresh: bool


@dataclass(frozen=True)
class TrailPoint:
    """One point of a unit's way."""

    lon: float
    lat: float
    at: datetime


def units_on_map(*, stations: Collection[int], at: datetime) -> tuple[UnitOnMap, ...]:
    """Every unit of the stations that somebody is on duty in and that has reported its position."""
    crewed = DutyPeriod.objects.filter(unit=OuterRef("unit"), to_at__isnull=True)
    positions = UnitPosition.objects.filter(Exists(crewed), unit__station__in=stations).order_by("unit__call_sign")
    return tuple(
        UnitOnMap(
            unit=position.unit_id,
            call_sign=position.unit.call_sign,
            kind=position.unit.kind,
            kind_label=str(UnitKind(position.unit.kind).label),
            lon=position.lon,
            lat=position.lat,
            at=position.at,
            is_fresh=at - position.at <= FRESH_FOR,
        )
        for position in positions.select_related("unit")
    )


def own_trail(*, person: int, since: datetime, most: int = 2000) -> tuple[TrailPoint, ...]:
    """The way of the units somebody was in, only while they were on duty in them; the newest `most` points."""
    in_it = DutyPeriod.objects.filter(
        Q(to_at__isnull=True) | Q(to_at__gt=OuterRef("at")),
        person=person,
        unit=OuterRef("unit"),
        from_at__lte=OuterRef("at"),
    )
    own_units = DutyPeriod.objects.filter(person=person).filter(Q(to_at__isnull=True) | Q(to_at__gt=since))
    past = PositionPast.objects.filter(Exists(in_it), unit__in=own_units.values("unit"), at__gte=since)
    newest = past.order_by("-at").values_list("lon", "lat", "at")[:most]
    return tuple(TrailPoint(*row) for row in reversed(newest))
