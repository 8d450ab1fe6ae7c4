"""来电: a telephone system announces a ring, one operator claims it, the caller is kept on the line with the unit."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linwang.foundation import journal, live
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.foundation.refusals import BadInput, NotFound, WrongMoment
from linwang.incidents.actions.settle import record
from linwang.incidents.models import IncomingCall
from linwang.incidents.queries import fetch
from linwang.incidents.rules.calls import check_rang, plain_phone
from linwang.incidents.rules.ours import check_is_ours
from linwang.incidents.states import Act

SUBJECT = "incoming"


@once
def announce(
    *, outside_number: str, phone: str, rang_at: datetime, key: UUID, by: Actor, at: datetime, line: str = ""
) -> int:
    """Somebody rings: tell the desks. A ring announced twice is one ring. Returns its id."""
    by.check_may(Capability.TAKE_CALLS)
    if not outside_number.strip():
        sentence = _("请给出电话系统中这通来电的编号。")
        raise BadInput(sentence, fields={"outside_number": sentence})
    told = {"phone": plain_phone(phone), "line": line, "rang_at": check_rang(rang_at, at=at)}
    ring, is_new = IncomingCall.objects.get_or_create(
        station_id=by.station, outside_number=outside_number, defaults=told
    )
    if is_new:
        _record(ring, Act.RANG, by=by, at=at)
    return ring.pk


@once
def claim(*, incoming: int, key: UUID, by: Actor, at: datetime) -> int:
    """Answer a ring: exactly one operator has it, the others are told who. A missed one is claimed to ring back."""
    by.check_may(Capability.TAKE_CALLS)
    ring = _ring_for_update(incoming, by)
    if ring.claimed_by_id == by.person:
        return ring.pk
    if ring.claimed_by is not None:
        raise WrongMoment(_("这通来电已由 %(name)s 接听。") % {"name": ring.claimed_by.name})
    ring.claimed_by_id, ring.claimed_at = by.person, at
    ring.save(update_fields=["claimed_by", "claimed_at"])
    _record(ring, Act.CLAIMED, by=by, at=at)
    return ring.pk


@once
def hang_up(*, outside_number: str, key: UUID, by: Actor, at: datetime) -> int:
    """The line is free again, says the telephone system; a ring nobody answered stays listed as missed."""
    by.check_may(Capability.TAKE_CALLS)
    rings = IncomingCall.objects.select_for_update(of=("self",), no_key=True)
    ring = rings.filter(station=by.station, outside_number=outside_number).first()
    if ring is None:
        raise _no_such_ring()
    if ring.ended_at is None:
        ring.ended_at = at
        ring.save(update_fields=["ended_at"])
        _record(ring, Act.HUNG_UP, by=by, at=at)
    return ring.pk


@once
def three_way(
    *, number: str, with_whom: str, key: UUID, by: Actor, at: datetime, device_at: datetime | None = None
) -> int:
    """三方通话: the caller is kept on the line with a unit or an agency; returns the journal line."""
    by.check_may(Capability.TAKE_CALLS)
    if not with_whom.strip():
        sentence = _("请写明与谁三方通话：处警单元或联动单位。")
        raise BadInput(sentence, fields={"with_whom": sentence})
    incident = fetch.incident_for_update(number, by=by)
    check_is_ours(incident.station_id, by.sees)
    return record(incident, by=by, at=at, what=Act.THREE_WAY, words=with_whom.strip(), device_at=device_at)


def _ring_for_update(incoming: int, by: Actor) -> IncomingCall:
    """Locked alone: a joined row would be the one that stood there before the lock was granted."""
    rings = IncomingCall.objects.select_for_update(of=("self",), no_key=True)
    ring = rings.filter(pk=incoming, station__in=by.sees).first()
    if ring is None:
        raise _no_such_ring()
    return ring


def _no_such_ring() -> NotFound:
    return NotFound(_("没有找到这通来电，或它不属于您的单位。"))


def _record(ring: IncomingCall, what: Act, *, by: Actor, at: datetime) -> None:
    """The journal knows the ring by its id alone: the caller's number is not written there."""
    reference = str(ring.pk)
    journal.write(station=ring.station_id, subject=SUBJECT, reference=reference, what=str(what), by=by, at=at)
    live.tell(station=ring.station_id, kind=SUBJECT, reference=reference)
