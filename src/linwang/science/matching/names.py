"""Which place is meant? Names as they are said and typed, ranked with what matched.

Question: given what was said (a name, half of one, misheard, mistyped, in letters, or inside a story) and where the
caller is, which places are meant, and how sure is that?
Symbols: c cost of turning the name into what was said (`alignment`); ln P prior of the place (`zones`).
Result: log likelihood = -9 c + ln P + ln(weight of the name); in a story 4 more per telling character, since a longer
name hardly stands there by chance. Probabilities are a softmax over the candidates (in a story over those heard in the
same stretch) and "none of these".
Sure: probability at least 0.9 at a small cost. A neighbour's place is always offered, and marked.
Source: the noisy-channel view of spelling, Kernighan, Church and Gale (COLING 1990); the weights are stated.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from linwang.science.matching.alignment import IN_STORY, WHOLE, Ends, costs_of_characters, distances
from linwang.science.matching.alignment_steps import Pair
from linwang.science.matching.initials import InitialsIndex
from linwang.science.matching.match_reasons import Match, MatchReason, match
from linwang.science.matching.name_rows import NameRows
from linwang.science.matching.postings import Real, Whole
from linwang.science.matching.said import Said, plain_name
from linwang.science.matching.sounds import USUAL_MERGERS, Merger, folding
from linwang.science.matching.zones import Nearness, Zones

__all__ = ["Candidate", "MatchReason", "Name", "NameIndex", "Nearness"]

COMPARED, COMPARED_IN_STORY = 150, 60
PRIOR_IN_SEARCH = 0.03
NATS_PER_COST, NATS_PER_CHARACTER, NATS_PER_LETTER = 9.0, 4.0, 0.5
LEAST_EVIDENCE_IN_STORY = 4.7
NONE_OF_THESE = 0.6
FARTHEST_BEHIND = 9.0
MOST_COST, MOST_COST_PER_CHARACTER = 0.3, 0.25
SURE_PROBABILITY, SURE_COST_PER_CHARACTER, SURE_COST_IN_STORY = 0.9, 0.15, 0.3


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one place; a place with aliases has several rows with the same id."""

    id: int
    text: str
    area: str
    kind: str = ""
    weight: float = 1.0
    is_alias: bool = False

    def __post_init__(self) -> None:
        if not plain_name(self.text):
            raise ValueError("a name needs at least one character, figure or letter")
        if not 0.0 < self.weight < float("inf"):
            raise ValueError("the weight of a name is a positive number")


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


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """Names compared closely, likeliest first; `ends` is the said unit after which each ends."""

    rows: Whole
    costs: Real
    likelihoods: Real
    ends: Whole

    def only(self, which: NDArray[np.bool_]) -> _Heard:
        return _Heard(self.rows[which], self.costs[which], self.likelihoods[which], self.ends[which])


class NameIndex:
    """All names ready to be asked; built once, kept in memory, never changed in place."""

    def __init__(self, names: Sequence[Name], mergers: Collection[Merger]) -> None:
        texts = [plain_name(name.text) for name in names]
        self._names = tuple(names)
        self._folded = folding(frozenset(mergers))
        self._rows = NameRows.build(texts)
        self._initials = InitialsIndex.build(texts)
        self._areas = {area: number for number, area in enumerate(dict.fromkeys(name.area for name in names))}
        self._area_of = np.array([self._areas[name.area] for name in names], dtype=np.int64)
        self._log_weight = np.log(np.array([name.weight for name in names], dtype=np.float64))
        self._ids = np.array([name.id for name in names], dtype=np.int64)

    @classmethod
    def build(cls, names: Sequence[Name], *, mergers: Collection[Merger] = USUAL_MERGERS) -> Self:
        """Index names by characters, sounds and initials."""
        return cls(names, mergers)

    def find(
        self, said: str, *, area: str | None = None, neighbours: Collection[str] = (), k: int = 8
    ) -> tuple[Candidate, ...]:
        """Places whose name is what was said or typed, one row per place, best first."""
        heard, zones = Said.of(said), self._zones(area, neighbours)
        if not len(heard) or not self._names:
            return ()
        if heard.is_letters_only:
            return self._by_initials(heard, zones, k)
        rows = self._rows.nearest(heard.readings, zones.log_prior * PRIOR_IN_SEARCH, COMPARED)
        most = MOST_COST + MOST_COST_PER_CHARACTER * float(heard.weights.sum())
        compared = self._compared(heard, rows, zones, WHOLE)
        best = self._once_per_place(compared.only(compared.costs <= most))
        none = float(zones.log_prior.max()) - NATS_PER_COST * NONE_OF_THESE * max(1.0, float(heard.weights.sum()) / 2)
        probabilities = _probabilities(best.likelihoods, none)
        sure_cost = SURE_COST_PER_CHARACTER * float(heard.weights.sum())
        return tuple(
            self._candidate(
                best.rows[number],
                zones,
                self._match(heard, best, number, WHOLE),
                heard,
                score=float(probabilities[number]),
                may_be_sure=best.costs[number] <= sure_cost,
            )
            for number in range(min(k, len(best.rows)))
        )

    def find_in_story(
        self, story: str, *, area: str | None = None, neighbours: Collection[str] = (), k: int = 8
    ) -> tuple[Candidate, ...]:
        """Places named somewhere inside a longer text, best first."""
        heard, zones = Said.in_story(story), self._zones(area, neighbours)
        if len(heard) < 2 or not self._names:
            return ()
        rows = self._rows.inside(heard.readings, zones.log_prior * PRIOR_IN_SEARCH, COMPARED_IN_STORY)
        best = self._once_per_place(self._told(self._compared(heard, rows, zones, IN_STORY), zones))
        none = float(zones.log_prior.max()) + LEAST_EVIDENCE_IN_STORY - 1
        matches = [self._match(heard, best, number, IN_STORY) for number in range(min(k + 2, len(best.rows)))]
        probabilities = _among_overlapping(matches, best.likelihoods, none)
        return tuple(
            self._candidate(
                best.rows[number],
                zones,
                found,
                heard,
                score=probabilities[number],
                may_be_sure=best.costs[number] <= SURE_COST_IN_STORY,
            )
            for number, found in enumerate(matches[:k])
        )

    def _zones(self, area: str | None, neighbours: Collection[str]) -> Zones:
        if area is None:
            return Zones.level(len(self._names))
        return Zones.around(area, neighbours, areas=self._areas, area_of=self._area_of)

    def _compared(self, heard: Said, rows: Whole, zones: Zones, ends: Ends) -> _Heard:
        """Compare the chosen names closely and put the likeliest first."""
        weights = self._rows.weights[rows].astype(np.float64)
        costs, last = distances(heard, self._rows.characters[rows], weights, self._folded, ends)
        likelihoods = -NATS_PER_COST * costs + zones.log_prior[rows] + self._log_weight[rows]
        if ends is IN_STORY:
            likelihoods += NATS_PER_CHARACTER * weights.sum(axis=1)
        return self._ordered(rows, costs, likelihoods, last)

    def _ordered(self, rows: Whole, costs: Real, likelihoods: Real, ends: Whole) -> _Heard:
        order = np.lexsort((self._ids[rows], -likelihoods))
        return _Heard(rows[order], costs[order], likelihoods[order], ends[order])

    def _told(self, heard: _Heard, zones: Zones) -> _Heard:
        """Only what a story would hardly hold by chance."""
        evidence = heard.likelihoods - zones.log_prior[heard.rows] - self._log_weight[heard.rows]
        return heard.only(evidence >= LEAST_EVIDENCE_IN_STORY)

    def _once_per_place(self, heard: _Heard) -> _Heard:
        """The likeliest name of each place, without those far behind the best."""
        is_first = np.zeros(len(heard.rows), dtype=bool)
        is_first[np.unique(self._ids[heard.rows], return_index=True)[1]] = True
        least = heard.likelihoods.max(initial=-np.inf) - FARTHEST_BEHIND
        return heard.only(is_first & (heard.likelihoods >= least))

    def _match(self, heard: Said, best: _Heard, number: int, ends: Ends) -> Match:
        """Walk the one pair to see what matched and where."""
        row, end = int(best.rows[number]), int(best.ends[number])
        size = int(np.count_nonzero(self._rows.characters[row]))
        start, stop = (max(0, end - size - 3), end) if ends is IN_STORY else (0, len(heard))
        window = heard.cut(start, stop)
        costs = costs_of_characters(window, self._rows.characters[row, :size], self._folded, ends)
        name_weights = self._rows.weights[row, :size].astype(np.float64)
        pair = Pair(costs.tolist(), window.weights.tolist(), name_weights.tolist(), ends)
        found = match(
            pair.steps(),
            is_spelled=window.is_spelled,
            is_alias=self._names[row].is_alias,
            is_in_story=ends is IN_STORY,
        )
        return Match(found.reasons, found.first + start, found.last + start)

    def _by_initials(self, heard: Said, zones: Zones, k: int) -> tuple[Candidate, ...]:
        """Names by their first letters, whole ones before those that only begin so."""
        found = self._initials.beginning_with("".join(chr(code) for code in heard.characters))
        rows = np.array([row for row, _ in found], dtype=np.int64)
        beyond = np.array([more for _, more in found], dtype=np.float64)
        likelihoods = zones.log_prior[rows] + self._log_weight[rows] - NATS_PER_LETTER * np.minimum(beyond, 8)
        best = self._once_per_place(self._ordered(rows, beyond, likelihoods, rows))
        probabilities = _probabilities(best.likelihoods, float(zones.log_prior.max()))
        return tuple(
            self._candidate(
                best.rows[number],
                zones,
                Match(_initials_reasons(self._names[best.rows[number]]), 0, len(heard) - 1),
                heard,
                score=float(probabilities[number]),
                may_be_sure=best.costs[number] == 0,
            )
            for number in range(min(k, len(best.rows)))
        )

    def _candidate(
        self, row: int, zones: Zones, found: Match, heard: Said, *, score: float, may_be_sure: bool
    ) -> Candidate:
        name = self._names[row]
        return Candidate(
            id=name.id,
            text=name.text,
            area=name.area,
            kind=name.kind,
            score=score,
            reasons=found.reasons,
            nearness=zones.nearness(row),
            span=(heard.starts[found.first], heard.ends[found.last]),
            is_sure=bool(may_be_sure) and score >= SURE_PROBABILITY,
        )


def _initials_reasons(name: Name) -> tuple[MatchReason, ...]:
    return (MatchReason.INITIALS, MatchReason.ALIAS) if name.is_alias else (MatchReason.INITIALS,)


def _probabilities(likelihoods: Real, none: float) -> Real:
    """Probabilities of the candidates beside "none of these"."""
    highest = max(float(likelihoods.max(initial=-np.inf)), none)
    powers = np.exp(likelihoods - highest)
    return np.asarray(powers / (powers.sum() + np.exp(none - highest)), dtype=np.float64)


def _among_overlapping(matches: Sequence[Match], likelihoods: Real, none: float) -> list[float]:
    """For each match its probability among those heard in the same stretch."""
    first = np.array([found.first for found in matches])
    last = np.array([found.last for found in matches])
    considered = likelihoods[: len(matches)]
    return [
        float(_probabilities(np.where(overlaps, considered, -np.inf), none)[number])
        for number in range(len(matches))
        for overlaps in [(first <= last[number]) & (first[number] <= last)]
    ]
