"""The phone page: one unit, one order, and no more of the incident than this person's work needs.

Guards, wardens and volunteers get the kind, the place, the order and their steps; what callers said, what
they answered and the desk's notes are for officers and auxiliaries; who called is for officers, one by one.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linwang.duty.queries.crew import Crew, crew_now, crew_of, units_to_crew
from linwang.duty.rules import includes
from linwang.duty.states import Authority
from linwang.foundation import journal
from linwang.foundation.actor import Actor
from linwang.foundation.refusals import NotFound
from linwang.incidents.models import (
    Answer,
    Assignment,
    Call,
    Caller,
    Incident,
    IncidentKind,
    OutcomeReport,
    Photo,
    StepDone,
)
from linwang.incidents.queries.call_outs.phone import own_calls
from linwang.incidents.queries.limits import is_dangerous_incident
from linwang.incidents.queries.phone_rows import OtherUnit, PhoneOrder, PhonePage, Recalled, Stage, Step, Told
from linwang.incidents.states import ASSIGNMENT_OPEN, Act, AssignmentStatus, Due, Priority

_DUE = {
    AssignmentStatus.SENT: (Due.SIGN, "sign_by"),
    AssignmentStatus.ACKNOWLEDGED: (Due.LEAVE, "leave_by"),
    AssignmentStatus.EN_ROUTE: (Due.ARRIVE, "arrive_by"),
    AssignmentStatus.ON_SCENE: (Due.REPORT, "report_by"),
}
_STAGES = (
    ("sign", AssignmentStatus.ACKNOWLEDGED, "acknowledged_at"),
    ("leave", AssignmentStatus.EN_ROUTE, "en_route_at"),
    ("arrive", AssignmentStatus.ON_SCENE, "on_scene_at"),
)
NOTES_SHOWN = 8
RECALL_SHOWN_FOR = timedelta(minutes=30)


def phone_page(*, seen_by: Actor, at: datetime) -> PhonePage:
    """Somebody's unit and its order, or the units they may go on duty in; and the call-outs they are asked for."""
    page = _on_duty(seen_by, at)
    return replace(page, calls=own_calls(seen_by=seen_by, at=at)) if seen_by.person else page


def _on_duty(seen_by: Actor, at: datetime) -> PhonePage:
    crew = crew_of(seen_by.person) if seen_by.person else None
    if crew is None:
        return PhonePage(crew=None, order=None, choices=units_to_crew(seen_by=seen_by) if seen_by.person else ())
    order = _open_order(crew)
    if order is None:
        return PhonePage(crew=crew, order=None, choices=(), recalled=_just_recalled(crew, at))
    return PhonePage(crew=crew, order=_order(order, crew), choices=())


def number_of_own_order(assignment: int, *, seen_by: Actor) -> str:
    """The number of the incident that an order of one's own unit is for, also after a merge moved it."""
    unit = crew_now(seen_by.person).unit
    number = Assignment.objects.filter(pk=assignment, unit=unit).values_list("incident__number", flat=True).first()
    if number is None:
        raise NotFound(_("没有找到这条指令，或它不属于您的单元。请刷新后再看。"))
    return number


def _open_order(crew: Crew) -> Assignment | None:
    orders = Assignment.objects.filter(unit=crew.unit, status__in=ASSIGNMENT_OPEN)
    return orders.select_related("incident__kind__procedure", "incident__place").first()


def _just_recalled(crew: Crew, at: datetime) -> Recalled | None:
    since = max(crew.since, at - RECALL_SHOWN_FOR)
    taken_back = Assignment.objects.filter(
        unit=crew.unit, status=AssignmentStatus.RECALLED, recalled_at__gte=since
    ).select_related("incident__kind")
    last = taken_back.order_by("-recalled_at").first()
    if last is None or last.recalled_at is None:
        return None
    return Recalled(last.incident.number, _kind_label(last.incident.kind), last.recalled_at)


def _order(order: Assignment, crew: Crew) -> PhoneOrder:
    incident, status = order.incident, AssignmentStatus(order.status)
    due, moment = _DUE[status]
    is_trusted = includes(crew.authority, Authority.AUXILIARY)
    return PhoneOrder(
        assignment=order.pk,
        number=incident.number,
        version=incident.version,
        status=status.value,
        status_label=str(status.label),
        stages=[Stage(act, to.value, getattr(order, at)) for act, to, at in _STAGES],
        due_label=str(due.label),
        due_at=getattr(order, moment),
        kind_label=_kind_label(incident.kind),
        priority=incident.priority,
        priority_label=str(Priority(incident.priority).label),
        is_dangerous=is_dangerous_incident(incident),
        is_backup=order.is_backup,
        order=order.order,
        place=incident.place.name if incident.place else "",
        place_words=incident.place_words,
        lon=incident.lon,
        lat=incident.lat,
        sent_at=order.sent_at,
        words=_words(incident) if is_trusted else (),
        answers=_answers(incident) if is_trusted else (),
        notes=_notes(incident) if is_trusted else (),
        steps=_steps(incident, crew.authority),
        others=_others(order),
        photos=list(Photo.objects.filter(incident=incident).order_by("at").values_list("key", flat=True)),
        sent_back_words=_sent_back(order),
        may_ring_caller=crew.authority == Authority.POLICE and _has_phone(incident),
    )


def _kind_label(kind: IncidentKind | None) -> str:
    return _said(kind.name, kind.name_en) if kind else _("类别未定")


def _said(chinese: str, english: str) -> str:
    return english if english and get_language() == "en" else chinese


def _words(incident: Incident) -> Sequence[str]:
    calls = Call.objects.filter(Q(incident=incident) | Q(incident__merged_into=incident)).order_by("taken_at")
    return [words for words in calls.values_list("words", flat=True) if words.strip()]


def _answers(incident: Incident) -> Sequence[Told]:
    rows = Answer.objects.filter(incident=incident).order_by("at", "pk")
    return [Told(None, text, answer) for text, answer in rows.values_list("text", "answer")]


def _notes(incident: Incident) -> Sequence[Told]:
    lines = [line for line in journal.lines_of("incident", [incident.number]) if line.what == Act.NOTED]
    standing = [line for line in lines if not line.struck]
    return [Told(line.at, line.by_name, line.words) for line in standing[-NOTES_SHOWN:]]


def _steps(incident: Incident, authority: Authority) -> Sequence[Step]:
    if incident.kind is None:
        return ()
    done = set(StepDone.objects.filter(incident=incident).values_list("step", flat=True))
    return [_step(step, done) for step in incident.kind.procedure.steps if _is_for_unit(step, authority)]


def _is_for_unit(step: dict[str, Any], authority: Authority) -> bool:
    return step.get("who") != "desk" and includes(authority, Authority(step["authority"]))


def _step(step: dict[str, Any], done: set[str]) -> Step:
    text = _said(step["text"], step.get("text_en", ""))
    return Step(step["code"], text, is_urgent=bool(step.get("urgent")), is_done=step["code"] in done)


def _others(order: Assignment) -> Sequence[OtherUnit]:
    others = Assignment.objects.filter(incident=order.incident_id).exclude(unit=order.unit_id).order_by("sent_at")
    shown = others.exclude(status=AssignmentStatus.RECALLED).values_list("unit__call_sign", "status")
    return [OtherUnit(sign, status, str(AssignmentStatus(status).label)) for sign, status in shown]


def _sent_back(order: Assignment) -> str:
    reports = OutcomeReport.objects.filter(assignment=order, sent_back_at__isnull=False).order_by("-sent_back_at")
    return reports.values_list("sent_back_words", flat=True).first() or ""


def _has_phone(incident: Incident) -> bool:
    of_event = Q(call__incident=incident) | Q(call__incident__merged_into=incident)
    return Caller.objects.filter(of_event).exclude(phone="").exists()
