"""The board: the open incidents of the stations one sees, the most urgent first. No caller's words are read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from linwang.foundation.actor import Actor
from linwang.incidents.models import AgencyTask, Assignment
from linwang.incidents.queries.board_filters import PAGE, BoardFilters, chosen_incidents, in_order
from linwang.incidents.queries.fetch import visible_incidents
from linwang.incidents.queries.named import named
from linwang.incidents.states import (
    AGENCY_OPEN,
    ASSIGNMENT_OPEN,
    OPEN,
    AgencyStatus,
    AssignmentStatus,
    Due,
    IncidentStatus,
    Priority,
)


@dataclass(frozen=True)
class Helper:
    """A unit or agency on an incident, with where it stands."""

    name: str
    status: str
    status_label: str
    is_agency: bool = False


@dataclass(frozen=True)
class OpenIncident:
    """One row: enough to choose what to do next. `urgency` orders rows, the lowest first."""

    number: str
    version: int
    priority: str
    priority_label: str
    status: str
    status_label: str
    kind: str
    title: str
    place: str
    station: int
    station_name: str
    rang_at: datetime
    due_says: str
    due_at: datetime | None
    urgency: float
    callers: int
    helpers: tuple[Helper, ...]

    @property
    def short_number(self) -> str:
        """The part that people say aloud: day and running number."""
        return self.number.partition("-")[2][4:] or self.number


@dataclass(frozen=True)
class BoardCounts:
    """How many are open in all, before the filters (but of the station chosen)."""

    total: int
    overdue: int
    by_priority: dict[str, int]
    by_status: dict[str, int]


@dataclass(frozen=True)
class Board:
    """A page of the open incidents, and the counts beside it."""

    rows: tuple[OpenIncident, ...]
    found: int
    counts: BoardCounts
    filters: BoardFilters

    @property
    def pages(self) -> int:
        """How many pages the found ones fill."""
        return max(1, -(-self.found // PAGE))


_COLUMNS = (
    "pk", "number", "version", "priority", "status", "kind__name", "kind__name_en", "title", "place__name",
    "place_words", "station", "station__name", "station__name_en", "rang_at", "due", "due_at", "urgency",
    "caller_count",
)  # fmt: skip


def open_board(*, seen_by: Actor, filters: BoardFilters, at: datetime) -> Board:
    """One page of the board, in four or five queries."""
    counts = board_counts(seen_by=seen_by, station=filters.station, at=at)
    left = _left(seen_by, filters, at)
    found = left.count() if filters.is_filtered else counts.total
    page = in_order(left, sort=filters.sort, at=at)[(filters.page - 1) * PAGE : filters.page * PAGE]
    return Board(_rows(page.values(*_COLUMNS)), found, counts, filters)


def changed_rows(*, seen_by: Actor, numbers: Sequence[str], filters: BoardFilters, at: datetime) -> Board:
    """Those of the numbers that are still on the board under the filters, with the counts as they are now."""
    counts = board_counts(seen_by=seen_by, station=filters.station, at=at)
    left = _left(seen_by, filters, at)
    found = left.count() if filters.is_filtered else counts.total
    changed = in_order(left.filter(number__in=numbers), sort=filters.sort, at=at)
    return Board(_rows(changed.values(*_COLUMNS)), found, counts, filters)


def board_counts(*, seen_by: Actor, station: str, at: datetime) -> BoardCounts:
    """How many are open, by priority and by status, and how many are overdue."""
    here = visible_incidents(seen_by=seen_by).filter(status__in=sorted(OPEN))
    if station:
        here = here.filter(station=int(station))
    counted = here.aggregate(
        total=Count("pk"),
        overdue=Count("pk", filter=Q(due_at__lte=at)),
        **{f"priority_{p}": Count("pk", filter=Q(priority=p)) for p in Priority.values},
        **{f"status_{s}": Count("pk", filter=Q(status=s)) for s in OPEN},
    )
    return BoardCounts(
        total=counted["total"],
        overdue=counted["overdue"],
        by_priority={p: counted[f"priority_{p}"] for p in Priority.values},
        by_status={str(s): counted[f"status_{s}"] for s in IncidentStatus if s in OPEN},
    )


def _left(seen_by: Actor, filters: BoardFilters, at: datetime) -> Any:
    return chosen_incidents(visible_incidents(seen_by=seen_by), filters=filters, by=seen_by, at=at)


def _rows(values: Iterable[dict[str, Any]]) -> tuple[OpenIncident, ...]:
    found = list(values)
    helpers = helpers_of([row["pk"] for row in found])
    return tuple(_row(row, tuple(helpers.get(row["pk"], ()))) for row in found)


def _row(row: dict[str, Any], helpers: tuple[Helper, ...]) -> OpenIncident:
    return OpenIncident(
        number=row["number"],
        version=row["version"],
        priority=row["priority"],
        priority_label=str(Priority(row["priority"]).label),
        status=row["status"],
        status_label=str(IncidentStatus(row["status"]).label),
        kind=named(row["kind__name"], row["kind__name_en"]),
        title=row["title"],
        place=row["place__name"] or row["place_words"],
        station=row["station"],
        station_name=named(row["station__name"], row["station__name_en"]),
        rang_at=row["rang_at"],
        due_says=due_says(row["due"], row["status"]),
        due_at=row["due_at"],
        urgency=row["urgency"],
        callers=row["caller_count"],
        helpers=helpers,
    )


def due_says(due: str, status: str) -> str:
    """What the clock waits for, unless the state's own word says the same."""
    label = str(Due(due).label) if due else ""
    return "" if label == str(IncidentStatus(status).label) else label


def helpers_of(incidents: Sequence[int]) -> dict[int, list[Helper]]:
    """The units still on each incident, then the agencies."""
    helpers: dict[int, list[Helper]] = {}
    orders = Assignment.objects.filter(incident__in=incidents, status__in=sorted(ASSIGNMENT_OPEN)).order_by("pk")
    for incident, call_sign, status in orders.values_list("incident", "unit__call_sign", "status"):
        label = str(AssignmentStatus(status).label)
        helpers.setdefault(incident, []).append(Helper(call_sign, status, label))
    tasks = AgencyTask.objects.filter(incident__in=incidents, status__in=sorted(AGENCY_OPEN)).order_by("pk")
    for incident, name, name_en, status in tasks.values_list("incident", "partner__name", "partner__name_en", "status"):
        label = str(AgencyStatus(status).label)
        helpers.setdefault(incident, []).append(Helper(named(name, name_en), status, label, is_agency=True))
    return helpers
