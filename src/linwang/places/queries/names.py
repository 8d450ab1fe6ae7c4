"""Which place is meant: the bureau's names, one's own station's first, and the one question that splits them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linwang.foundation.kept import Kept
from linwang.foundation.listing import listed
from linwang.foundation.station_settings import value_of
from linwang.places.models import PlaceName
from linwang.places.queries.related import Related, related_places
from linwang.places.queries.version import bureau_and_version
from linwang.places.states import NameKind, PlaceKind
from linwang.science.geo.points import LonLat
from linwang.science.matching.names import Candidate, MatchReason, Name, NameIndex
from linwang.science.matching.one_question import Attribute, Possibility, Question, best_question
from linwang.science.matching.sounds import USUAL_MERGERS, Merger
from linwang.science.matching.spoken_form import plain_name
from linwang.science.matching.spoken_places import Relation, spoken_place

REASON_WORDS: dict[MatchReason, Promise] = {
    MatchReason.EXACT: _("名称相同"),
    MatchReason.PART_OF_NAME: _("名称的一部分"),
    MatchReason.ALIAS: _("俗称或旧名"),
    MatchReason.SAME_SOUND: _("同音"),
    MatchReason.DIALECT_SOUND: _("方言近音"),
    MatchReason.SIMILAR_SOUND: _("音近"),
    MatchReason.WRONG_CHARACTER: _("一字之差"),
    MatchReason.MISSING_CHARACTER: _("少一字"),
    MatchReason.EXTRA_CHARACTER: _("多一字"),
    MatchReason.TRANSPOSED: _("两字颠倒"),
    MatchReason.PINYIN: _("拼音"),
    MatchReason.INITIALS: _("拼音首字母"),
    MatchReason.TOWN_SAID: _("先说了所在乡镇"),
}
QUESTION_WORDS: dict[Attribute, Promise] = {
    Attribute.TOWN: _("请问是在哪个镇或街道？%(answers)s？"),
    Attribute.BEAT: _("请问在哪一片？%(answers)s？"),
    Attribute.NEAR: _("请问旁边是什么？%(answers)s？"),
    Attribute.SIDE: _("请问在哪一边？%(answers)s？"),
    Attribute.KIND: _("请问那里是什么地方？%(answers)s？"),
}


@dataclass(frozen=True)
class PlaceOffer:
    """One place that may be meant, with what matched and what is known to tell it from others.

    `within_metres` says how far around the point to look where the place was told by another: behind the market.
    """

    id: int
    name: str
    matched_name: str
    kind: str
    town: str
    beat: str
    near: str
    station: str
    is_own: bool
    is_sure: bool
    lon: float
    lat: float
    reasons: tuple[str, ...]
    within_metres: int | None = None


@dataclass(frozen=True)
class PlaceAnswer:
    """One answer to the question, and the places that remain after it."""

    value: str
    remaining: tuple[int, ...]


@dataclass(frozen=True)
class PlaceQuestion:
    """The one question, as a sentence to read aloud."""

    sentence: str
    answers: tuple[PlaceAnswer, ...]


@dataclass(frozen=True)
class PlaceOffers:
    """The likeliest places, best first, and what to ask next if they cannot be told apart yet."""

    places: tuple[PlaceOffer, ...] = ()
    question: PlaceQuestion | None = None


@dataclass(frozen=True)
class _Names:
    index: NameIndex
    stations: tuple[int, ...]


_names: Kept[_Names] = Kept()


def places_meant(
    *, station: int, said: str = "", story: str = "", narrowed: Collection[int] = (), k: int = 8
) -> PlaceOffers:
    """Places meant by what was `said` in the field for the place, or named somewhere in the `story`.

    `narrowed` are the places that an answer to the question left over.
    """
    found = _candidates(station, said.strip(), story, k)
    related = _by_another(station, said.strip(), found, k)
    found = [one.candidate for one in related.values()] or found
    left = [candidate for candidate in found if candidate.id in narrowed] or found
    known = _details([candidate.id for candidate in left])
    offers = [(c, _offer(c, known[c.id], station, related.get(c.id))) for c in left if c.id in known]
    return PlaceOffers(tuple(offer for _c, offer in offers), _question(offers))


def make_ready(*, station: int) -> None:
    """Build the index before anybody asks, so that nobody who is typing waits for it."""
    _names_of(station)


def _candidates(station: int, said: str, story: str, k: int) -> Sequence[Candidate]:
    if not said and not story.strip():
        return ()
    names = _names_of(station)
    neighbours = [str(other) for other in names.stations if other != station]
    if said:
        return names.index.find(said, area=str(station), neighbours=neighbours, k=k)
    return names.index.find_in_story(story, area=str(station), neighbours=neighbours, k=k)


def _by_another(station: int, said: str, found: Sequence[Candidate], k: int) -> dict[int, Related]:
    """Places told by another place, unless the whole saying is surely a name: 路口 may be part of one."""
    spoken = spoken_place(said)
    is_a_name = found and found[0].is_sure and MatchReason.EXTRA_CHARACTER not in found[0].reasons
    if spoken.relation == Relation.AT or is_a_name:
        return {}
    related = related_places(spoken, lambda name: _candidates(station, name, "", k), _points_of)
    return {one.candidate.id: one for one in related}


def _points_of(ids: Sequence[int]) -> dict[int, LonLat]:
    rows = PlaceName.objects.filter(pk__in=ids).values_list("pk", "lon", "lat")
    return {pk: LonLat(lon, lat) for pk, lon, lat in rows}


def _names_of(station: int) -> _Names:
    bureau, version = bureau_and_version(station)
    dialect = str(value_of(station, "dialect"))
    return _names.get((bureau, dialect), version, lambda: _read(bureau, dialect))


def _read(bureau: int, dialect: str) -> _Names:
    rows = PlaceName.objects.filter(Q(station=bureau) | Q(station__parent=bureau), is_used=True).order_by("pk")
    names = [
        Name(alias_of or pk, text, str(of), kind, is_alias=name_kind != NameKind.PROPER, town=town or "")
        for pk, alias_of, text, of, kind, name_kind, town in rows.values_list(
            "pk", "alias_of", "name", "station", "kind", "name_kind", "beat__town"
        )
        if plain_name(text)
    ]
    mergers = USUAL_MERGERS | {merger for merger in Merger if merger == dialect}
    stations = tuple(sorted({int(name.area) for name in names}))
    return _Names(NameIndex.build(names, mergers=mergers), stations)


def _details(ids: Sequence[int]) -> dict[int, PlaceName]:
    rows = PlaceName.objects.filter(pk__in=ids).select_related("beat", "station") if ids else ()
    return {row.pk: row for row in rows}


def _offer(candidate: Candidate, row: PlaceName, station: int, related: Related | None) -> PlaceOffer:
    point = related.at.point if related else LonLat(row.lon, row.lat)
    return PlaceOffer(
        id=row.pk,
        name=row.name,
        matched_name=candidate.text if candidate.text != row.name else "",
        kind=str(PlaceKind(row.kind).label),
        town=row.beat.town if row.beat else "",
        beat=row.beat.name if row.beat else "",
        near=row.near,
        station=row.station.name,
        is_own=row.station_id == station,
        is_sure=candidate.is_sure,
        lon=point.lon,
        lat=point.lat,
        reasons=(
            *([related.words] if related else []),
            *(str(REASON_WORDS[reason]) for reason in candidate.reasons),
        ),
        within_metres=round(related.at.within_metres) if related else None,
    )


def _question(offers: Sequence[tuple[Candidate, PlaceOffer]]) -> PlaceQuestion | None:
    """Asked only while no candidate is sure and more than one is left."""
    if len(offers) < 2 or offers[0][0].is_sure:
        return None
    question = best_question([_possibility(candidate, offer) for candidate, offer in offers])
    return _as_sentence(question) if question else None


def _possibility(candidate: Candidate, offer: PlaceOffer) -> Possibility:
    """What a caller can be asked for: a town, a landmark, what it is; nobody but us knows our beats."""
    told = {Attribute.TOWN: offer.town, Attribute.NEAR: offer.near, Attribute.KIND: offer.kind}
    known = {attribute: (value,) for attribute, value in told.items() if value}
    return Possibility(id=offer.id, weight=max(candidate.score, 0.01), known=known)


def _as_sentence(question: Question) -> PlaceQuestion:
    answers = tuple(PlaceAnswer(one.value, one.remaining) for one in question.answers)
    names = listed(answer.value for answer in answers)
    return PlaceQuestion(str(QUESTION_WORDS[question.attribute]) % {"answers": names}, answers)
