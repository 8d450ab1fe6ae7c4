"""Search over every incident one may see, and the same rows for an export."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linwang.foundation.actor import Actor
from linwang.foundation.refusals import BadInput
from linwang.incidents.models import KindCategory
from linwang.incidents.queries.fetch import visible_incidents
from linwang.incidents.queries.named import named
from linwang.incidents.queries.search_filters import SearchFilters, found_incidents
from linwang.incidents.states import Disposition, IncidentStatus, Priority
from linwang.places.queries import StationChoice, bureau_of, station_choices

PAGE = 50
MOST_EXPORTED = 20_000
"""Rows of one export; more is asked for by shorter periods."""


@dataclass(frozen=True)
class FoundIncident:
    """One row of the answer."""

    number: str
    priority: str
    priority_label: str
    status: str
    status_label: str
    disposition_label: str
    category: str
    kind: str
    title: str
    place: str
    station_name: str
    rang_at: datetime
    first_sent_at: datetime | None
    first_on_scene_at: datetime | None
    closed_at: datetime | None
    callers: int


@dataclass(frozen=True)
class KindChoice:
    """A category of the catalogue to choose."""

    code: str
    name: str


@dataclass(frozen=True)
class Found:
    """A page of the answer, with the choices beside it."""

    rows: tuple[FoundIncident, ...]
    total: int
    page: int
    filters: SearchFilters
    stations: tuple[StationChoice, ...]
    kinds: tuple[KindChoice, ...]

    @property
    def pages(self) -> int:
        """How many pages the found ones fill."""
        return max(1, -(-self.total // PAGE))


_COLUMNS = (
    "number", "priority", "status", "disposition", "kind__name", "kind__name_en", "kind__category__name",
    "kind__category__name_en", "title", "place__name", "place_words", "station__name", "station__name_en",
    "rang_at", "first_sent_at", "first_on_scene_at", "closed_at", "caller_count",
)  # fmt: skip


def search_incidents(*, seen_by: Actor, filters: SearchFilters, page: int) -> Found:
    """One page of what is found."""
    found = found_incidents(visible_incidents(seen_by=seen_by), filters)
    total = found.count()
    page = max(1, min(page, -(-total // PAGE) or 1))
    rows = _rows(found[(page - 1) * PAGE : page * PAGE].values(*_COLUMNS))
    return Found(rows, total, page, filters, _stations(seen_by), _kinds(seen_by))


def incidents_by_number(*, seen_by: Actor, numbers: Sequence[str]) -> tuple[FoundIncident, ...]:
    """Those of the numbers one may see, newest first."""
    found = visible_incidents(seen_by=seen_by).filter(number__in=numbers).order_by("-rang_at", "-pk")
    return _rows(found.values(*_COLUMNS))


def count_to_export(*, seen_by: Actor, filters: SearchFilters) -> int:
    """How many rows an export would hold; refused where it is too much for one file."""
    count = found_incidents(visible_incidents(seen_by=seen_by), filters).count()
    if count > MOST_EXPORTED:
        raise BadInput(_("一次最多导出 %(most)d 条。请缩短时段，分几次导出。") % {"most": MOST_EXPORTED})
    return count


def exported_incidents(*, seen_by: Actor, filters: SearchFilters) -> tuple[FoundIncident, ...]:
    """Everything found, for a file; refused where it is too much for one."""
    count_to_export(seen_by=seen_by, filters=filters)
    return _rows(found_incidents(visible_incidents(seen_by=seen_by), filters).values(*_COLUMNS))


def _rows(values: Iterable[dict[str, Any]]) -> tuple[FoundIncident, ...]:
    return tuple(_row(row) for row in values)


def _row(row: dict[str, Any]) -> FoundIncident:
    return FoundIncident(
        number=row["number"],
        priority=row["priority"],
        priority_label=str(Priority(row["priority"]).label),
        status=row["status"],
        status_label=str(IncidentStatus(row["status"]).label),
        disposition_label=str(Disposition(row["disposition"]).label) if row["disposition"] else "",
        category=named(row["kind__category__name"], row["kind__category__name_en"]),
        kind=named(row["kind__name"], row["kind__name_en"]),
        title=row["title"],
        place=row["place__name"] or row["place_words"],
        station_name=named(row["station__name"], row["station__name_en"]),
        rang_at=row["rang_at"],
        first_sent_at=row["first_sent_at"],
        first_on_scene_at=row["first_on_scene_at"],
        closed_at=row["closed_at"],
        callers=row["caller_count"],
    )


def _stations(seen_by: Actor) -> tuple[StationChoice, ...]:
    return tuple(station_choices(seen_by=seen_by)) if len(seen_by.sees) > 1 else ()


def _kinds(seen_by: Actor) -> tuple[KindChoice, ...]:
    categories = KindCategory.objects.filter(station=bureau_of(seen_by.station)).order_by("position", "code")
    return tuple(
        KindChoice(code, named(name, name_en))
        for code, name, name_en in categories.values_list("code", "name", "name_en")
    )
