"""编组: those who came are formed into teams; whoever is there and in a team is in the field."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.foundation.refusals import NotFound
from linwang.incidents.actions.call_outs.answer import write_status
from linwang.incidents.actions.call_outs.telling import record_answer, tell_phones
from linwang.incidents.models import CalledPerson, CallOut, HelperTeam
from linwang.incidents.queries.call_outs.fetch import call_out_for_update
from linwang.incidents.queries.call_outs.page import name_of
from linwang.incidents.rules import call_outs, teams
from linwang.incidents.states import CalledStatus, CallOutStatus


@once
def form_team(
    *,
    call_out: int,
    task: str,
    place: str,
    members: Sequence[int],
    leader: int | None = None,
    key: UUID,
    by: Actor,
    at: datetime,
) -> int:
    """A team of those chosen; without a named leader the first of them who has an account leads."""
    by.check_may(Capability.DISPATCH_UNITS)
    found = _running(call_out, by)
    rows = _members(found, members)
    teams.check_team(task, place, members=len(rows))
    number = (found.teams.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    team = HelperTeam.objects.create(
        call_out=found, number=number, task=task.strip(), place=place.strip(), formed_at=at,
        leader=_leader(rows, leader),
    )  # fmt: skip
    for row in rows:
        _put(row, team, at)
    record_answer(found, by=by, at=at, what="team_formed", team=number, members=len(rows))
    tell_phones(found)
    return team.pk


@once
def change_team(
    *, call_out: int, team: int, task: str, place: str, leader: int | None, key: UUID, by: Actor, at: datetime
) -> int:
    """Another task, place or leader; no leader named keeps the one there is."""
    by.check_may(Capability.DISPATCH_UNITS)
    found = _running(call_out, by)
    changed = _team(found, team)
    members = list(changed.members.order_by("pk"))
    teams.check_team(task, place, members=1)
    changed.task, changed.place = task.strip(), place.strip()
    if leader is not None:
        changed.leader = _leader(members, leader)
    changed.save(update_fields=["task", "place", "leader"])
    record_answer(found, by=by, at=at, what="team_changed", team=changed.number)
    tell_phones(found)
    return changed.pk


@once
def move_member(*, call_out: int, called: int, team: int | None, key: UUID, by: Actor, at: datetime) -> int:
    """To another team, or back to the meeting place; a team that loses its leader gets the next who can sign."""
    by.check_may(Capability.DISPATCH_UNITS)
    found = _running(call_out, by)
    (row,) = _members(found, [called])
    left = row.team
    _put(row, _team(found, team) if team else None, at)
    if left and left.leader_id == row.pk and left.pk != team:
        left.leader = next((one for one in left.members.order_by("pk") if one.person_id), None)
        left.save(update_fields=["leader"])
    record_answer(found, by=by, at=at, what="member_moved", called=row.pk, team=team)
    tell_phones(found)
    return row.pk


def _running(call_out: int, by: Actor) -> CallOut:
    found = call_out_for_update(call_out, by=by)
    call_outs.check_is_running(CallOutStatus(found.status))
    return found


def _members(call_out: CallOut, chosen: Sequence[int]) -> list[CalledPerson]:
    rows = list(call_out.called.filter(pk__in=chosen).select_related("person", "team").order_by("pk"))
    if len(rows) != len(set(chosen)):
        raise NotFound(_("选中的人不在这次召集里。请刷新后再选。"))
    for row in rows:
        teams.check_can_join(name_of(row), CalledStatus(row.status))
    return rows


def _leader(rows: Sequence[CalledPerson], chosen: int | None) -> CalledPerson | None:
    if chosen is None:
        return next((row for row in rows if row.person_id), None)
    found = next((row for row in rows if row.pk == chosen), None)
    teams.check_leader(is_member=found is not None, has_account=found is not None and found.person_id is not None)
    return found


def _team(call_out: CallOut, team: int) -> HelperTeam:
    found = call_out.teams.filter(pk=team).first()
    if found is None:
        raise NotFound(_("没有找到这个小组。请刷新后再看。"))
    return found


def _put(row: CalledPerson, team: HelperTeam | None, at: datetime) -> None:
    row.team = team
    row.save(update_fields=["team"])
    if row.status in (CalledStatus.ARRIVED, CalledStatus.IN_FIELD):
        write_status(row, CalledStatus.IN_FIELD if team else CalledStatus.ARRIVED, at=at)
