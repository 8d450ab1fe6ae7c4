"""What the board leaves out and in which order it stands: the choices in its address."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Self

from django.db.models import Case, Exists, F, FloatField, OuterRef, Q, QuerySet, Value, When

from linwang.duty.models import DutyPeriod
from linwang.foundation.actor import Actor
from linwang.incidents.models import Assignment, Call, Incident
from linwang.incidents.states import ASSIGNMENT_OPEN, OPEN, IncidentStatus, KindGroup, Priority
from linwang.personnel.states import TeamKind

PAGE = 100
"""Rows of a page of the board."""

RANK = {Priority.A: 0.0, Priority.B: 1.0, Priority.C: 2.0, Priority.D: 3.0}
OVERDUE_RAISES = 1.5
"""An overdue one stands above what is one level more urgent, below what is two levels more urgent."""
REPORTED_LOWERS = 2.5
"""Where the units have reported, only the paper waits."""

SORTS = ("urgency", "newest", "due")


@dataclass(frozen=True)
class BoardFilters:
    """The choices; empty means all. `priority` and `status` may name several, joined by commas."""

    station: str = ""
    priority: str = ""
    status: str = ""
    group: str = ""
    team: str = ""
    mine: str = ""
    overdue: str = ""
    q: str = ""
    sort: str = "urgency"
    page: int = 1

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """From an address; what makes no sense is left out rather than refused."""
        names = [field.name for field in fields(cls) if field.name != "page"]
        kept = {name: _sensible(name, given.get(name, "").strip()) for name in names}
        page = given.get("page", "")
        page_number = int(page) if page.isdecimal() and len(page) < 5 else 1
        return cls(**{**kept, "sort": kept["sort"] or "urgency"}, page=max(1, page_number))

    @property
    def chosen(self) -> dict[str, str]:
        """What differs from the whole board, for addresses."""
        return {
            field.name: str(getattr(self, field.name))
            for field in fields(self)
            if getattr(self, field.name) != field.default
        }

    @property
    def is_filtered(self) -> bool:
        """Whether some open incidents may be left out."""
        return bool(set(self.chosen) - {"sort", "page"})

    def on_page(self, page: int) -> Self:
        """The same choices on another page."""
        return replace(self, page=page)


def _sensible(name: str, value: str) -> str:
    known: dict[str, Any] = {
        "priority": Priority.values, "status": sorted(OPEN), "group": KindGroup.values, "team": TeamKind.values,
        "sort": SORTS, "mine": ("1",), "overdue": ("1",),
    }  # fmt: skip
    if name == "station":
        return value if value.isdecimal() and len(value) < 16 else ""
    if name not in known:
        return value[:60]
    return ",".join(one for one in value.split(",") if one in known[name])


def chosen_incidents(incidents: QuerySet[Incident], *, filters: BoardFilters, by: Actor, at: datetime) -> Any:
    """The open incidents that the filters leave."""
    left = incidents.filter(status__in=sorted(OPEN))
    if filters.station:
        left = left.filter(station=int(filters.station))
    if filters.priority:
        left = left.filter(priority__in=filters.priority.split(","))
    if filters.status:
        left = left.filter(status__in=filters.status.split(","))
    if filters.group:
        left = left.filter(kind__category__group__in=filters.group.split(","))
    if filters.team:
        left = left.filter(kind__team__in=filters.team.split(","))
    return _by_person(left, filters, by, at)


def _by_person(left: QuerySet[Incident], filters: BoardFilters, by: Actor, at: datetime) -> QuerySet[Incident]:
    if filters.overdue:
        left = left.filter(due_at__lte=at)
    if filters.mine:
        left = left.filter(_mine(by))
    if filters.q:
        left = left.filter(_says(filters.q))
    return left


def _mine(by: Actor) -> Q:
    """What I took, what lies in my beat, and what my unit is on."""
    units = DutyPeriod.objects.filter(person=by.person, to_at__isnull=True).values("unit")
    orders = Assignment.objects.filter(incident=OuterRef("pk"), unit__in=units, status__in=sorted(ASSIGNMENT_OPEN))
    taken = Call.objects.filter(incident=OuterRef("pk"), taken_by=by.person)
    return Q(beat__officer=by.person) | Q(Exists(taken)) | Q(Exists(orders))


def _says(words: str) -> Q:
    orders = Assignment.objects.filter(
        incident=OuterRef("pk"), unit__call_sign__icontains=words, status__in=sorted(ASSIGNMENT_OPEN)
    )
    anywhere = Q(title__icontains=words) | Q(place_words__icontains=words) | Q(number__icontains=words)
    named = Q(place__name__icontains=words) | Q(kind__name__icontains=words) | Q(kind__name_en__icontains=words)
    return anywhere | named | Q(Exists(orders))


def in_order(incidents: QuerySet[Incident], *, sort: str, at: datetime) -> QuerySet[Incident]:
    """With `urgency` worked out, most urgent first; within the same urgency the clock that runs out first."""
    ranked = incidents.annotate(urgency=_urgency(at))
    last_due = F("due_at").asc(nulls_last=True)
    orders: dict[str, tuple[Any, ...]] = {
        "urgency": ("urgency", last_due, "pk"),
        "newest": ("-rang_at", "-pk"),
        "due": (last_due, "pk"),
    }
    return ranked.order_by(*orders[sort])


def _urgency(at: datetime) -> Any:
    rank = Case(
        *(When(priority=priority, then=Value(value)) for priority, value in RANK.items()),
        default=Value(2.0),
        output_field=FloatField(),
    )
    reported = When(status=IncidentStatus.REPORTED, then=Value(REPORTED_LOWERS))
    overdue = When(due_at__lte=at, then=Value(-OVERDUE_RAISES))
    return rank + Case(reported, overdue, default=Value(0.0), output_field=FloatField())
