"""回访: whom to ring back, and what callers said, each figure with its base."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, Q, QuerySet
from django.utils.translation import gettext as _

from linwang.foundation import clock
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.incidents.models import Callback, Incident
from linwang.incidents.queries.named import named
from linwang.incidents.rules.calling_back import MOST_TRIES
from linwang.incidents.states import CallbackResult, Disposition, IncidentStatus, Satisfaction
from linwang.science.evaluation.proportions import at_least

PER_PAGE = 30
PERIODS = (7, 30, 90)


@dataclass(frozen=True)
class DueRow:
    """One incident whose caller is to be rung back."""

    number: str
    title: str
    kind: str
    place: str
    station_name: str
    disposition: str
    closed_at: datetime
    due_on: date
    is_overdue: bool
    is_due: bool
    tries: int
    last_try_at: datetime | None


@dataclass(frozen=True)
class Figure:
    """So many of so many; `least` is the share that may be claimed, in whole per cent, None without a base."""

    label: str
    count: int
    base: int
    least: int | None


@dataclass(frozen=True)
class Callbacks:
    """The list and the figures of a period."""

    page: "Page[Incident]"
    rows: tuple[DueRow, ...]
    overdue: int
    due: int
    later: int
    words: str
    days: int
    figures: tuple[Figure, ...]
    dispositions: tuple[Figure, ...]
    most_tries: int


def callbacks(*, seen_by: Actor, words: str, which: str, days: int, page: int, at: datetime) -> Callbacks:
    """Who is to be rung back, most overdue first; `which` is overdue, due, or anything else for all."""
    today = clock.day_of(at)
    waiting = _waiting(seen_by)
    counts = waiting.aggregate(
        overdue=Count("pk", Q(callback_due_on__lt=today)),
        due=Count("pk", Q(callback_due_on=today)),
        later=Count("pk", Q(callback_due_on__gt=today)),
    )
    chosen = _chosen(waiting, words, which, today)
    found = Paginator(chosen, PER_PAGE).get_page(page)
    days = days if days in PERIODS else PERIODS[1]
    since = datetime.combine(today - timedelta(days=days - 1), time.min, tzinfo=clock.CHINA)
    return Callbacks(
        page=found,
        rows=tuple(_row(incident, today) for incident in found),
        **counts,
        words=words,
        days=days,
        figures=_figures(seen_by, since),
        dispositions=_dispositions(seen_by, since) if seen_by.may(Capability.CLOSE_INCIDENTS) else (),
        most_tries=MOST_TRIES,
    )


def figure(label: str, count: int, base: int) -> Figure:
    """A count with its base and the share that it lets one claim."""
    least = at_least(count, base)
    return Figure(label, count, base, None if least is None else int(least * 100))


def _waiting(seen_by: Actor) -> QuerySet[Incident]:
    return Incident.objects.filter(
        station__in=seen_by.sees, callback_due_on__isnull=False, called_back_at__isnull=True,
        status=IncidentStatus.CLOSED,
    )  # fmt: skip


def _chosen(waiting: QuerySet[Incident], words: str, which: str, today: date) -> QuerySet[Incident]:
    if which == "overdue":
        waiting = waiting.filter(callback_due_on__lt=today)
    elif which == "due":
        waiting = waiting.filter(callback_due_on__lte=today)
    if words.strip():
        said = words.strip()
        waiting = waiting.filter(Q(number__icontains=said) | Q(title__icontains=said) | Q(place_words__icontains=said))
    since_closed = Q(callbacks__at__gte=F("closed_at"))
    return (
        waiting.select_related("kind", "place", "station")
        .annotate(tries=Count("callbacks", since_closed), last_try_at=Max("callbacks__at", filter=since_closed))
        .order_by("callback_due_on", "closed_at", "pk")
    )


def _row(incident: Incident, today: date) -> DueRow:
    due_on = incident.callback_due_on or today
    return DueRow(
        number=incident.number,
        title=incident.title,
        kind=named(incident.kind.name, incident.kind.name_en) if incident.kind else "",
        place=incident.place.name if incident.place else incident.place_words,
        station_name=named(incident.station.name, incident.station.name_en),
        disposition=str(Disposition(incident.disposition).label),
        closed_at=incident.closed_at or incident.received_at,
        due_on=due_on,
        is_overdue=due_on < today,
        is_due=due_on == today,
        tries=incident.tries,  # type: ignore[attr-defined]
        last_try_at=incident.last_try_at,  # type: ignore[attr-defined]
    )


def _figures(seen_by: Actor, since: datetime) -> tuple[Figure, ...]:
    reached = Q(result=CallbackResult.REACHED)
    said = Callback.objects.filter(incident__station__in=seen_by.sees, at__gte=since).aggregate(
        tried=Count("pk"), reached=Count("pk", reached), solved=Count("pk", reached & Q(is_solved=True)),
        judged=Count("pk", Q(satisfaction__isnull=False)),
        **{f"liked_{liked.value}": Count("pk", Q(satisfaction=liked)) for liked in Satisfaction},
    )  # fmt: skip
    return (
        figure(str(CallbackResult.REACHED.label), said["reached"], said["tried"]),
        figure(_("已解决"), said["solved"], said["reached"]),
        *(figure(str(liked.label), said[f"liked_{liked.value}"], said["judged"]) for liked in Satisfaction),
    )


def _dispositions(seen_by: Actor, since: datetime) -> tuple[Figure, ...]:
    """How closed incidents were judged, always by people; none is dropped."""
    closed = Incident.objects.filter(station__in=seen_by.sees, status=IncidentStatus.CLOSED, closed_at__gte=since)
    counts = dict(closed.order_by("disposition").values_list("disposition").annotate(n=Count("pk")))
    base = sum(counts.values())
    return tuple(figure(str(one.label), counts.get(one, 0), base) for one in Disposition)
