"""Whether a call tells of an event that is already open: likely ones, each with what speaks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from linwang.foundation.actor import Actor
from linwang.foundation.listing import listed
from linwang.foundation.station_settings import values_of
from linwang.incidents.models import Incident
from linwang.incidents.queries.fetch import no_such_incident, visible_incidents
from linwang.incidents.queries.named import named
from linwang.incidents.states import OPEN, IncidentStatus
from linwang.science.geo.points import LonLat
from linwang.science.matching.events import CallFacts, Likeness, LikenessReason, likely_same

MOST = 300
_READ = (
    "number", "title", "status", "priority", "received_at", "caller_count", "place_words", "lon", "lat",
    "kind__code", "kind__name", "kind__name_en", "kind__category__code", "place__name",
)  # fmt: skip
REASON_WORDS: dict[LikenessReason, Promise] = {
    LikenessReason.SAME_KIND: _("同一类别"),
    LikenessReason.SAME_CATEGORY: _("同一大类"),
}


@dataclass(frozen=True)
class LikelyEvent:
    """An open incident that may be the same event; `reasons` are sentences: metres, minutes, words."""

    number: str
    title: str
    kind: str
    place: str
    status: str
    status_label: str
    priority: str
    received_at: datetime
    callers: int
    probability: float
    reasons: tuple[str, ...]

    @property
    def percent(self) -> int:
        """The probability as people say it."""
        return round(self.probability * 100)


@dataclass(frozen=True)
class MergedEvent:
    """An incident that was merged into the one looked at, and when."""

    number: str
    title: str
    at: datetime
    callers: int


@dataclass(frozen=True)
class SameEvents:
    """What the list of an incident shows: likely the same, and already made one."""

    number: str
    is_open: bool
    merged_into: str
    likely: tuple[LikelyEvent, ...]
    merged: tuple[MergedEvent, ...]


def likely_events(
    *,
    words: str,
    seen_by: Actor,
    at: datetime,
    point: LonLat | None = None,
    kind: str = "",
    category: str = "",
    except_for: str = "",
    k: int = 3,
) -> tuple[LikelyEvent, ...]:
    """Open incidents around a moment that a call most likely tells of, best first.

    How many minutes and metres apart two calls of one event may be is the station's own setting.
    """
    limits = values_of(seen_by.station)
    around = timedelta(minutes=limits["same_event_minutes"])
    recent = Incident.objects.filter(
        station__in=seen_by.sees, status__in=OPEN, received_at__range=(at - around, at + around)
    )
    told = recent.exclude(number=except_for).select_related("kind__category", "place").only(*_READ)
    rows = list(told.order_by("-received_at")[:MOST])
    new = CallFacts(id=0, at=at, place=point, words=words, kind=kind, category=category)
    known = {row.pk: row for row in rows}
    likely = likely_same(new, [_facts(row) for row in rows], k=MOST)
    near = [one for one in likely if one.metres is None or one.metres <= limits["same_event_metres"]]
    return tuple(_event(known[one.id], one) for one in near[:k])


def same_events_of(number: str, *, seen_by: Actor, at: datetime) -> SameEvents:
    """What may be, and what already is, the same event as an incident."""
    rows = visible_incidents(seen_by=seen_by).select_related("kind__category", "merged_into")
    incident = rows.filter(number=number).first()
    if incident is None:
        raise no_such_incident()
    is_open = incident.status in OPEN
    return SameEvents(
        number=number,
        is_open=is_open,
        merged_into=incident.merged_into.number if incident.merged_into else "",
        likely=_likely_of(incident, seen_by, at) if is_open else (),
        merged=_merged_into(incident),
    )


def _likely_of(incident: Incident, seen_by: Actor, at: datetime) -> tuple[LikelyEvent, ...]:
    kind = incident.kind
    return likely_events(
        words=" ".join(incident.calls.order_by("pk").values_list("words", flat=True)),
        seen_by=seen_by,
        at=incident.received_at,
        point=_point(incident),
        kind=kind.code if kind else "",
        category=kind.category.code if kind else "",
        except_for=incident.number,
        k=5,
    )


def _merged_into(incident: Incident) -> tuple[MergedEvent, ...]:
    rows = incident.merges_kept.filter(undone_at=None).select_related("merged").order_by("at")
    return tuple(MergedEvent(row.merged.number, row.merged.title, row.at, row.merged.caller_count) for row in rows)


def _facts(row: Incident) -> CallFacts:
    kind = row.kind
    return CallFacts(
        id=row.pk,
        at=row.received_at,
        place=_point(row),
        words=f"{row.title} {row.place_words}",
        kind=kind.code if kind else "",
        category=kind.category.code if kind else "",
    )


def _point(row: Incident) -> LonLat | None:
    return None if row.lon is None or row.lat is None else LonLat(row.lon, row.lat)


def _event(row: Incident, likeness: Likeness) -> LikelyEvent:
    return LikelyEvent(
        number=row.number,
        title=row.title,
        kind=named(row.kind.name, row.kind.name_en) if row.kind else "",
        place=row.place.name if row.place else row.place_words,
        status=row.status,
        status_label=str(IncidentStatus(row.status).label),
        priority=row.priority,
        received_at=row.received_at,
        callers=row.caller_count,
        probability=likeness.probability,
        reasons=_reasons(likeness),
    )


def _reasons(likeness: Likeness) -> tuple[str, ...]:
    """Metres and minutes are always told; words only where they are shared."""
    said: list[str] = []
    if likeness.metres is not None:
        said.append(say("相距 %(metres)d 米") % {"metres": round(likeness.metres)})
    said.append(say("相隔 %(minutes)d 分钟") % {"minutes": round(likeness.minutes)})
    said += [str(REASON_WORDS[reason]) for reason in likeness.reasons if reason in REASON_WORDS]
    return (*said, *_shared(likeness.shared_words))


def _shared(words: Sequence[str]) -> list[str]:
    return [say("都说到：%(words)s") % {"words": listed(words)}] if words else []
