"""The talk goes on after the first order has gone out: what is learnt is added to the same incident.

The caller's first words stay as they were taken; what is said later is a note of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.incidents.actions.answers import keep_answers
from linwang.incidents.actions.classify import change_kind
from linwang.incidents.actions.locate import change_place
from linwang.incidents.actions.settle import record
from linwang.incidents.models import Call, CallDraft, Caller, Incident
from linwang.incidents.queries import fetch
from linwang.incidents.queries.kinds import kind_by_code
from linwang.incidents.queries.whereabouts import whereabouts
from linwang.incidents.rules.calls import Answered, plain_phone
from linwang.incidents.rules.ours import check_is_ours
from linwang.incidents.states import Act, Priority


@dataclass(frozen=True)
class Learnt:
    """What the form holds when the talk is over; what is empty changes nothing."""

    further_words: str = ""
    kind: str | None = None
    place: int | None = None
    lon: float | None = None
    lat: float | None = None
    place_words: str = ""
    caller_name: str = ""
    caller_phone: str = ""
    on_behalf_of: str = ""
    answers: Sequence[Answered] = ()


@once
def complete_call(
    *, number: str, learnt: Learnt, key: UUID, by: Actor, at: datetime, device_at: datetime | None = None
) -> str:
    """Add what was learnt since the call was taken: each fact that changed is a journal line of its own."""
    by.check_may(Capability.TAKE_CALLS)
    incident = fetch.incident_for_update(number, by=by)
    check_is_ours(incident.station_id, by.sees)
    _learn_kind(incident, learnt, by, at)
    _learn_place(incident, learnt, by, at)
    keep_answers(incident, learnt.answers, by=by, at=at, device_at=device_at)
    _learn_caller(incident, learnt)
    if learnt.further_words.strip():
        record(incident, by=by, at=at, what=Act.NOTED, words=learnt.further_words, device_at=device_at)
    CallDraft.objects.filter(key=key, person=by.person).delete()
    return number


def _learn_kind(incident: Incident, learnt: Learnt, by: Actor, at: datetime) -> None:
    if learnt.kind and (incident.kind is None or incident.kind.code != learnt.kind):
        kind = kind_by_code(station=incident.station_id, code=learnt.kind)
        change_kind(incident, kind, Priority(kind.priority), by=by, at=at)


def _learn_place(incident: Incident, learnt: Learnt, by: Actor, at: datetime) -> None:
    where = whereabouts(station=incident.station_id, place=learnt.place, lon=learnt.lon, lat=learnt.lat)
    is_elsewhere = where.lon is not None and (where.place_id, where.lon, where.lat) != (
        incident.place_id, incident.lon, incident.lat,
    )  # fmt: skip
    words = learnt.place_words.strip()
    if is_elsewhere or (words and words != incident.place_words):
        change_place(incident, where, words, by=by, at=at)


def _learn_caller(incident: Incident, learnt: Learnt) -> None:
    """Name and number of the call that opened the incident, unless its caller asked not to be named."""
    call = Call.objects.filter(incident=incident).order_by("pk").first()
    if call is None or call.is_anonymous:
        return
    if learnt.on_behalf_of.strip() and learnt.on_behalf_of.strip() != call.on_behalf_of:
        call.on_behalf_of = learnt.on_behalf_of.strip()
        call.save(update_fields=["on_behalf_of"])
    told = {"name": learnt.caller_name.strip(), "phone": plain_phone(learnt.caller_phone)}
    known = {name: value for name, value in told.items() if value}
    if known:
        Caller.objects.update_or_create(call=call, defaults=known)
