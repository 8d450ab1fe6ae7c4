"""Which place is meant? Names as they are said and typed, ranked with what matched.

Question: given what was said (a name, half of one, misheard, mistyped, in letters or initials, after its town, or
inside a story) and where the caller is, which places are meant, and how sure is that?
Symbols: c price in nats of the cheapest slips from the name to what was said (`slips`); P prior of the place (`zones`);
w weight of the name.
Result: log likelihood = -c + ln P + ln w. Probabilities are a softmax over the candidates and "none of these".
Sure: probability at least 0.9, which is judged in benchmarks/places. A neighbour's place is always offered, and marked.
Source: the noisy-channel view of spelling, Kernighan, Church and Gale (COLING 1990); the prices are stated.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Self

import numpy as np

from linwang.science.matching.initials import RARE, first_letters, of_initials, price_of_initials
from linwang.science.matching.match_reasons import MatchReason
from linwang.science.matching.name_files import arrays_of, load, save
from linwang.science.matching.name_search import COUNTED_AT_ONCE, NameSearch, Stretch
from linwang.science.matching.name_table import Name, NameTable
from linwang.science.matching.names_in_story import StoryNames, Told
from linwang.science.matching.postings import Real, Whole
from linwang.science.matching.said import Said, letters_only, span_of
from linwang.science.matching.slip_steps import OnePair
from linwang.science.matching.slips import costs_of, prices_of
from linwang.science.matching.sound_costs import prices_of_sounds
from linwang.science.matching.sounds import USUAL_MERGERS, Merger
from linwang.science.matching.zones import Nearness, Zones

__all__ = ["Candidate", "MatchReason", "Name", "NameIndex", "Nearness"]

TOWN_SAID, MOST_AFTER_TOWN = 2.0, 5.0
MOST_PRICE, MOST_PRICE_PER_CHARACTER = 4.5, 1.6
NONE_OF_THESE, NONE_PER_CHARACTER = 6.0, 0.8
FARTHEST_BEHIND = 12.0
CHEAP = 1.5
SURE_PROBABILITY = 0.9
_AFTER_TOWN = ("镇", "乡", "街道", "市", "县", "区", "的")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant: `score` is its probability, `span` says where in the text it was heard."""

    id: int
    text: str
    area: str
    kind: str
    score: float
    reasons: tuple[MatchReason, ...]
    nearness: Nearness
    span: tuple[int, int]
    is_sure: bool
    town: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """One way to read what was said: the names compared with it, what each costs, and the manner of it."""

    said: Said
    rows: Whole
    prices: Real
    manner: tuple[MatchReason, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Best:
    """Names in the order of likelihood, and which reading each was found by."""

    rows: Whole
    likelihoods: Real
    readings: Whole


class NameIndex:
    """All names ready to be asked; built once, kept in memory, never changed in place."""

    def __init__(self, search: NameSearch, mergers: frozenset[Merger]) -> None:
        self._search, self._table, self._mergers = search, search.table, mergers
        self._sounds = prices_of_sounds(mergers)

    @classmethod
    def build(
        cls,
        names: Iterable[Name],
        *,
        mergers: Collection[Merger] = USUAL_MERGERS,
        area_words: Mapping[str, str] | None = None,
    ) -> Self:
        """Index names by characters, sounds and initials; `area_words` are what the areas are called."""
        return cls(NameSearch.build(NameTable.of(names, area_words or {})), frozenset(mergers))

    @classmethod
    def load(cls, folder: Path, *, mergers: Collection[Merger] = USUAL_MERGERS) -> Self:
        """Names laid out before by `save`."""
        return cls(load(folder), frozenset(mergers))

    def save(self, folder: Path) -> None:
        """Lay the names out in a folder, to be loaded in no time."""
        save(self._search, folder)

    def __len__(self) -> int:
        return len(self._table)

    @property
    def megabytes(self) -> float:
        """What the columns hold."""
        return sum(array.nbytes for array in arrays_of(self._search).values()) / 1e6

    def words_of(self, area: str) -> str:
        """What an area is called; nothing where that is not known."""
        number = self._table.number_of_area.get(area)
        return "" if number is None else self._table.area_words[number]

    def neighbours_of(self, area: str, same: int) -> tuple[str, ...]:
        """Other areas whose codes begin with the same so many figures: the counties of a prefecture."""
        first = bisect_left(self._table.areas, area[:same])
        begun = takewhile(lambda other: other[:same] == area[:same], self._table.areas[first:])
        return tuple(other for other in begun if other != area)

    def find(
        self, said: str, *, area: str | None = None, neighbours: Collection[str] = (), k: int = 8
    ) -> tuple[Candidate, ...]:
        """Places whose name is what was said or typed, one row per place, best first."""
        zones = self._zones(area, neighbours)
        readings = [reading for reading in self._readings(said, zones) if len(reading.rows)]
        if not readings:
            return ()
        best = self._once_per_place(readings, zones)
        weight = float(readings[0].said.weights.sum())
        none = max(zones.log_priors) - NONE_OF_THESE - NONE_PER_CHARACTER * weight
        probabilities = _probabilities(best.likelihoods, none)[:k]
        span = span_of(said)
        reasons = self._reasons(readings, best, len(probabilities))
        return tuple(
            self._candidate(int(row), zones, float(score), why, span)
            for row, score, why in zip(best.rows, probabilities, reasons, strict=False)
        )

    def find_in_story(
        self, story: str, *, area: str | None = None, neighbours: Collection[str] = (), k: int = 8
    ) -> tuple[Candidate, ...]:
        """Places named somewhere inside a longer text, best first."""
        zones = self._zones(area, neighbours)
        found = self._in_story.find(story, zones, k) if len(self._table) else ()
        return tuple(self._told(one, zones) for one in found)

    @cached_property
    def _in_story(self) -> StoryNames:
        return StoryNames.build(self._table, self._mergers)

    def _zones(self, area: str | None, neighbours: Collection[str]) -> Zones:
        if area is None:
            return Zones.level(self._table, most=COUNTED_AT_ONCE)
        return Zones.around(self._table, area, neighbours, most=COUNTED_AT_ONCE)

    def _readings(self, said: str, zones: Zones) -> Iterator[_Reading]:
        """All ways to read what was said, the likeliest first, until one is cheap; and letters as first letters."""
        if not len(self._table):
            return
        for way in Said.ways(said):
            if len(way):
                found = self._compared(way, self._chosen(way, zones))
                yield found
                yield from self._after_town(way, zones.own, zones.looked_at)
                if found.prices.min(initial=np.inf) < CHEAP:
                    break
        for letters in first_letters(letters_only(said)):
            usual, others = self._search.beginning_with(letters, zones.own, zones.looked_at)
            for rows, rarely in ((usual, 0.0), (others, RARE)):
                price = price_of_initials(letters, self._table.sizes[rows], self._table.end_sizes[rows])
                yield _Reading(of_initials(said), rows, price + rarely, (MatchReason.INITIALS,))

    def _chosen(self, said: Said, zones: Zones) -> Whole:
        near = self._search.near(said, zones.own, zones.looked_at)
        far = self._search.elsewhere(said, zones.own[0])
        return np.union1d(near, far)

    def _after_town(self, said: Said, own: Stretch, near: Sequence[Stretch]) -> Iterator[_Reading]:
        """The town or county was said first: only its names, compared with what follows, perhaps after its town."""
        for stretch, size, is_county in self._search.said_before(said, own, near):
            begin = size + said.size_of_any(_AFTER_TOWN, size)
            if len(said) - begin < 2:
                continue
            rest = said.cut(begin, len(said))
            found = self._compared(rest, self._search.near(rest, stretch, [stretch]), MOST_AFTER_TOWN)
            for after in (found, *(self._after_town(rest, stretch, [stretch]) if is_county else ())):
                yield _Reading(after.said, after.rows, after.prices + TOWN_SAID, (MatchReason.TOWN_SAID,))

    def _compared(self, said: Said, rows: Whole, most: float = MOST_PRICE) -> _Reading:
        """What the chosen names cost, without those that are too dear."""
        characters, weights = self._table.padded(rows)
        prices = costs_of(said, characters, weights, self._sounds)
        is_near = prices <= most + MOST_PRICE_PER_CHARACTER * float(said.weights.sum())
        return _Reading(said, rows[is_near], prices[is_near].astype(np.float64))

    def _once_per_place(self, readings: list[_Reading], zones: Zones) -> _Best:
        """The likeliest name of each place, without those far behind the best."""
        rows = np.concatenate([reading.rows for reading in readings])
        which = np.repeat(np.arange(len(readings)), [len(reading.rows) for reading in readings])
        prices = np.concatenate([reading.prices for reading in readings])
        likelihoods = zones.log_prior(rows) + self._table.log_weights[rows] - prices
        kept = np.flatnonzero(likelihoods >= likelihoods.max() - FARTHEST_BEHIND)
        order = kept[np.lexsort((self._table.ids[rows[kept]], -likelihoods[kept]))]
        is_first = np.sort(np.unique(self._table.ids[rows[order]], return_index=True)[1])
        order = order[is_first]
        return _Best(rows[order], likelihoods[order], which[order])

    def _reasons(self, readings: list[_Reading], best: _Best, count: int) -> list[tuple[MatchReason, ...]]:
        """Walk the pairs to see what matched."""
        reasons: list[tuple[MatchReason, ...]] = [()] * count
        for number, reading in enumerate(readings):
            places = np.flatnonzero(best.readings[:count] == number)
            for place, walked in zip(places.tolist(), self._walked(reading, best.rows[places]), strict=True):
                alias = (MatchReason.ALIAS,) if self._table.is_alias[best.rows[place]] else ()
                reasons[place] = (*walked, *reading.manner, *alias)
        return reasons

    def _walked(self, reading: _Reading, rows: Whole) -> Iterator[tuple[MatchReason, ...]]:
        """What matched in each of these names; nothing to walk where only first letters were typed."""
        if MatchReason.INITIALS in reading.manner:
            yield from [()] * len(rows)
            return
        said = reading.said
        characters, weights = self._table.padded(rows)
        prices = prices_of(said, characters.ravel(), self._sounds).reshape(len(said), *characters.shape)
        sizes = np.count_nonzero(weights, axis=1).tolist()
        said_weights, is_spelled = said.weights.tolist(), (said.characters == 0).tolist()
        for place, size in enumerate(sizes):
            yield OnePair(
                prices[:, place, :size].tolist(), said_weights, weights[place, :size].tolist(), is_spelled
            ).reasons()

    def _candidate(
        self, row: int, zones: Zones, score: float, reasons: tuple[MatchReason, ...], span: tuple[int, int]
    ) -> Candidate:
        return Candidate(
            id=int(self._table.ids[row]),
            text=self._table.text(row),
            area=self._table.area_of(row),
            kind=self._table.kind(row),
            score=score,
            reasons=reasons,
            nearness=zones.nearness(row),
            span=span,
            is_sure=score >= SURE_PROBABILITY,
            town=self._table.town_of(row),
        )

    def _told(self, told: Told, zones: Zones) -> Candidate:
        found = self._candidate(told.row, zones, told.score, told.reasons, told.span)
        return found if told.may_be_sure else replace(found, is_sure=False)


def _probabilities(likelihoods: Real, none: float) -> Real:
    """Probabilities of the candidates beside "none of these"."""
    highest = max(float(likelihoods.max(initial=-np.inf)), none)
    powers = np.exp(likelihoods - highest)
    return np.asarray(powers / (powers.sum() + np.exp(none - highest)), dtype=np.float64)
