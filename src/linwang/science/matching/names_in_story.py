"""Which names stand somewhere inside a longer text, perhaps misheard?

Question: which stretch of a story is the name of a place?
Symbols: c cost of turning the name into the stretch (`alignment`); ln P prior of the place (`zones`).
Result: log likelihood = -9 c + ln P + ln(weight of the name) + 4 per telling character, since a longer name hardly
stands there by chance. Probabilities are a softmax over the candidates heard in the same stretch and "none of these".
Source: as for `names`; the semi-global alignment is Sellers, J. Algorithms 1 (1980).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from linwang.science.matching.alignment import costs_of_characters, distances
from linwang.science.matching.alignment_steps import Pair
from linwang.science.matching.match_reasons import Match, MatchReason, match
from linwang.science.matching.name_rows import NameRows
from linwang.science.matching.name_table import NameTable
from linwang.science.matching.postings import Real, Whole
from linwang.science.matching.said import Said
from linwang.science.matching.sounds import Merger, folding
from linwang.science.matching.zones import Zones

COMPARED = 60
PRIOR_IN_SEARCH = 0.03
NATS_PER_COST, NATS_PER_CHARACTER = 9.0, 4.0
LEAST_EVIDENCE = 4.7
FARTHEST_BEHIND = 9.0
SURE_COST = 0.3


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the table heard in a story: where, why and how probably."""

    row: int
    score: float
    reasons: tuple[MatchReason, ...]
    span: tuple[int, int]
    may_be_sure: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """Names compared closely, likeliest first; `ends` is the said unit after which each ends."""

    rows: Whole
    costs: Real
    likelihoods: Real
    ends: Whole

    def only(self, which: NDArray[np.bool_]) -> _Heard:
        return _Heard(self.rows[which], self.costs[which], self.likelihoods[which], self.ends[which])


@dataclass(frozen=True, slots=True, eq=False)
class StoryNames:
    """The inverted file over pairs of syllables, beside the table of names."""

    table: NameTable
    rows: NameRows
    folded: NDArray[np.uint16]

    @classmethod
    def build(cls, table: NameTable, mergers: Collection[Merger]) -> Self:
        """Index the names by pairs of syllables."""
        characters, weights = table.padded(np.arange(len(table)))
        return cls(table, NameRows.build(characters, weights), folding(frozenset(mergers)))

    def find(self, story: str, zones: Zones, k: int) -> tuple[Told, ...]:
        """Names told somewhere in the story, best first."""
        heard = Said.in_story(story)
        if len(heard) < 2:
            return ()
        priors = zones.log_prior(np.arange(len(self.table)))
        rows = self.rows.inside(heard.readings, priors * PRIOR_IN_SEARCH, COMPARED)
        best = self._once_per_place(self._evident(self._compared(heard, rows, priors), priors))
        matches = [self._match(heard, best, number) for number in range(min(k + 2, len(best.rows)))]
        none = float(priors.max()) + LEAST_EVIDENCE - 1
        probabilities = _among_overlapping(matches, best.likelihoods, none)
        return tuple(
            Told(
                row=int(best.rows[number]),
                score=probabilities[number],
                reasons=found.reasons,
                span=(heard.starts[found.first], heard.ends[found.last]),
                may_be_sure=bool(best.costs[number] <= SURE_COST),
            )
            for number, found in enumerate(matches[:k])
        )

    def _compared(self, heard: Said, rows: Whole, priors: Real) -> _Heard:
        """Compare the chosen names closely and put the likeliest first."""
        weights = self.rows.weights[rows].astype(np.float64)
        costs, ends = distances(heard, self.rows.characters[rows], weights, self.folded)
        likelihoods = -NATS_PER_COST * costs + priors[rows] + self.table.log_weights[rows]
        likelihoods += NATS_PER_CHARACTER * weights.sum(axis=1)
        order = np.lexsort((self.table.ids[rows], -likelihoods))
        return _Heard(rows[order], costs[order], likelihoods[order], ends[order])

    def _evident(self, heard: _Heard, priors: Real) -> _Heard:
        """Only what a story would hardly hold by chance."""
        evidence = heard.likelihoods - priors[heard.rows] - self.table.log_weights[heard.rows]
        return heard.only(evidence >= LEAST_EVIDENCE)

    def _once_per_place(self, heard: _Heard) -> _Heard:
        """The likeliest name of each place, without those far behind the best."""
        is_first = np.zeros(len(heard.rows), dtype=bool)
        is_first[np.unique(self.table.ids[heard.rows], return_index=True)[1]] = True
        least = heard.likelihoods.max(initial=-np.inf) - FARTHEST_BEHIND
        return heard.only(is_first & (heard.likelihoods >= least))

    def _match(self, heard: Said, best: _Heard, number: int) -> Match:
        """Walk the one pair to see what matched and where."""
        row, end = int(best.rows[number]), int(best.ends[number])
        size = int(np.count_nonzero(self.rows.characters[row]))
        start = max(0, end - size - 3)
        window = heard.cut(start, end)
        costs = costs_of_characters(window, self.rows.characters[row, :size], self.folded)
        pair = Pair(costs.tolist(), window.weights.tolist(), self.rows.weights[row, :size].tolist())
        found = match(pair.steps(), is_spelled=window.is_spelled, is_alias=bool(self.table.is_alias[row]))
        return Match(found.reasons, found.first + start, found.last + start)


def _among_overlapping(matches: Sequence[Match], likelihoods: Real, none: float) -> list[float]:
    """For each match its probability among those heard in the same stretch, beside "none of these"."""
    first = np.array([found.first for found in matches])
    last = np.array([found.last for found in matches])
    considered = likelihoods[: len(matches)]
    return [
        float(np.exp(considered[number] - np.logaddexp.reduce(np.append(considered[overlaps], none))))
        for number in range(len(matches))
        for overlaps in [(first <= last[number]) & (first[number] <= last)]
    ]
