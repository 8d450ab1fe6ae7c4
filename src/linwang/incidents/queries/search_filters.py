"""What is looked for among all incidents one may see: the choices in the search page's address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.db.models import Q, QuerySet

from linwang.foundation import clock
from linwang.incidents.models import Call, Incident, IncidentKind
from linwang.incidents.states import Disposition, IncidentStatus, KindGroup, Priority
from linwang.places.models import PlaceName

MOST_WORDS = 6
SORTS = {"newest": "-rang_at", "oldest": "rang_at", "priority": "priority", "closed": "-closed_at"}
_LETTERS = re.compile(r"[A-Za-z]")
"""Only these have two cases; Chinese is compared as it is, which the trigram index can answer."""
_NUMBER = re.compile(r"(?:[A-Z]{2}\d{2,}-)?(?:\d{8}|\d{4})-\d{1,6}", re.IGNORECASE)


@dataclass(frozen=True)
class SearchFilters:
    """The choices; empty means all. `status` and `priority` may name several, joined by commas."""

    q: str = ""
    place: str = ""
    from_on: date | None = None
    to_on: date | None = None
    status: str = ""
    priority: str = ""
    group: str = ""
    kind: str = ""
    station: str = ""
    disposition: str = ""
    sort: str = "newest"

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """From an address; what makes no sense is left out rather than refused."""
        text = {field.name: given.get(field.name, "").strip()[:100] for field in fields(cls)}
        days: dict[str, Any] = {name: _day(text.pop(name)) for name in ("from_on", "to_on")}
        kept: dict[str, Any] = {name: _sensible(name, value) for name, value in text.items()}
        return cls(**{**kept, **days, "sort": kept["sort"] or "newest"})

    @property
    def chosen(self) -> dict[str, str]:
        """What differs from everything, for addresses."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value) for name, value in values.items() if value and (name, value) != ("sort", "newest")}

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the order was chosen."""
        return bool(set(self.chosen) - {"sort"})


def _sensible(name: str, value: str) -> str:
    known: dict[str, Any] = {
        "status": IncidentStatus.values, "priority": Priority.values, "group": KindGroup.values,
        "disposition": Disposition.values, "sort": SORTS,
    }  # fmt: skip
    if name == "station":
        return value if value.isdecimal() and len(value) < 16 else ""
    if name not in known:
        return value
    return ",".join(one for one in value.split(",") if one in known[name])


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def found_incidents(incidents: QuerySet[Incident], filters: SearchFilters) -> QuerySet[Incident]:
    """Those that every choice leaves, in the order asked for."""
    left = _in_period(incidents, filters)
    for name, column in {
        "status": "status", "priority": "priority", "group": "kind__category__group", "disposition": "disposition",
    }.items():  # fmt: skip
        if chosen := getattr(filters, name):
            left = left.filter(**{f"{column}__in": chosen.split(",")})
    if filters.station:
        left = left.filter(station=int(filters.station))
    if filters.kind:
        left = left.filter(Q(kind__code=filters.kind) | Q(kind__category__code=filters.kind))
    if filters.place:
        left = left.filter(Q(place__name__icontains=filters.place) | Q(place_words__icontains=filters.place))
    for word in filters.q.split()[:MOST_WORDS]:
        left = left.filter(_says(word))
    return left.order_by(SORTS[filters.sort], "-pk")


def _in_period(incidents: QuerySet[Incident], filters: SearchFilters) -> QuerySet[Incident]:
    if filters.from_on:
        incidents = incidents.filter(rang_at__gte=_midnight(filters.from_on))
    if filters.to_on:
        incidents = incidents.filter(rang_at__lt=_midnight(filters.to_on + timedelta(days=1)))
    return incidents


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.CHINA)


def _says(word: str) -> Q:
    """A number or its end; or words of the title, of the place, of the kind, or of what a caller said.

    Each is asked of its own trigram index and joined by union: one OR over joined tables would read every row.
    """
    if _NUMBER.fullmatch(word):
        return Q(number__iendswith=word)
    has = "icontains" if _LETTERS.search(word) else "contains"
    own = Incident.objects.filter(Q(**{f"title__{has}": word}) | Q(**{f"place_words__{has}": word}))
    told = Call.objects.filter(**{f"words__{has}": word})
    there = Incident.objects.filter(place__in=PlaceName.objects.filter(**{f"name__{has}": word}))
    named = IncidentKind.objects.filter(Q(**{f"name__{has}": word}) | Q(**{f"name_en__{has}": word}))
    of_kind = Incident.objects.filter(kind__in=named)
    found = own.values("pk").union(told.values("incident"), there.values("pk"), of_kind.values("pk"))
    return Q(pk__in=found)
