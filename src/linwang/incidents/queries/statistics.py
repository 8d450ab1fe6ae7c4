"""Incidents as statistics need them: no caller, no words, no point finer than the grid."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from linwang.foundation import clock
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import BadInput
from linwang.incidents.models import Incident

LONGEST = timedelta(days=731)


def incidents_for_statistics(
    *, from_on: date, to_on: date, after: str, limit: int, seen_by: Actor
) -> list[dict[str, Any]]:
    """Rows of the stations one sees, received on days [from_on, to_on), by number."""
    seen_by.check_may(Capability.EXPORT_RECORDS)
    if not timedelta(0) < to_on - from_on <= LONGEST:
        raise BadInput(_("起止日期不对：结束要晚于开始，且不超过两年。"))
    found = Incident.objects.filter(
        station__in=seen_by.sees,
        received_at__gte=_start_of(from_on),
        received_at__lt=_start_of(to_on),
        number__gt=after,
    )
    rows = found.order_by("number").values(
        "number", "priority", "status", "disposition", "rang_at", "first_sent_at", "first_on_scene_at", "closed_at",
        calls_code=F("caller_count"), station_code=F("station__code"), kind_code=F("kind__code"),
        category=F("kind__category__code"), beat_code=F("beat__code"), grid_code=F("grid__code"),
    )[:limit]  # fmt: skip
    return [_renamed(row) for row in rows]


def _renamed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name.removesuffix("_code"): value for name, value in row.items()}


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.CHINA)
