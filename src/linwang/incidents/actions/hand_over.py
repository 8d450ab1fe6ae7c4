"""移交: ask another station to take the incident; its number stays, its clock keeps running."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linwang.foundation import live, outbox
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.foundation.refusals import NotFound
from linwang.incidents.actions.settle import SUBJECT, record, settle
from linwang.incidents.models import Incident, StationHandOver
from linwang.incidents.queries import fetch
from linwang.incidents.rules import handing_over as rules
from linwang.incidents.rules.dispatching import check_is_live
from linwang.incidents.rules.orders import check_has_words
from linwang.incidents.rules.ours import check_is_ours
from linwang.incidents.states import Act, HandOverStatus, IncidentStatus
from linwang.places.models import Station
from linwang.places.queries.stations import bureau_of


@once
def offer(
    *, number: str, to_station: int, words: str, is_on_the_line: bool = False, key: UUID, by: Actor, at: datetime
) -> int:
    """Ask another station of the bureau to take the incident; both see it from now on.

    `is_on_the_line` where the caller and that station talk in a three-way call: its line stands before the offer's.
    """
    by.check_may(Capability.HAND_TO_STATION)
    incident = fetch.incident_for_update(number, by=by)
    check_is_ours(incident.station_id, by.sees)
    check_is_live(IncidentStatus(incident.status))
    receiver = _receiver(incident, to_station)
    pending = _pending(incident)
    rules.check_can_offer(
        is_same_station=receiver.pk == incident.station_id, offered_to=pending.to_station.name if pending else ""
    )
    check_has_words(words)
    asked = StationHandOver.objects.create(
        incident=incident, from_station_id=incident.station_id, to_station=receiver, reason=words.strip(), offered_at=at
    )
    if is_on_the_line:
        record(incident, by=by, at=at, what=Act.THREE_WAY, words=receiver.name)
    settle(incident, by=by, at=at, what=Act.HANDED_OVER, words=f"{receiver.name}：{words.strip()}", hand_over=asked.pk)
    _tell(incident, receiver.pk)
    outbox.put("handover.offered", hand_over=asked.pk)
    return asked.pk


@once
def accept(*, number: str, words: str = "", key: UUID, by: Actor, at: datetime) -> int:
    """Take the incident over: it is this station's from now on, under the same number."""
    incident, asked = _asked_for_update(number, by)
    rules.check_is_for_us(asked.to_station_id in by.sees)
    _answer(asked, HandOverStatus.ACCEPTED, words, at)
    incident.station_id = asked.to_station_id
    incident.save(update_fields=["station"])
    _end(incident, asked, words, by=by, at=at)
    return asked.pk


@once
def decline(*, number: str, words: str, key: UUID, by: Actor, at: datetime) -> int:
    """Say no, and why; the incident stays where it is."""
    incident, asked = _asked_for_update(number, by)
    rules.check_is_for_us(asked.to_station_id in by.sees)
    check_has_words(words)
    _answer(asked, HandOverStatus.DECLINED, words, at)
    _end(incident, asked, words, by=by, at=at)
    return asked.pk


@once
def take_back(*, number: str, words: str = "", key: UUID, by: Actor, at: datetime) -> int:
    """Withdraw the offer before it is answered."""
    incident, asked = _asked_for_update(number, by)
    check_is_ours(incident.station_id, by.sees)
    _answer(asked, HandOverStatus.WITHDRAWN, words, at)
    _end(incident, asked, words, by=by, at=at)
    return asked.pk


def _receiver(incident: Incident, to_station: int) -> Station:
    receiver = Station.objects.filter(pk=to_station).first()
    if receiver is None or bureau_of(receiver.pk) != bureau_of(incident.station_id):
        raise NotFound(_("没有找到该单位。请从列表中选择。"))
    return receiver


def _pending(incident: Incident) -> StationHandOver | None:
    return incident.hand_overs.filter(status=HandOverStatus.OFFERED).select_related("to_station").first()


def _asked_for_update(number: str, by: Actor) -> tuple[Incident, StationHandOver]:
    by.check_may(Capability.HAND_TO_STATION)
    incident = fetch.incident_for_update(number, by=by)
    return incident, rules.check_is_offered(_pending(incident))


def _answer(asked: StationHandOver, status: HandOverStatus, words: str, at: datetime) -> None:
    asked.status, asked.answer, asked.answered_at = status, words.strip(), at
    asked.save(update_fields=["status", "answer", "answered_at"])


def _end(incident: Incident, asked: StationHandOver, words: str, *, by: Actor, at: datetime) -> None:
    settle(
        incident, by=by, at=at, what=Act.HAND_OVER_ANSWERED, hand_over=asked.pk, hand_over_answer=asked.status,
        words="：".join(filter(None, [asked.to_station.name, words.strip()])),
    )  # fmt: skip
    for station in {asked.from_station_id, asked.to_station_id} - {incident.station_id}:
        _tell(incident, station)


def _tell(incident: Incident, station: int) -> None:
    """The other station's boards show it, or let it go."""
    live.tell(station=station, kind=SUBJECT, reference=incident.number, version=incident.version)
