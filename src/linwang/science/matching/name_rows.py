"""Which names may stand somewhere in a story? Found again by the pairs of sounds they share with it.

Question: of many names, which few dozen are worth comparing closely with every stretch of a longer text?
Symbols: features of a name are its pairs of neighbouring syllables, folded so that no dialect parts what it says alike;
idf_f = ln(1 + N / df_f).
Result: the idf of the pairs shared less that of what the name has beyond them.
Source: Manning, Raghavan and Schuetze (2008), ch. 3.4 on k-gram indexes for spelling; phonetic codes as in DIMSIM
(Li et al., CoNLL 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from linwang.science.matching.postings import Postings, Real, Whole
from linwang.science.matching.sounds import Merger, folding, sounds

PAIR = 4096
ALL_MERGERS = frozenset(Merger)


@dataclass(frozen=True, slots=True, eq=False)
class NameRows:
    """Names as padded rows of characters with weights, and the inverted file over their sounds."""

    characters: NDArray[np.uint16]
    weights: NDArray[np.float32]
    features: Whole
    idf: Real
    mass: Real
    postings: Postings

    @classmethod
    def build(cls, characters: NDArray[np.uint16], weights: NDArray[np.float32]) -> Self:
        """Index names laid out as padded rows of characters."""
        return cls(characters, weights, *_indexed(characters))

    def inside(self, readings: NDArray[np.uint16], bonus: Real, count: int) -> Whole:
        """The names whose pairs of syllables stand in a longer text, best first."""
        rows = self._rows_of(pairs_of(readings))
        shared = self.postings.sums(rows, self.idf[rows])
        score = 1.5 * shared - 0.5 * self.mass
        return _best(np.where(shared > 0, score + 10 * bonus, -np.inf), count)

    def _rows_of(self, features: Whole) -> Whole:
        """Rows of those features that are known."""
        wanted = np.unique(features)
        places = np.minimum(np.searchsorted(self.features, wanted), max(len(self.features) - 1, 0))
        is_known = self.features[places] == wanted if len(self.features) else np.zeros(len(wanted), bool)
        return places[is_known].astype(np.int64)


def pairs_of(readings: NDArray[np.uint16]) -> Whole:
    """Folded pairs of neighbouring syllables, every reading with every reading."""
    said = folding(ALL_MERGERS)[readings].astype(np.int64)
    first, second = said[:-1, :, None], said[1:, None, :]
    is_read = (readings[:-1, :, None] > 0) & (readings[1:, None, :] > 0)
    return (first * PAIR + second)[is_read]


def _indexed(characters: NDArray[np.uint16]) -> tuple[Whole, Real, Real, Postings]:
    """Pairs in order, their idf, the idf that each name holds, and the inverted file."""
    keys, rows = _pairs_of_all(characters)
    features, which = np.unique(keys, return_inverse=True)
    df = np.bincount(which, minlength=len(features))
    idf = np.asarray(np.log1p(len(characters) / np.maximum(df, 1)), dtype=np.float64)
    mass = np.bincount(rows, weights=idf[which], minlength=len(characters)).astype(np.float64)
    shape = (len(features), len(characters))
    return features, idf, mass, Postings.of(which, rows, np.ones(len(rows)), shape=shape)


def _pairs_of_all(characters: NDArray[np.uint16]) -> tuple[Whole, Whole]:
    """(pair, name) of all names, each once."""
    readings = sounds().readings[characters]
    said = folding(ALL_MERGERS)[readings].astype(np.int64)
    both = (readings[:, :-1, :, None] > 0) & (readings[:, 1:, None, :] > 0)
    keys = (said[:, :-1, :, None] * PAIR + said[:, 1:, None, :])[both]
    once = np.unique(keys * max(len(characters), 1) + np.nonzero(both)[0])
    return once // max(len(characters), 1), once % max(len(characters), 1)


def _best(scores: Real, count: int) -> Whole:
    """Places of the highest finite scores, best first; equal scores in the order of the names."""
    order = np.argpartition(-scores, count)[:count] if len(scores) > count else np.arange(len(scores))
    chosen = np.sort(order)
    best_first = chosen[np.argsort(-scores[chosen], kind="stable")]
    return best_first[np.isfinite(scores[best_first])].astype(np.int64)
