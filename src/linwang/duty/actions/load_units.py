"""Loading all units with their crews on duty and where they are, for a demo or a first import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linwang.duty.models import DutyPeriod, Unit, UnitPosition
from linwang.duty.states import Authority, PositionSource, Profile, UnitKind
from linwang.foundation import journal
from linwang.foundation.actor import program


@dataclass(frozen=True, slots=True)
class UnitToLoad:
    """A unit, the people on duty in it (ids) and its position."""

    key: str
    station: int
    call_sign: str
    kind: UnitKind
    authority: Authority
    profile: Profile
    skills: tuple[str, ...]
    beat: int | None
    partner: int | None
    crew: tuple[int, ...]
    point: tuple[float, float]
    seen_at: datetime
    tracker: str | None = None


@transaction.atomic
def load_units(*, units: Sequence[UnitToLoad], on_duty_since: datetime, at: datetime) -> Mapping[str, int]:
    """Write the units, put their crews on duty and their positions on the map; ids by key."""
    made = Unit.objects.bulk_create(
        Unit(
            station_id=one.station, call_sign=one.call_sign, kind=one.kind, authority=one.authority,
            profile=one.profile, skills=list(one.skills), beat_id=one.beat, partner_id=one.partner, tracker=one.tracker,
        )
        for one in units
    )  # fmt: skip
    ids = {one.key: unit.pk for one, unit in zip(units, made, strict=True)}
    DutyPeriod.objects.bulk_create(
        DutyPeriod(unit_id=ids[one.key], person_id=person, from_at=on_duty_since)
        for one in units
        for person in one.crew
    )
    UnitPosition.objects.bulk_create(
        UnitPosition(
            unit_id=ids[one.key], lon=one.point[0], lat=one.point[1], accuracy_metres=12.0, at=one.seen_at,
            received_at=one.seen_at, source=PositionSource.TRACCAR,
        )
        for one in units
    )  # fmt: skip
    journal.write(
        station=units[0].station, subject="units", reference=str(units[0].station), what="loaded",
        by=program(units[0].station), at=at, units=len(units),
    )  # fmt: skip
    return ids
