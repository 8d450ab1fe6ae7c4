"""Takes calls for the tests of what comes after."""

from datetime import datetime, timedelta
from typing import Any

from linwang.incidents.actions.take_call import take_call
from linwang.incidents.models import Assignment, Incident
from tests.builders import Town, new_key


def take(town: Town, now: datetime, **changes: Any) -> str:
    """A call by telephone, rung twenty seconds ago; returns the incident's number."""
    told = {"words": "钱包被偷了", "channel": "phone", "rang_at": now - timedelta(seconds=20), "key": new_key(),
            "by": changes.get("by") or town.actor("call_taker"), "at": now}  # fmt: skip
    return take_call(**{**told, **changes})


def act(town: Town, now: datetime, role: str = "call_taker") -> dict[str, Any]:
    """Key, actor and moment of an act."""
    return {"key": new_key(), "by": town.actor(role), "at": now}


def send(town: Town, number: str, call_sign: str, now: datetime) -> Assignment:
    """An order as `dispatch` writes it, with deadlines nobody worked out."""
    late = now + timedelta(hours=9)
    return Assignment.objects.create(
        incident=Incident.objects.get(number=number), unit=town.units[call_sign], sent_at=now,
        sign_by=late, leave_by=late, arrive_by=None, report_by=late,
    )  # fmt: skip
