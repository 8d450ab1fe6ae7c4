"""解除与结束: all are told to go home; the call-out ends when the last of them is known to be safe."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.incidents.actions.call_outs.telling import record_act
from linwang.incidents.actions.call_outs.waves import spare
from linwang.incidents.models import AnswerCount, CalledPerson, CallOut
from linwang.incidents.queries.call_outs.advice import silent_after
from linwang.incidents.queries.call_outs.fetch import call_out_for_update
from linwang.incidents.queries.call_outs.page import called_row, figures_of, people_called, unaccounted_names
from linwang.incidents.rules import call_outs as rules
from linwang.incidents.states import SAID_YES, Act, CalledStatus, CallOutStatus


@once
def stand_down(*, call_out: int, key: UUID, by: Actor, at: datetime) -> int:
    """Nobody more need come, and who is out is called back; returns how many are still to be accounted for."""
    by.check_may(Capability.DISPATCH_UNITS)
    found = call_out_for_update(call_out, by=by)
    rules.check_can_stand_down(CallOutStatus(found.status))
    found.status, found.stood_down_at = CallOutStatus.STOOD_DOWN, at
    found.save(update_fields=["status", "stood_down_at"])
    spared = spare(found, at=at)
    out = len(unaccounted_names(people_called(found)))
    record_act(found, Act.STOOD_DOWN, by=by, at=at, words=str(out), unaccounted=out, spared=spared)
    return out


@once
def end_call_out(*, call_out: int, key: UUID, by: Actor, at: datetime) -> int:
    """Refused while anybody is unaccounted for; what stays is counts of groups."""
    by.check_may(Capability.DISPATCH_UNITS)
    found = call_out_for_update(call_out, by=by)
    called = people_called(found)
    rules.check_can_end(CallOutStatus(found.status), unaccounted_names(called))
    found.status, found.ended_at = CallOutStatus.ENDED, at
    found.tally = tally_of(found, called, at)
    found.save(update_fields=["status", "ended_at", "tally"])
    AnswerCount.objects.bulk_create(count_answers(found, called, silent=silent_after(found.station_id)))
    rescued = sum(found.rescues.filter(struck_at=None).values_list("people", flat=True))
    record_act(found, Act.CALL_OUT_ENDED, by=by, at=at, words=str(found.tally["left"]), rescued=rescued, **found.tally)
    return found.pk


def count_answers(call_out: CallOut, called: Sequence[CalledPerson], *, silent: timedelta) -> Iterator[AnswerCount]:
    """For the station, each grid and each skill: how many were asked, how many said yes."""
    asked: Counter[tuple[int | None, str]] = Counter()
    accepted: Counter[tuple[int | None, str]] = Counter()
    for one in called:
        if one.person is None or not _had_time(one, silent):
            continue
        for group in _groups(one.person.grid_id, one.person.skills):
            asked[group] += 1
            accepted[group] += one.status in SAID_YES
    for (grid, skill), count in asked.items():
        yield AnswerCount(call_out=call_out, grid_id=grid, skill=skill, asked=count, accepted=accepted[grid, skill])


def _groups(grid: int | None, skills: Sequence[str]) -> set[tuple[int | None, str]]:
    return {(None, ""), (grid, ""), *((None, skill) for skill in skills)}


def _had_time(one: CalledPerson, silent: timedelta) -> bool:
    """Whoever was told not to come before they could well answer says nothing about their group."""
    if one.status != CalledStatus.NOT_NEEDED or one.released_at is None:
        return True
    return one.released_at - one.asked_at >= silent


def tally_of(call_out: CallOut, called: Sequence[CalledPerson], at: datetime) -> dict[str, int]:
    """The figures as they stand; what was rescued is counted from its own rows."""
    silent = silent_after(call_out.station_id)
    rows = [called_row(one, call_out, at, silent) for one in called]
    return {name: count for name, count in asdict(figures_of(call_out, rows, ())).items() if name != "rescued"}
