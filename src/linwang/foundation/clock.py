"""The only place that asks what time it is; doors call it and hand the answer on as `at`."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The moment as the station's wall clock shows it."""
    return moment.astimezone(CHINA)


def day_of(moment: datetime) -> date:
    """The calendar day of a moment on the station's wall clock."""
    return local(moment).date()
