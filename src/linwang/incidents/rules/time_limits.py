"""The moments an order must be signed for, left for, arrived at and reported by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class TimeLimits:
    """处警时限 of a kind of incident; `arrive_minutes` by ground, None where "as soon as possible"."""

    sign_for_seconds: int
    leave_seconds: int
    arrive_minutes: Mapping[str, int | None]
    feed_back_minutes: int


UNKNOWN_KIND = TimeLimits(60, 180, {"town": 10, "outskirts": 15, "country": None}, 60)
"""For an order that goes out before the kind is known."""


@dataclass(frozen=True)
class Deadlines:
    """The four moments of one order."""

    sign_by: datetime
    leave_by: datetime
    arrive_by: datetime | None
    report_by: datetime


def deadlines(limits: TimeLimits, *, ground: str, sent_at: datetime) -> Deadlines:
    """What the limits mean for an order sent at a moment."""
    arrive = limits.arrive_minutes.get(ground)
    leave_by = sent_at + timedelta(seconds=limits.sign_for_seconds + limits.leave_seconds)
    return Deadlines(
        sign_by=sent_at + timedelta(seconds=limits.sign_for_seconds),
        leave_by=leave_by,
        arrive_by=None if arrive is None else sent_at + timedelta(minutes=arrive),
        report_by=sent_at + timedelta(minutes=limits.feed_back_minutes),
    )
