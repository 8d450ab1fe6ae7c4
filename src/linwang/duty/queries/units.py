"""Units: who is in them, and the locked record for an order."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from linwang.duty.models import DutyPeriod, Unit
from linwang.duty.states import Authority, Profile, UnitKind
from linwang.foundation.actor import Actor
from linwang.foundation.refusals import NotFound

STANDS_IN_ITS_BEAT = frozenset({UnitKind.WARDEN, UnitKind.GUARD})
"""Who keeps watch at a post: without a position the middle of their beat stands for it."""


def units_for_update(units: Sequence[int], *, by: Actor) -> list[Unit]:
    """The units one sees, locked in the order of their ids so that two desks never wait for each other."""
    own = Unit.objects.select_for_update(of=("self",), no_key=True)
    locked = list(own.filter(pk__in=set(units), station__in=by.sees, is_used=True).order_by("pk"))
    if len(locked) != len(set(units)) or not locked:
        raise NotFound(_("没有找到该处警单元，或它不属于您能调派的单位。请从列表中选择。"))
    return locked


def unit_for_update(unit: int) -> Unit:
    """One unit, locked; the incident it works on was locked before."""
    return Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit)


def units_on_duty(units: Sequence[int]) -> frozenset[int]:
    """Those of the units that somebody is on duty in now."""
    now = DutyPeriod.objects.filter(unit__in=units, to_at__isnull=True)
    return frozenset(now.values_list("unit", flat=True))


def is_crew(*, unit: int, person: int | None) -> bool:
    """Whether somebody is on duty in the unit now."""
    return person is not None and DutyPeriod.objects.filter(unit=unit, person=person, to_at__isnull=True).exists()


@dataclass(frozen=True)
class UnitNow:
    """A unit with where it is and whether anybody is in it; `is_post` where its beat stands for its position."""

    id: int
    call_sign: str
    kind: UnitKind
    authority: Authority
    profile: Profile
    skills: frozenset[str]
    station: int
    lon: float | None
    lat: float | None
    position_at: datetime | None
    is_post: bool
    is_on_duty: bool


def units_now(*, seen_by: Actor) -> list[UnitNow]:
    """Every unit in use of the stations one sees, in one query: what ranking needs to know of each."""
    on_duty = DutyPeriod.objects.filter(unit=OuterRef("pk"), to_at__isnull=True)
    rows = (
        Unit.objects.filter(station__in=seen_by.sees, is_used=True)
        .annotate(is_on_duty=Exists(on_duty))
        .order_by("pk")
        .values_list(
            "pk", "call_sign", "kind", "authority", "profile", "skills", "station",
            "position__lon", "position__lat", "position__at", "beat__lon", "beat__lat", "is_on_duty",
        )
    )  # fmt: skip
    return [_unit_now(*row) for row in rows]


def free_units(*, seen_by: Actor, busy: AbstractSet[int]) -> list[UnitNow]:
    """Units on duty that are not among the busy ones; who is busy is known a floor above."""
    return [unit for unit in units_now(seen_by=seen_by) if unit.is_on_duty and unit.id not in busy]


def _unit_now(
    id: int, call_sign: str, kind: str, authority: str, profile: str, skills: list[str], station: int,
    lon: float | None, lat: float | None, position_at: datetime | None,
    beat_lon: float | None, beat_lat: float | None, is_on_duty: bool,
) -> UnitNow:  # fmt: skip
    is_post = lon is None and beat_lon is not None and kind in STANDS_IN_ITS_BEAT
    return UnitNow(
        id=id, call_sign=call_sign, kind=UnitKind(kind), authority=Authority(authority), profile=Profile(profile),
        skills=frozenset(skills), station=station, lon=beat_lon if is_post else lon, lat=beat_lat if is_post else lat,
        position_at=position_at, is_post=is_post, is_on_duty=is_on_duty,
    )  # fmt: skip
