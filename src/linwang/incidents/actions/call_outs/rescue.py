"""救出: a number of people brought to safety, told by a team's leader or written down by the desk."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from linwang.foundation.actor import Actor, program
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.foundation.refusals import NotFound
from linwang.incidents.actions.call_outs.telling import record_act
from linwang.incidents.models import CallOut, HelperTeam, Rescue
from linwang.incidents.queries.call_outs.fetch import any_call_out_for_update, call_out_for_update, no_such_call_out
from linwang.incidents.rules import call_outs, teams
from linwang.incidents.states import Act, CallOutStatus


@once
def count_rescued(*, call_out: int, people: int, place: str, key: UUID, by: Actor, at: datetime) -> int:
    """The desk writes down what it was told."""
    by.check_may(Capability.DISPATCH_UNITS)
    return _count(call_out_for_update(call_out, by=by), people, place, team=None, by=by, at=at)


@once
def tell_rescued(*, team: int, people: int, place: str, key: UUID, by: Actor, at: datetime) -> int:
    """The leader tells it from the field."""
    led = HelperTeam.objects.filter(pk=team, leader__person=by.someone()).first()
    if led is None:
        raise no_such_call_out()
    found = any_call_out_for_update(led.call_out_id)
    return _count(found, people, place, team=led, by=program(found.station_id), at=at)


@once
def strike_rescue(*, call_out: int, rescue: int, key: UUID, by: Actor, at: datetime) -> int:
    """A wrong number is struck; the line stays."""
    by.check_may(Capability.DISPATCH_UNITS)
    found = call_out_for_update(call_out, by=by)
    call_outs.check_is_running(CallOutStatus(found.status))
    row = found.rescues.filter(pk=rescue, struck_at=None).first()
    if row is None:
        raise NotFound(_("没有找到这条救出记录，可能已经撤销。"))
    row.struck_at = at
    row.save(update_fields=["struck_at"])
    record_act(found, Act.RESCUE_STRUCK, by=by, at=at, words=str(row.people), rescue=row.pk)
    return row.pk


def _count(call_out: CallOut, people: int, place: str, *, team: HelperTeam | None, by: Actor, at: datetime) -> int:
    call_outs.check_is_running(CallOutStatus(call_out.status))
    teams.check_rescued(people)
    who = _("第%(number)d组") % {"number": team.number} if team else by.name
    row = Rescue.objects.create(
        call_out=call_out, people=people, place=place.strip(), team=team, at=at, by_name=who
    )  # fmt: skip
    record_act(call_out, Act.RESCUED, by=by, at=at, words=f"{people} · {place.strip() or who}", people=people)
    return row.pk
