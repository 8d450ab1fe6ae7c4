"""扫码登记: somebody who comes by themselves gives a name, so that they are counted in and, later, out."""

from datetime import datetime, timedelta
from uuid import UUID

from linwang.foundation.actor import Actor, program
from linwang.foundation.operations import once
from linwang.incidents.actions.call_outs.answer import write_status
from linwang.incidents.actions.call_outs.telling import record_answer
from linwang.incidents.actions.call_outs.waves import weigh
from linwang.incidents.models import CalledPerson, CallOut
from linwang.incidents.queries.call_outs.fetch import any_call_out_for_update, no_such_call_out
from linwang.incidents.rules import call_outs as rules
from linwang.incidents.states import CalledStatus, CallOutStatus

MINUTE = timedelta(minutes=1)


def join(*, call_out: int, name: str, phone: str, key: UUID, at: datetime) -> int:
    """A walk-up is there from this moment; the signed link, not a sign-in, let them in. Returns who they are."""
    return _join(call_out=call_out, name=name, phone=phone, key=key, by=_NOBODY, at=at)


def leave(*, called: int, key: UUID, at: datetime) -> int:
    """A walk-up says from their own browser that they have left safely."""
    return _leave(called=called, key=key, by=_NOBODY, at=at)


_NOBODY = Actor(person=None, name="", station=0, sees=frozenset())


@once
def _join(*, call_out: int, name: str, phone: str, key: UUID, by: Actor, at: datetime) -> int:
    found = any_call_out_for_update(call_out)
    walk_ups = found.called.filter(wave=0)
    last_minute = walk_ups.filter(asked_at__gt=at - MINUTE).count()
    rules.check_walk_up(CallOutStatus(found.status), name, last_minute=last_minute, in_all=walk_ups.count())
    rules.check_phone(phone)
    row = CalledPerson.objects.create(
        call_out=found, name=name.strip(), phone=phone.strip(), wave=0, status=CalledStatus.ARRIVED, asked_at=at,
        arrived_at=at,
    )  # fmt: skip
    _record(found, row, at)
    weigh(found, at=at, may_reopen=False)
    return row.pk


@once
def _leave(*, called: int, key: UUID, by: Actor, at: datetime) -> int:
    call_out_id = CalledPerson.objects.filter(pk=called, wave=0).values_list("call_out", flat=True).first()
    if call_out_id is None:
        raise no_such_call_out()
    found = any_call_out_for_update(call_out_id)
    row = CalledPerson.objects.get(pk=called)
    rules.check_can_mark(CallOutStatus(found.status), CalledStatus(row.status), CalledStatus.LEFT)
    write_status(row, CalledStatus.LEFT, at=at)
    _record(found, row, at)
    return row.pk


def _record(call_out: CallOut, row: CalledPerson, at: datetime) -> None:
    record_answer(
        call_out, by=program(call_out.station_id), at=at, what=f"called_{row.status}", called=row.pk, walk_up=True
    )
