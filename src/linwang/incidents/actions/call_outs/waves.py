"""One wave after the other: asked in one act, and no more once enough have said yes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from linwang.foundation import outbox
from linwang.foundation.actor import Actor, program
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.incidents.actions.call_outs.telling import record_act, tell_phones
from linwang.incidents.models import CalledPerson, CallOut
from linwang.incidents.queries.call_outs.fetch import call_out_for_update
from linwang.incidents.queries.call_outs.pool import people_to_ask
from linwang.incidents.queries.call_outs.sought import sought_of
from linwang.incidents.rules import call_outs as rules
from linwang.incidents.states import UNACCOUNTED, Act, CalledStatus, CallOutStatus
from linwang.places.queries.neighbours import with_neighbours


@once
def ask_more(*, call_out: int, count: int, widen: bool = False, key: UUID, by: Actor, at: datetime) -> int:
    """The next wave, as a person decided; `widen` takes in the grids around. Returns how many were asked."""
    by.check_may(Capability.DISPATCH_UNITS)
    found = call_out_for_update(call_out, by=by)
    rules.check_count(count)
    if widen:
        found.grids.set(with_neighbours(found.station_id, found.grids.values_list("pk", flat=True)))
    people = people_to_ask(sought_of(found), at=at)[:count]
    rules.check_can_ask(CallOutStatus(found.status), found=len(people))
    asked = ask(found, people, at=at)
    record_act(found, Act.ASKED_MORE, by=by, at=at, words=str(asked), asked=asked)
    return asked


@once
def change_need(*, call_out: int, needed: int, key: UUID, by: Actor, at: datetime) -> int:
    """More or fewer are needed than was thought; asking goes on, or stops at once."""
    by.check_may(Capability.DISPATCH_UNITS)
    found = call_out_for_update(call_out, by=by)
    rules.check_can_change_need(CallOutStatus(found.status))
    rules.check_needed(needed)
    before, found.needed = found.needed, needed
    found.save(update_fields=["needed"])
    record_act(found, Act.NEED_CHANGED, by=by, at=at, words=f"{before} → {needed}", before=before, needed=needed)
    weigh(found, at=at, may_reopen=True)
    return needed


def ask(call_out: CallOut, people: Sequence[int], *, at: datetime) -> int:
    """Write the wave with two statements, however large; those spared before are asked again."""
    last = call_out.called.order_by("-wave").values_list("wave", flat=True).first() or 0
    CalledPerson.objects.bulk_create(
        [
            CalledPerson(call_out=call_out, person_id=person, wave=last + 1, asked_at=at, status=CalledStatus.ASKED)
            for person in people
        ],
        update_conflicts=True,
        unique_fields=["call_out", "person"],
        update_fields=["wave", "asked_at", "status", "released_at"],
    )
    outbox.put("call_out.asked", lock=f"call_out:{call_out.pk}", call_out=call_out.pk)
    return len(people)


def weigh(call_out: CallOut, *, at: datetime, may_reopen: bool) -> None:
    """After each answer: enough have said yes, or not any more; the call-out is locked."""
    yes = call_out.called.filter(status__in=UNACCOUNTED).count()
    if call_out.status == CallOutStatus.ASKING and yes >= call_out.needed:
        _set(call_out, CallOutStatus.ENOUGH)
        spared = spare(call_out, at=at)
        by = program(call_out.station_id)
        record_act(call_out, Act.ENOUGH_CAME, by=by, at=at, words=f"{yes} / {call_out.needed}", spared=spared)
    elif call_out.status == CallOutStatus.ENOUGH and yes < call_out.needed and may_reopen:
        _set(call_out, CallOutStatus.ASKING)


def spare(call_out: CallOut, *, at: datetime) -> int:
    """Whoever has not answered need not come; returns how many."""
    spared = call_out.called.filter(status=CalledStatus.ASKED).update(status=CalledStatus.NOT_NEEDED, released_at=at)
    tell_phones(call_out)
    return spared


def _set(call_out: CallOut, status: CallOutStatus) -> None:
    call_out.status = status
    call_out.save(update_fields=["status"])
