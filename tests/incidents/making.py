"""Makes an incident that stands at the desk, for the tests of what comes after intake."""

from datetime import datetime, timedelta
from itertools import count

from linwang.incidents.models import Call, Caller, Incident
from linwang.incidents.rules.standing import SEND_WITHIN
from linwang.incidents.states import Due, Priority
from tests.builders import Town, put_on_duty

_running = count(1)


def make_incident(
    town: Town, at: datetime, *, kind: str | None = "theft.market", phone: str = "13800000001"
) -> Incident:
    """A call taken half a minute ago, not yet sent to anybody; without a phone the caller is anonymous."""
    number = f"JQ{town.station.code}-20260715-{next(_running):04d}"
    rang_at = at - timedelta(seconds=30)
    the_kind = town.kinds[kind] if kind else None
    priority = Priority(the_kind.priority) if the_kind else Priority.C
    incident = Incident.objects.create(
        station=town.station, number=number, kind=the_kind, priority=priority, title="手机被偷了", place=town.market,
        place_words="东门菜市场", lon=town.market.lon, lat=town.market.lat, beat=town.beat, rang_at=rang_at,
        received_at=at, due=Due.DISPATCH, due_at=rang_at + SEND_WITHIN[priority],
    )  # fmt: skip
    call = Call.objects.create(
        station=town.station, incident=incident, channel="phone", words="我在东门菜市场，手机被偷了。",
        is_anonymous=not phone, rang_at=rang_at, taken_at=at,
    )  # fmt: skip
    Caller.objects.create(call=call, name="林某" if phone else "", phone=phone)
    return incident


def man_all_units(town: Town, at: datetime) -> None:
    """Somebody on duty in every unit: the auxiliary in 辅三, the warden in 守四, officers in the cars."""
    for call_sign, role in (
        ("巡一", "case_officer"),
        ("巡二", "community_officer"),
        ("辅三", "auxiliary"),
        ("守四", "warden"),
    ):
        put_on_duty(town.people[role], town.units[call_sign], at - timedelta(hours=1))
