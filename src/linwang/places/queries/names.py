"""Which place is meant: the bureau's names, one's own station's first, and the one question that splits them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linwang.foundation.kept import Kept
from linwang.foundation.station_settings import value_of
from linwang.places.models import PlaceName
from linwang.places.queries.offered_stretches import by_stretches
from linwang.places.queries.place_offers import PlaceOffer, PlaceOffers, question_of
from linwang.places.queries.related import Related, related_places
from linwang.places.queries.stretches import cut_lines
from linwang.places.queries.version import bureau_and_version
from linwang.places.states import NameKind, PlaceKind
from linwang.science.geo.points import LonLat
from linwang.science.matching.names import Candidate, MatchReason, Name, NameIndex
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


@dataclass(frozen=True)
class _Names:
    index: NameIndex
    stations: tuple[int, ...]
    bureau: int
    version: int


_names: Kept[_Names] = Kept()


def places_meant(
    *, station: int, said: str = "", story: str = "", narrowed: Collection[str] = (), k: int = 8
) -> PlaceOffers:
    """Places meant by what was `said` in the field for the place, or named somewhere in the `story`.

    `narrowed` are the keys of the places that an answer to the question left over.
    """
    found = _candidates(station, said.strip(), story, k)
    related = _by_another(station, said.strip(), found, k)
    found = [one.candidate for one in related.values()] or found
    known = _details([candidate.id for candidate in found])
    offers = [(c, _offer(c, known[c.id], station, related.get(c.id))) for c in found if c.id in known]
    if not related and any(row.line for row in known.values()):
        names = _names_of(station)
        offers = by_stretches(offers, cut_lines(bureau=names.bureau, version=names.version), station)
    left = [(c, offer) for c, offer in offers if offer.key in narrowed] or offers
    return PlaceOffers(tuple(offer for _c, offer in left), question_of(left))


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
    return _names.get((bureau, dialect), version, lambda: _read(bureau, version, dialect))


def _read(bureau: int, version: int, dialect: str) -> _Names:
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
    return _Names(NameIndex.build(names, mergers=mergers), stations, bureau, version)


def _details(ids: Sequence[int]) -> dict[int, PlaceName]:
    rows = PlaceName.objects.filter(pk__in=ids).select_related("beat", "station") if ids else ()
    return {row.pk: row for row in rows}


def _offer(candidate: Candidate, row: PlaceName, station: int, related: Related | None) -> PlaceOffer:
    point = related.at.point if related else LonLat(row.lon, row.lat)
    return PlaceOffer(
        key=str(row.pk),
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
