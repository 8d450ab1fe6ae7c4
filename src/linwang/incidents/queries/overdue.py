"""What is past its time and not yet taken to somebody: read by the timetable every half minute."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery

from linwang.incidents.models import Assignment, Escalation, Incident
from linwang.incidents.rules.escalating import DUE_OF, MOST_LEVELS
from linwang.incidents.states import OPEN, AssignmentStatus, Due


@dataclass(frozen=True)
class Overdue:
    """An order, or an incident itself, whose clock ran out; `chased` is the highest level so far."""

    number: str
    station: int
    order: int | None
    due: Due
    due_at: datetime
    chased: int
    subject: str


def overdue(*, at: datetime) -> list[Overdue]:
    """Everything past its time that has a level left, oldest first."""
    return sorted([*_orders(at), *_incidents(at)], key=lambda one: one.due_at)


def _orders(at: datetime) -> list[Overdue]:
    found: list[Overdue] = []
    for status, (due, column) in DUE_OF.items():
        chased = Escalation.objects.filter(assignment=OuterRef("pk"), due=due)
        rows = (
            Assignment.objects.filter(status=status, **{f"{column}__lte": at})
            .annotate(chased=_highest(chased, "assignment"), until=F(column))
            .filter(Q(chased__isnull=True) | Q(chased__lt=MOST_LEVELS))
            .order_by("pk")
            .values_list("incident__number", "incident__station", "pk", "until", "chased", "unit__call_sign")
        )
        found += [
            Overdue(number, station, pk, due, until or at, chased or 0, call_sign)
            for number, station, pk, until, chased, call_sign in rows
        ]
    return found


def _incidents(at: datetime) -> list[Overdue]:
    chased = Escalation.objects.filter(incident=OuterRef("pk"), assignment__isnull=True, due=OuterRef("due"))
    rows = (
        Incident.objects.filter(status__in=OPEN, due__in=[Due.DISPATCH, Due.CLOSE], due_at__lte=at)
        .annotate(chased=_highest(chased, "incident"))
        .filter(Q(chased__isnull=True) | Q(chased__lt=MOST_LEVELS))
        .order_by("pk")
        .values_list("number", "station", "due", "due_at", "chased")
    )
    return [
        Overdue(number, station, None, Due(due), due_at or at, chased or 0, "")
        for number, station, due, due_at, chased in rows
    ]


def _highest(chases: QuerySet[Escalation], by: str) -> Subquery:
    return Subquery(chases.order_by().values(by).annotate(highest=Max("level")).values("highest"))


def is_still_overdue(one: Overdue, incident: Incident) -> bool:
    """Whether nobody has acted since; the incident is locked."""
    if one.order is None:
        return incident.due == one.due and incident.due_at == one.due_at
    status = next(status for status, (due, _column) in DUE_OF.items() if due == one.due)
    return Assignment.objects.filter(pk=one.order, status=AssignmentStatus(status)).exists()
