"""The parts of the incident page: rows made from records that were fetched together."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from linwang.duty.states import Authority, UnitKind
from linwang.foundation.actor import Actor
from linwang.incidents.models import (
    AgencyTask,
    Answer,
    Assignment,
    Call,
    Callback,
    Escalation,
    Incident,
    OutcomeReport,
    Photo,
    Referral,
    StationHandOver,
    StepDone,
)
from linwang.incidents.queries import incident_rows as rows
from linwang.incidents.queries.callers import masked
from linwang.incidents.queries.limits import is_dangerous_incident
from linwang.incidents.queries.named import named
from linwang.incidents.rules.agencies import ANSWERS
from linwang.incidents.rules.dispatching import KEPT_FROM_DANGER
from linwang.incidents.rules.escalating import BACKUP, DUE_OF
from linwang.incidents.rules.orders import MOVES
from linwang.incidents.states import (
    AGENCY_NEXT,
    AGENCY_OPEN,
    ASSIGNMENT_NEXT,
    ASSIGNMENT_OPEN,
    OPEN,
    AgencyStatus,
    AssignmentStatus,
    CallbackResult,
    Channel,
    Disposition,
    Due,
    HandOverStatus,
    IncidentStatus,
    OutcomeKind,
    Priority,
    ReferralStatus,
    Satisfaction,
)
from linwang.personnel.models import Partner
from linwang.personnel.states import TeamKind
from linwang.places.states import Ground


def head(incident: Incident, *, merged: Sequence[str], seen_by: Actor) -> rows.Head:
    """Number, kind, place, clock and state, with the facts behind them."""
    kind = incident.kind
    return rows.Head(
        number=incident.number, version=incident.version, title=incident.title,
        kind=named(kind.name, kind.name_en) if kind else "",
        category=named(kind.category.name, kind.category.name_en) if kind else "",
        team=str(TeamKind(kind.team).label) if kind else "",
        priority=incident.priority, priority_label=str(Priority(incident.priority).label),
        place=incident.place.name if incident.place else incident.place_words,
        place_words=incident.place_words, where=_where(incident), lon=incident.lon, lat=incident.lat,
        station=incident.station_id, station_name=named(incident.station.name, incident.station.name_en),
        status=incident.status, status_label=str(IncidentStatus(incident.status).label),
        due_label=str(Due(incident.due).label) if incident.due else "", due_at=incident.due_at,
        rang_at=incident.rang_at, received_at=incident.received_at, first_sent_at=incident.first_sent_at,
        first_on_scene_at=incident.first_on_scene_at, closed_at=incident.closed_at,
        disposition=str(Disposition(incident.disposition).label) if incident.disposition else "",
        disposition_words=incident.disposition_words, callback_due_on=_callback_due(incident),
        merged_into=incident.merged_into.number if incident.merged_into else "", merged=tuple(merged),
        caller_count=incident.caller_count, is_dangerous=is_dangerous_incident(incident),
        is_live=incident.status in OPEN, is_ours=incident.station_id in seen_by.sees,
        is_not_police=bool(kind and kind.is_not_police), takes_hours_of_talk=bool(kind and kind.takes_hours_of_talk),
        land_of=_land_of(incident),
    )  # fmt: skip


def steps(incident: Incident, done: Iterable[StepDone]) -> tuple[rows.Step, ...]:
    """The procedure card; steps done under an earlier kind stay on it, at the end."""
    ticked = {one.step: one for one in done}
    raw = list(incident.kind.procedure.steps) if incident.kind else []
    known = {step["code"] for step in raw}
    raw += [{"code": one.step, "text": one.text} for one in ticked.values() if one.step not in known]
    return tuple(_step(step, ticked.get(step["code"])) for step in raw)


def closing(incident: Incident) -> tuple[str, ...]:
    """What must be true before somebody closes it."""
    conditions = incident.kind.closing if incident.kind else []
    return tuple(named(one["text"], one.get("text_en", "")) for one in conditions)


def questions(incident: Incident, answers: Iterable[Answer]) -> tuple[rows.Question, ...]:
    """The kind's questions with their answers, and what was answered under an earlier kind."""
    given = {answer.question: answer for answer in answers}
    asked = incident.kind.questions.questions if incident.kind else []
    known = [
        rows.Question(
            code=one["code"], text=named(one["text"], one.get("text_en", "")), is_urgent=bool(one.get("urgent")),
            answer=given.pop(one["code"]).answer if one["code"] in given else "",
        )
        for one in asked
    ]  # fmt: skip
    return (*known, *(rows.Question(one.question, one.text, one.answer, False) for one in given.values()))


def calls(found: Iterable[Call], *, may_see: bool) -> tuple[rows.CallRow, ...]:
    """Every caller's words, verbatim, in the order they rang."""
    return tuple(_call(call, may_see) for call in found)


def orders(incident: Incident, found: Sequence[Assignment], chases: Sequence[Escalation]) -> tuple[rows.OrderRow, ...]:
    """Open orders first, then those that are over."""
    wants_backup = {one.assignment_id for one in chases if one.due == BACKUP}
    danger = is_dangerous_incident(incident)
    made = [_order(one, is_dangerous=danger, wants_backup=one.pk in wants_backup) for one in found]
    return tuple(sorted(made, key=lambda order: not order.is_open))


def agency(task: AgencyTask) -> rows.AgencyRow:
    """An agency's task."""
    status = AgencyStatus(task.status)
    following = [to for to in AgencyStatus if to in AGENCY_NEXT[status] & ANSWERS]
    return rows.AgencyRow(
        id=task.pk, partner=task.partner_id, name=named(task.partner.name, task.partner.name_en),
        phone=task.partner.phone, status=status, status_label=str(status.label), is_open=status in AGENCY_OPEN,
        asked=task.asked, words=task.words, told_at=task.told_at, accepted_at=task.accepted_at,
        arrived_at=task.arrived_at, over_at=task.over_at,
        moves=tuple(rows.Move(to, str(to.label)) for to in following),
    )  # fmt: skip


def agency_choices(
    incident: Incident, partners: Sequence[Partner], tasks: Sequence[AgencyTask]
) -> tuple[rows.AgencyChoice, ...]:
    """Whom one may tell; those that the catalogue names stand first."""
    advised = set(incident.kind.agencies) if incident.kind else set()
    told = {task.partner_id for task in tasks if task.status in AGENCY_OPEN}
    made = [
        rows.AgencyChoice(one.pk, named(one.name, one.name_en), one.function in advised, one.pk in told)
        for one in partners
    ]
    return tuple(sorted(made, key=lambda choice: not choice.is_advised))


def photo(one: Photo) -> rows.PhotoRow:
    """A picture."""
    return rows.PhotoRow(one.pk, one.at, one.by.name if one.by else "", one.width, one.height)


def referral(one: Referral) -> rows.ReferralRow:
    """A referral and its answer."""
    status = ReferralStatus(one.status)
    return rows.ReferralRow(
        one.receipt, one.to_words, status, str(status.label), one.sent_at, one.answered_at, one.answer
    )


def hand_over(one: StationHandOver) -> rows.HandOverRow:
    """A hand-over and its answer."""
    status = HandOverStatus(one.status)
    return rows.HandOverRow(
        from_station=named(one.from_station.name, one.from_station.name_en),
        to_station=named(one.to_station.name, one.to_station.name_en),
        status=status, status_label=str(status.label), reason=one.reason, offered_at=one.offered_at,
        answered_at=one.answered_at, answer=one.answer,
    )  # fmt: skip


def callback(one: Callback) -> rows.CallbackRow:
    """A call-back."""
    solved = {True: _("已解决"), False: _("未解决"), None: ""}[one.is_solved]
    return rows.CallbackRow(
        at=one.at, by_name=one.by.name if one.by else "", result=str(CallbackResult(one.result).label), solved=solved,
        satisfaction=str(Satisfaction(one.satisfaction).label) if one.satisfaction else "", words=one.words,
    )  # fmt: skip


def chase(one: Escalation) -> rows.Chase:
    """What waits for somebody who has been called."""
    is_backup = one.due == BACKUP
    return rows.Chase(
        due="" if is_backup else str(Due(one.due).label),
        subject=one.assignment.unit.call_sign if one.assignment else "", level=one.level, at=one.at,
        is_backup=is_backup,
    )  # fmt: skip


def _land_of(incident: Incident) -> rows.Choice | None:
    """The other station whose beat the place lies in."""
    if incident.beat is None or incident.beat.station_id == incident.station_id:
        return None
    theirs = incident.beat.station
    return rows.Choice(str(theirs.pk), named(theirs.name, theirs.name_en))


def _where(incident: Incident) -> str:
    town = incident.beat.town if incident.beat else ""
    named_parts = [town, incident.beat.name if incident.beat else "", incident.grid.name if incident.grid else ""]
    return " · ".join(filter(None, [*named_parts, str(Ground(incident.ground).label)]))


def _callback_due(incident: Incident) -> date | None:
    return incident.callback_due_on if incident.called_back_at is None else None


def _step(step: dict[str, str], done: StepDone | None) -> rows.Step:
    return rows.Step(
        code=step["code"], text=named(step["text"], step.get("text_en", "")), who=step.get("who", ""),
        authority=str(Authority(step["authority"]).label) if step.get("authority") else "",
        is_urgent=bool(step.get("urgent")), done_at=done.at if done else None,
        done_by=done.by.name if done and done.by else "", note=done.note if done else "",
    )  # fmt: skip


def _call(call: Call, may_see: bool) -> rows.CallRow:
    caller = getattr(call, "caller", None)
    return rows.CallRow(
        id=call.pk, number=call.incident.number, channel=str(Channel(call.channel).label), words=call.words,
        place_words=call.place_words, rang_at=call.rang_at, taken_by=call.taken_by.name if call.taken_by else "",
        is_anonymous=call.is_anonymous, on_behalf_of=call.on_behalf_of,
        has_caller=bool(caller and (caller.name or caller.phone)),
        masked_phone=masked(caller.phone) if may_see and caller and caller.phone else "",
    )  # fmt: skip


def _order(order: Assignment, *, is_dangerous: bool, wants_backup: bool) -> rows.OrderRow:
    status, unit = AssignmentStatus(order.status), order.unit
    is_open = status in ASSIGNMENT_OPEN
    due, due_at = (DUE_OF[status][0], getattr(order, DUE_OF[status][1])) if is_open else (None, None)
    following = [to for to in MOVES if to in ASSIGNMENT_NEXT[status] and is_open]
    return rows.OrderRow(
        id=order.pk, unit=unit.pk, call_sign=unit.call_sign, kind=str(UnitKind(unit.kind).label),
        status=status, status_label=str(status.label), order=order.order, is_backup=order.is_backup, is_open=is_open,
        is_near_danger=is_open and is_dangerous and unit.authority in KEPT_FROM_DANGER, wants_backup=wants_backup,
        sent_at=order.sent_at, acknowledged_at=order.acknowledged_at, en_route_at=order.en_route_at,
        on_scene_at=order.on_scene_at, ended_at=order.reported_at or order.recalled_at,
        due_label=str(due.label) if due else "", due_at=due_at,
        moves=tuple(rows.Move(to, str(MOVES[to].label)) for to in following),
        may_report=status == AssignmentStatus.ON_SCENE, may_be_sent_back=status == AssignmentStatus.REPORTED,
        reports=tuple(_report(one) for one in order.reports.all()),
    )  # fmt: skip


def _report(one: OutcomeReport) -> rows.Report:
    return rows.Report(
        str(OutcomeKind(one.kind).label), one.words, one.people_helped, one.at, one.sent_back_at, one.sent_back_words
    )
