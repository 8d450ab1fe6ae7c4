"""Everything the program offers while a call is being typed: one question for the whole right-hand side."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from linwang.foundation.actor import Actor
from linwang.incidents.models import IncidentKind
from linwang.incidents.queries.chosen_place import ChosenPlace, chosen_place
from linwang.incidents.queries.kind_index import KindFacts, known_kinds
from linwang.incidents.queries.named import named
from linwang.incidents.queries.ranking import Offer, Ranking, need_of, ranked_units
from linwang.incidents.queries.same_event import LikelyEvent, likely_events
from linwang.incidents.states import Priority
from linwang.places.queries import names
from linwang.places.queries.elsewhere import ElsewhereOffer, elsewhere
from linwang.places.queries.names import places_meant
from linwang.places.queries.place_offers import PlaceOffer, PlaceOffers
from linwang.places.queries.roads import travel_times
from linwang.places.states import Ground
from linwang.science.geo.points import LonLat
from linwang.science.matching.kinds import KindSuggestion

KINDS_SHOWN, PLACES_SHOWN, EVENTS_SHOWN, UNITS_SHOWN = 3, 3, 2, 3
PLACES_ASKED_ABOUT = 8


@dataclass(frozen=True)
class Typed:
    """The form as it is being filled in; `kind`, `place` and `point` are what the operator has chosen."""

    words: str = ""
    place_words: str = ""
    kind: str = ""
    place: int | None = None
    point: LonLat | None = None
    narrowed: Collection[str] = ()
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class KindOffer:
    """One kind that the words may tell of, with the words that matched."""

    code: str
    name: str
    priority: str
    matched_words: tuple[str, ...]
    percent: int
    is_sure: bool
    is_not_police: bool
    refer_to: str


@dataclass(frozen=True)
class Choice:
    """One answer offered to a question."""

    code: str
    name: str


@dataclass(frozen=True)
class AskedQuestion:
    """One question of the kind, and what was answered so far."""

    code: str
    text: str
    kind: str
    choices: tuple[Choice, ...]
    is_urgent: bool
    answer: str


@dataclass(frozen=True)
class DeskStep:
    """A step of the procedure that the desk takes while the caller is on the line."""

    text: str
    is_urgent: bool


@dataclass(frozen=True)
class ChosenKind:
    """The kind the operator has chosen: what to ask and what to do at the desk, what is urgent first."""

    code: str
    name: str
    category: str
    priority: str
    is_dangerous: bool
    questions: tuple[AskedQuestion, ...]
    desk_steps: tuple[DeskStep, ...]


@dataclass(frozen=True)
class Suggestions:
    """What is offered now."""

    kinds: tuple[KindOffer, ...]
    chosen_kind: ChosenKind | None
    places: PlaceOffers
    elsewhere: tuple[ElsewhereOffer, ...]
    chosen_place: ChosenPlace | None
    events: tuple[LikelyEvent, ...]
    units: tuple[Offer, ...]
    lacking: tuple[str, ...]
    has_point: bool

    @property
    def shown_places(self) -> tuple[PlaceOffer, ...]:
        """As many as there are keys for."""
        return self.places.places[:PLACES_SHOWN]


def suggestions(typed: Typed, *, seen_by: Actor, at: datetime, except_for: str = "") -> Suggestions:
    """Kinds, places with the one question, open incidents that may be the same event, and units.

    `except_for` is the incident the talk is about, which is not like itself.
    """
    row = _kind_row(typed.kind, seen_by.station)
    kind = _chosen(row, typed.answers) if row else None
    place = chosen_place(typed.place, typed.point, station=seen_by.station)
    places = PlaceOffers() if place else _places(typed, seen_by.station)
    where = place or _sure(places)
    ranking = ranking_at(row, where, seen_by=seen_by, at=at) if where else Ranking()
    return Suggestions(
        kinds=_kinds(typed, seen_by.station, at) if typed.words.strip() else (),
        chosen_kind=kind,
        places=places,
        elsewhere=() if place else elsewhere(station=seen_by.station, said=typed.place_words, offers=places.places),
        chosen_place=place,
        events=_events(typed, kind, where, seen_by, at, except_for),
        units=tuple(offer for offer in ranking.lawful if offer.is_possible),
        lacking=ranking.lacking,
        has_point=where is not None,
    )


def make_ready(*, station: int, at: datetime) -> None:
    """What the first question of a process would build, built while the form is still empty."""
    known_kinds(station=station, at=at)
    names.make_ready(station=station)
    travel_times()


def ranking_at(kind: IncidentKind | None, where: ChosenPlace | PlaceOffer, *, seen_by: Actor, at: datetime) -> Ranking:
    """Whom one would send there now, before the call is an incident."""
    priority = Priority(kind.priority) if kind else Priority.C
    ground = where.ground if isinstance(where, ChosenPlace) else Ground.TOWN
    need = need_of(kind, priority=priority, ground=ground)
    point = _point(where)
    return ranked_units(need, lon=point.lon, lat=point.lat, seen_by=seen_by, at=at, most=UNITS_SHOWN)


def chosen_kind(code: str, *, station: int, answers: Mapping[str, str]) -> ChosenKind | None:
    """A kind by its code, with its questions and what was answered to them."""
    row = _kind_row(code, station)
    return _chosen(row, answers) if row else None


def _kind_row(code: str, station: int) -> IncidentKind | None:
    of_bureau = Q(station=station) | Q(station__stations=station)
    rows = IncidentKind.objects.filter(of_bureau, code=code)
    return rows.select_related("category", "questions", "limits", "procedure").first() if code else None


def _chosen(kind: IncidentKind, answers: Mapping[str, str]) -> ChosenKind:
    asked = [_question(raw, answers) for raw in kind.questions.questions]
    return ChosenKind(
        code=kind.code,
        name=named(kind.name, kind.name_en),
        category=kind.category.code,
        priority=kind.priority,
        is_dangerous=kind.is_dangerous,
        questions=tuple(sorted(asked, key=lambda question: not question.is_urgent)),
        desk_steps=_desk_steps(kind),
    )


def _desk_steps(kind: IncidentKind) -> tuple[DeskStep, ...]:
    steps = [
        DeskStep(named(step["text"], step.get("text_en", "")), bool(step.get("urgent")))
        for step in kind.procedure.steps
        if step.get("who") == "desk"
    ]
    return tuple(step for step in steps if step.is_urgent) or tuple(steps)


def _places(typed: Typed, station: int) -> PlaceOffers:
    return places_meant(
        station=station, said=typed.place_words, story=typed.words, narrowed=typed.narrowed, k=PLACES_ASKED_ABOUT
    )


def _question(raw: Mapping[str, Any], answers: Mapping[str, str]) -> AskedQuestion:
    choices = tuple(Choice(c["code"], named(c["name"], c.get("name_en", ""))) for c in raw.get("choices") or ())
    return AskedQuestion(
        code=raw["code"],
        text=named(raw["text"], raw.get("text_en", "")),
        kind=raw.get("kind", "text"),
        choices=choices,
        is_urgent=bool(raw.get("urgent")),
        answer=answers.get(raw["code"], ""),
    )


def _kinds(typed: Typed, station: int, at: datetime) -> tuple[KindOffer, ...]:
    known = known_kinds(station=station, at=at)
    found = known.index.suggest(typed.words, k=KINDS_SHOWN)
    return tuple(_kind(one, known.kinds[one.code]) for one in found)


def _kind(found: KindSuggestion, kind: KindFacts) -> KindOffer:
    return KindOffer(
        code=kind.code,
        name=named(kind.name, kind.name_en),
        priority=kind.priority,
        matched_words=found.matched_words,
        percent=round(found.score * 100),
        is_sure=found.is_sure,
        is_not_police=kind.is_not_police,
        refer_to=kind.refer_to,
    )


def _sure(places: PlaceOffers) -> PlaceOffer | None:
    """The first place, while nobody has chosen, if the words leave no doubt."""
    first = next(iter(places.places), None)
    return first if first and first.is_sure else None


def _events(
    typed: Typed, kind: ChosenKind | None, place: ChosenPlace | PlaceOffer | None, seen_by: Actor, at: datetime,
    except_for: str,
) -> tuple[LikelyEvent, ...]:  # fmt: skip
    """Asked once there is something to compare by."""
    if not typed.words.strip() and place is None:
        return ()
    point = _point(place) if place else None
    return likely_events(
        words=f"{typed.words} {typed.place_words}", seen_by=seen_by, at=at, point=point,
        kind=kind.code if kind else "", category=kind.category if kind else "", except_for=except_for, k=EVENTS_SHOWN,
    )  # fmt: skip


def _point(place: ChosenPlace | PlaceOffer) -> LonLat:
    return place.point if isinstance(place, ChosenPlace) else place.goal
