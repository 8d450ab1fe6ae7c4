"""The page of one call-out, gathered in a fixed number of questions however many were asked."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from linwang.foundation.actor import Actor
from linwang.incidents.models import CalledPerson, CallOut, HelperTeam, Rescue
from linwang.incidents.queries.call_outs.advice import WaveAdvice, answers_of, silent_after, wave_after
from linwang.incidents.queries.call_outs.fetch import no_such_call_out, visible_call_outs
from linwang.incidents.queries.call_outs.rows import (
    CalledRow,
    CallOutHead,
    CallOutPage,
    Figures,
    RescueRow,
    TeamRow,
)
from linwang.incidents.queries.call_outs.sought import sought_of, steps_of
from linwang.incidents.queries.named import named
from linwang.incidents.rules.call_outs import check_can_end
from linwang.incidents.rules.possible import possible
from linwang.incidents.states import PRESENT, SAID_YES, UNACCOUNTED, CalledStatus, CallOutStatus, CallOutTask
from linwang.personnel.queries import skill_label

_WITH = ("incident__kind__procedure", "station")


def call_out_page(call_out: int, *, seen_by: Actor, at: datetime) -> CallOutPage:
    """Everything that the desk sees of a call-out."""
    found = visible_call_outs(seen_by=seen_by).filter(pk=call_out).select_related(*_WITH).first()
    if found is None:
        raise no_such_call_out()
    called = people_called(found)
    silent = silent_after(found.station_id)
    rows = [called_row(one, found, at, silent) for one in called]
    rescues = [_rescue(one) for one in Rescue.objects.filter(call_out=found).order_by("-at", "-pk")]
    return CallOutPage(
        head=head_of(found, at),
        figures=figures_of(found, rows, rescues),
        advice=_advice(found, called, at),
        teams=_teams(found, rows),
        called=rows,
        rescues=rescues,
        can_end=possible(lambda: check_can_end(CallOutStatus(found.status), unaccounted_names(called))),
        is_forgotten=bool(found.tally) and not called,
    )


def people_called(call_out: CallOut) -> list[CalledPerson]:
    """Everybody in it with name, grid and team."""
    rows = CalledPerson.objects.filter(call_out=call_out).select_related("person__grid", "team")
    return list(rows.order_by("pk"))


def unaccounted_names(called: Sequence[CalledPerson]) -> list[str]:
    """Who is not known to have left safely."""
    return [name_of(one) for one in called if one.status in UNACCOUNTED]


def name_of(one: CalledPerson) -> str:
    """Of somebody with an account, or as a walk-up gave it."""
    return one.person.name if one.person else one.name


def head_of(call_out: CallOut, at: datetime) -> CallOutHead:
    """What was asked of whom."""
    incident, status = call_out.incident, CallOutStatus(call_out.status)
    grids = call_out.grids.order_by("beat__code", "code", "pk").values_list("name", flat=True)
    return CallOutHead(
        id=call_out.pk,
        number=incident.number,
        kind=named(incident.kind.name, incident.kind.name_en) if incident.kind else incident.title,
        station_name=named(call_out.station.name, call_out.station.name_en),
        station_phone=call_out.station.phone,
        status=status.value,
        status_label=str(status.label),
        tasks=tasks_of(call_out),
        words=call_out.words,
        skills=tuple(skill_label(code) for code in call_out.skills),
        grids=tuple(grids),
        needed=call_out.needed,
        meeting_place=call_out.meeting_place,
        begun_at=call_out.begun_at,
        until_at=call_out.until_at,
        is_past_until=at >= call_out.until_at,
        stood_down_at=call_out.stood_down_at,
        ended_at=call_out.ended_at,
    )


def tasks_of(call_out: CallOut) -> tuple[str, ...]:
    """What people are asked to do: the tasks, and the steps of the procedure in the reader's language."""
    steps = {step["code"]: named(step["text"], step.get("text_en")) for step in steps_of(call_out.incident)}
    chosen = [steps[code] for code in call_out.steps if code in steps]
    return (*(str(CallOutTask(task).label) for task in call_out.tasks), *chosen)


def called_row(one: CalledPerson, call_out: CallOut, at: datetime, silent: timedelta) -> CalledRow:
    """One line of the list."""
    status = CalledStatus(one.status)
    return CalledRow(
        id=one.pk,
        name=name_of(one),
        status=status.value,
        status_label=str(status.label),
        is_walk_up=one.wave == 0,
        has_account=one.person is not None,
        wave=one.wave,
        grid=one.person.grid.name if one.person and one.person.grid else "",
        skills=tuple(skill_label(code) for code in one.person.skills) if one.person else (),
        team=one.team_id,
        team_number=one.team.number if one.team else None,
        expected_at=one.expected_at,
        arrived_at=one.arrived_at,
        left_at=one.left_at,
        is_silent=status == CalledStatus.ASKED and one.asked_at <= at - silent,
        is_overdue=_is_overdue(one, call_out, at),
    )


def _is_overdue(one: CalledPerson, call_out: CallOut, at: datetime) -> bool:
    """On the way for longer than they said, or out for longer than was asked."""
    if one.status == CalledStatus.COMING:
        return at > (one.expected_at or call_out.until_at)
    return one.status in PRESENT and at > call_out.until_at


def figures_of(call_out: CallOut, rows: Sequence[CalledRow], rescues: Sequence[RescueRow]) -> Figures:
    """From the rows; once these are gone, as they stood at the end."""
    rescued = sum(one.people for one in rescues if not one.is_struck)
    if not rows and call_out.tally:
        return Figures(**{**call_out.tally, "rescued": rescued})
    asked = [one for one in rows if not one.is_walk_up]
    by_status = Counter(one.status for one in rows)
    return Figures(
        asked=len(asked),
        yes=sum(one.status in SAID_YES for one in asked),
        no=by_status[CalledStatus.DECLINED],
        waiting=sum(one.status == CalledStatus.ASKED and not one.is_silent for one in rows),
        silent=sum(one.is_silent for one in rows),
        not_needed=by_status[CalledStatus.NOT_NEEDED],
        coming=by_status[CalledStatus.COMING],
        here=by_status[CalledStatus.ARRIVED],
        in_field=by_status[CalledStatus.IN_FIELD],
        left=by_status[CalledStatus.LEFT],
        walk_ups=len(rows) - len(asked),
        rescued=rescued,
    )


def _advice(call_out: CallOut, called: Sequence[CalledPerson], at: datetime) -> WaveAdvice | None:
    if call_out.status != CallOutStatus.ASKING:
        return None
    return wave_after(call_out, sought_of(call_out), answers_of(call_out, called, at=at), at=at)


def _teams(call_out: CallOut, rows: Sequence[CalledRow]) -> list[TeamRow]:
    names = {row.id: row.name for row in rows}
    return [
        TeamRow(
            id=team.pk,
            number=team.number,
            task=team.task,
            place=team.place,
            leader=team.leader_id,
            leader_name=names.get(team.leader_id or 0, ""),
            members=[row for row in rows if row.team == team.pk],
        )
        for team in HelperTeam.objects.filter(call_out=call_out).order_by("number")
    ]


def _rescue(one: Rescue) -> RescueRow:
    return RescueRow(one.pk, one.people, one.place, one.by_name, one.at, one.struck_at is not None)
