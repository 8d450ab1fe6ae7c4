"""Taking a call (接警): a new incident, or one more caller of an open one."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from linwang.foundation import clock, live, numbering
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.incidents.actions.answers import write_answers
from linwang.incidents.actions.settle import record, settle
from linwang.incidents.models import Call, CallDraft, Caller, Incident, IncidentKind, IncomingCall
from linwang.incidents.queries import fetch
from linwang.incidents.queries.kinds import kind_by_code
from linwang.incidents.queries.whereabouts import Whereabouts, whereabouts
from linwang.incidents.rules import calls
from linwang.incidents.rules.calls import Answered
from linwang.incidents.rules.standing import standing_of
from linwang.incidents.states import Act, Priority
from linwang.places.actions.learn_alias import propose_alias
from linwang.places.models import Station

SERIES = "JQ"


@dataclass(frozen=True)
class Told:
    """What one caller told, checked and ready to be written."""

    station: int
    words: str
    channel: str
    rang_at: datetime
    kind: IncidentKind | None
    where: Whereabouts
    place_words: str
    caller_name: str
    caller_phone: str
    is_anonymous: bool
    on_behalf_of: str
    answers: tuple[Answered, ...]
    outside_number: str | None
    source: str


@once
def take_call(
    *,
    words: str,
    channel: str,
    rang_at: datetime,
    key: UUID,
    by: Actor,
    at: datetime,
    kind: str | None = None,
    place: int | None = None,
    place_words: str = "",
    lon: float | None = None,
    lat: float | None = None,
    caller_name: str = "",
    caller_phone: str = "",
    is_anonymous: bool = False,
    on_behalf_of: str = "",
    answers: Sequence[Answered] = (),
    join: str | None = None,
    outside_number: str | None = None,
    source: str = "",
    device_at: datetime | None = None,
) -> str:
    """Take a call and return the incident's number; `join` names the open incident it tells of once more.

    `outside_number` is the call's number in the system `source`: a call handed in twice is taken once.
    """
    by.check_may(Capability.TAKE_CALLS)
    calls.check_says_something(words, kind, place_words, caller_phone, outside_number, str(place or lon or ""))
    told = Told(
        station=by.station,
        words=words,
        channel=calls.check_channel(channel),
        rang_at=calls.check_rang(rang_at, at=at),
        kind=kind_by_code(station=by.station, code=kind) if kind else None,
        where=whereabouts(station=by.station, place=place, lon=lon, lat=lat),
        place_words=place_words,
        caller_name="" if is_anonymous else caller_name.strip(),
        caller_phone="" if is_anonymous else calls.plain_phone(caller_phone),
        is_anonymous=is_anonymous,
        on_behalf_of=on_behalf_of.strip(),
        answers=calls.given(answers),
        outside_number=outside_number,
        source=source,
    )
    if by.person is not None:
        CallDraft.objects.filter(key=key, person=by.person).delete()
    return _take_once(told, join, by=by, at=at, device_at=device_at)


def _take_once(told: Told, join: str | None, *, by: Actor, at: datetime, device_at: datetime | None) -> str:
    """Write the call, unless the other system has handed it in before: then it has its number already."""
    if told.outside_number is None:
        return _take(told, join, by=by, at=at, device_at=device_at)
    known = _taken_before(told)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _take(told, join, by=by, at=at, device_at=device_at)
    except IntegrityError:
        known = _taken_before(told)
        if known is None:
            raise
        return known


def _take(told: Told, join: str | None, *, by: Actor, at: datetime, device_at: datetime | None) -> str:
    if join:
        return _add_caller(told, join, by=by, at=at, device_at=device_at)
    return _open_incident(told, by=by, at=at, device_at=device_at)


def _taken_before(told: Told) -> str | None:
    same = Call.objects.filter(station=told.station, source=told.source, outside_number=told.outside_number)
    return same.values_list("incident__number", flat=True).first()


def _open_incident(told: Told, *, by: Actor, at: datetime, device_at: datetime | None) -> str:
    """A new incident. Everything is looked up before the number is drawn: its counter is locked from then on."""
    code = Station.objects.values_list("code", flat=True).get(pk=told.station)
    priority = Priority(told.kind.priority) if told.kind else Priority.C
    standing = standing_of(priority=priority, since=told.rang_at, orders=(), agencies=(), referred=False, at=at)
    incident = Incident(
        station_id=told.station, kind=told.kind, priority=priority, place_words=told.place_words,
        title=calls.title_of(told.words, told.kind.name if told.kind else "", told.place_words, "未说明情况"),
        rang_at=told.rang_at, received_at=at, status=standing.status, due=standing.due or "", due_at=standing.due_at,
        **asdict(told.where),
    )  # fmt: skip
    incident.number = numbering.next_number(station_code=code, day=clock.day_of(at), series=SERIES)
    incident.save(force_insert=True)
    call = _write_call(incident, told, by=by, at=at)
    record(
        incident, by=by, at=at, what=Act.CALL_TAKEN, device_at=device_at, call=call, channel=told.channel,
        kind=told.kind.code if told.kind else None, place=told.where.place_id,
    )  # fmt: skip
    if told.where.place_id:
        propose_alias(place=told.where.place_id, said=told.place_words, incident=incident.number, by=by, at=at)
    return incident.number


def _add_caller(told: Told, number: str, *, by: Actor, at: datetime, device_at: datetime | None) -> str:
    """One more caller of an open incident; what the incident does not know yet it learns from this call."""
    incident = fetch.incident_for_update(number, by=by)
    kept = incident.merged_into.number if incident.merged_into else None
    calls.check_can_join(incident.status, kept_number=kept)
    incident.caller_count += 1
    learnt = _learn(incident, told)
    call = _write_call(incident, told, by=by, at=at)
    settle(
        incident, by=by, at=at, what=Act.CALL_ADDED, device_at=device_at,
        call=call, channel=told.channel, callers=incident.caller_count, learnt=learnt,
    )  # fmt: skip
    return incident.number


def _learn(incident: Incident, told: Told) -> list[str]:
    learnt = []
    if incident.lon is None and told.where.lon is not None:
        for name, value in asdict(told.where).items():
            setattr(incident, name, value)
        learnt.append("place")
    if not incident.place_words and told.place_words:
        incident.place_words = told.place_words
    return learnt


def _write_call(incident: Incident, told: Told, *, by: Actor, at: datetime) -> int:
    call = Call.objects.create(
        station_id=told.station, incident=incident, channel=told.channel, words=told.words,
        place_words=told.place_words, is_anonymous=told.is_anonymous, on_behalf_of=told.on_behalf_of,
        rang_at=told.rang_at, taken_at=at, taken_by_id=by.person,
        outside_number=told.outside_number, source=told.source,
    )  # fmt: skip
    if told.caller_name or told.caller_phone:
        Caller.objects.create(call=call, name=told.caller_name, phone=told.caller_phone)
    if told.answers:
        write_answers(incident, told.answers, by=by, at=at)
    if told.outside_number is not None:
        _link_incoming(call, told)
    return call.pk


def _link_incoming(call: Call, told: Told) -> None:
    """The call that a telephone system announced under this number is this one."""
    announced = IncomingCall.objects.filter(station=told.station, outside_number=told.outside_number, call=None)
    if announced.update(call=call):
        live.tell(station=told.station, kind="incoming", reference=str(told.outside_number))
