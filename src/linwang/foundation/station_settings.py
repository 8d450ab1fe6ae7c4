"""Settings that a station may change, with their defaults: data with a history and a screen."""

from typing import Any

from linwang.foundation.models import StationSetting

DEFAULTS: dict[str, Any] = {
    "second_factor": "advised",  # "required" for roles that see sensitive data, or "advised"
    "lock_after_minutes": 10,
    "callback_within_days": 3,
    "position_days": 30,
    "draft_days": 7,
    "same_event_metres": 400,
    "same_event_minutes": 45,
    "escalate_after_seconds": 60,
    "dialect": [],
}


def value_of(station: int, name: str) -> Any:
    """The station's own value, or the default."""
    own = StationSetting.objects.filter(station_id=station, name=name).values_list("value", flat=True).first()
    return DEFAULTS[name] if own is None else own
