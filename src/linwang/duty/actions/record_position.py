"""定位: where a unit is, kept only for moments at which somebody was on duty in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from linwang.duty import rules
from linwang.duty.models import DutyPeriod, PositionPast, Unit, UnitPosition
from linwang.duty.states import KEEP_POSITIONS, PositionAnswer, PositionSource
from linwang.foundation import live

TELL_EVERY = timedelta(seconds=2)
"""Browsers ask again on each notice: one unit may not make them ask more often than this."""


@dataclass(frozen=True)
class Report:
    """One position as it came in: WGS-84 degrees, the device's clock and ours."""

    lon: float
    lat: float
    at: datetime
    received_at: datetime
    accuracy_metres: float | None
    source: PositionSource


@transaction.atomic
def record_position(
    *,
    lon: float,
    lat: float,
    at: datetime,
    received_at: datetime,
    source: PositionSource,
    accuracy: float | None = None,
    tracker: str = "",
    unit: int | None = None,
    stations: frozenset[int] | None = None,
) -> PositionAnswer:
    """Keep a position of the unit with this tracker (or id) and say what became of it.

    `stations` limits whose units a partner's key may speak for.
    The unit is locked, so that a position can never outlive its last person's going off duty.
    A device whose clock runs ahead is held to ours: otherwise its positions would stay the newest.
    """
    rules.check_position(lon, lat)
    report = Report(lon, lat, min(at, received_at), received_at, accuracy, PositionSource(source))
    if report.at < received_at - KEEP_POSITIONS:
        return PositionAnswer.TOO_OLD
    found = _unit(tracker, unit, stations)
    if found is None:
        return PositionAnswer.UNKNOWN
    if not _was_on_duty(found, report.at):
        return PositionAnswer.NOT_ON_DUTY
    return _keep(found, report)


def forget_old_positions(*, before: datetime, station: int | None = None) -> int:
    """Delete where units (of one station) were before a moment; returns how many points were forgotten."""
    past = PositionPast.objects.filter(at__lt=before)
    count, _each = (past if station is None else past.filter(unit__station=station)).delete()
    return count


def _unit(tracker: str, unit: int | None, stations: frozenset[int] | None) -> Unit | None:
    known = Q(tracker=tracker) if tracker else Q(pk=unit)
    if stations is not None:
        known &= Q(station__in=stations)
    return Unit.objects.select_for_update(of=("self",), no_key=True).filter(known, is_used=True).first()


def _was_on_duty(unit: Unit, at: datetime) -> bool:
    ended_later = Q(to_at__isnull=True) | Q(to_at__gt=at)
    return DutyPeriod.objects.filter(ended_later, unit=unit, from_at__lte=at).exists()


def _keep(unit: Unit, report: Report) -> PositionAnswer:
    if not PositionPast.objects.filter(unit=unit, at=report.at, lon=report.lon, lat=report.lat).exists():
        PositionPast.objects.create(
            unit=unit, lon=report.lon, lat=report.lat, at=report.at, received_at=report.received_at
        )
    now = UnitPosition.objects.filter(unit=unit).first()
    is_newest = now is None or now.at < report.at
    if not is_newest or not DutyPeriod.objects.filter(unit=unit, to_at__isnull=True).exists():
        return PositionAnswer.LATE
    _put_on_map(unit, report, told_at=now.told_at if now else None)
    return PositionAnswer.KEPT


def _put_on_map(unit: Unit, report: Report, *, told_at: datetime | None) -> None:
    is_time_to_tell = told_at is None or report.received_at - told_at >= TELL_EVERY
    UnitPosition.objects.update_or_create(
        unit=unit,
        defaults={
            "lon": report.lon,
            "lat": report.lat,
            "accuracy_metres": report.accuracy_metres,
            "at": report.at,
            "received_at": report.received_at,
            "source": report.source,
            "told_at": report.received_at if is_time_to_tell else told_at,
        },
    )
    if is_time_to_tell:
        live.tell(station=unit.station_id, kind="unit", reference=str(unit.pk))
