"""The catalogue ready to be asked what a story tells of: its own words, and stories that a person has confirmed.

A story is confirmed when its incident was closed: the desk has looked at the kind. The index is kept in the
process for each bureau; it is built anew when the catalogue changes, each day, and after every few closings.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from linwang.foundation import clock
from linwang.foundation.kept import Kept
from linwang.foundation.station_settings import value_of
from linwang.incidents.models import IncidentKind
from linwang.places.queries import bureau_of
from linwang.science.matching.kinds import KindIndex, KindWords

STORIES_A_KIND = 30
LEARN_FROM = timedelta(days=540)
CLOSINGS_TO_LEARN = 10
"""The index learns in steps: a closing is worth less than the wait of whoever asks next."""


@dataclass(frozen=True)
class KindFacts:
    """What a suggestion shows of a kind."""

    code: str
    name: str
    name_en: str
    priority: str
    is_not_police: bool
    refer_to: str


@dataclass(frozen=True)
class KnownKinds:
    """The index and the kinds it speaks of, by code."""

    index: KindIndex
    kinds: dict[str, KindFacts]


_known: Kept[KnownKinds] = Kept()


def known_kinds(*, station: int, at: datetime) -> KnownKinds:
    """The bureau's kinds and their index as they are now."""
    bureau = bureau_of(station)
    return _known.get(bureau, _version(bureau, at), lambda: _build(bureau, at))


def _version(bureau: int, at: datetime) -> tuple[int, str, int]:
    """The catalogue's last change, the day, and how many steps of closings the day has seen."""
    day = clock.local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "select (select coalesce(max(pgh_id), 0) from incidents_incidentkindevent),"
            " (select count(*) from incidents_incident where closed_at >= %s and kind_id is not null"
            " and station_id in (select id from places_station where id = %s or parent_id = %s))",
            [day, bureau, bureau],
        )
        changed, closed = cursor.fetchone()
    return changed, day.date().isoformat(), closed // CLOSINGS_TO_LEARN


def _build(bureau: int, at: datetime) -> KnownKinds:
    stories = _confirmed_stories(bureau, at)
    kinds = list(IncidentKind.objects.filter(Q(station=bureau), is_used=True).order_by("position", "pk"))
    words = [
        KindWords(code=kind.code, name=kind.name, also=tuple(kind.also), examples=tuple(stories[kind.pk]))
        for kind in kinds
    ]
    facts = {
        kind.code: KindFacts(kind.code, kind.name, kind.name_en, kind.priority, kind.is_not_police, kind.refer_to)
        for kind in kinds
    }
    return KnownKinds(KindIndex.build(words), facts)


def _confirmed_stories(bureau: int, at: datetime) -> dict[int, list[str]]:
    """The newest stories of each kind: the words of the call that opened an incident since closed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select story.kind_id, call.words from ("
            "  select id, kind_id, row_number() over (partition by kind_id order by closed_at desc) as place"
            "  from incidents_incident where closed_at >= %s and kind_id is not null"
            "  and station_id in (select id from places_station where id = %s or parent_id = %s)"
            ") story join lateral (select words from incidents_call where incident_id = story.id"
            "  order by id limit 1) call on true"
            " where story.place <= %s and call.words <> '' order by story.place, story.kind_id limit %s",
            [at - LEARN_FROM, bureau, bureau, STORIES_A_KIND, value_of(bureau, "reclassify_examples")],
        )
        stories: dict[int, list[str]] = defaultdict(list)
        for kind, words in cursor.fetchall():
            stories[kind].append(words)
    return stories
