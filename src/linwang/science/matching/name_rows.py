"""Which names could be meant at all? All names as rows of characters, found again by the sounds they share.

Question: of many names, which hundred are worth comparing closely?
Symbols: features of a name are its syllables and pairs of neighbouring syllables, folded so that no dialect parts
what it says alike; idf_f = ln(1 + N / df_f).
Result: the overlap of idf with the query, against the query, the name, or both (Dice), whichever is kindest; in a story
the overlap of pairs less what the name has beyond it.
Source: Manning, Raghavan and Schuetze (2008), ch. 3.4 on k-gram indexes for spelling; phonetic codes as in DIMSIM
(Li et al., CoNLL 2018).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from linwang.science.matching.postings import Postings, Real, Whole
from linwang.science.matching.said import weights_of
from linwang.science.matching.sounds import Merger, folding, sounds

LONGEST = 24
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
    pair_mass: Real
    postings: Postings

    @classmethod
    def build(cls, texts: Sequence[str]) -> Self:
        """Lay out plain names (see `said.plain_name`); what is longer than 24 characters is cut."""
        width = min(LONGEST, max((len(text) for text in texts), default=1))
        characters = np.zeros((len(texts), width), dtype=np.uint16)
        weights = np.zeros((len(texts), width), dtype=np.float32)
        for row, text in enumerate(texts):
            size = min(width, len(text))
            characters[row, :size] = [ord(letter) & 0xFFFF for letter in text[:size]]
            weights[row, :size] = weights_of(text)[:size]
        return cls(characters, weights, *_indexed(characters))

    def nearest(self, readings: NDArray[np.uint16], bonus: Real, count: int) -> Whole:
        """The names that share most with the whole query, best first."""
        rows, mass = self._rows_of(features_of(readings))
        shared = self.postings.sums(rows, self.idf[rows])
        score = np.maximum(2 * shared / (self.mass + mass), 0.85 * shared / np.maximum(mass, 1e-9))
        np.maximum(score, 0.85 * shared / self.mass, out=score)
        return _best(np.where(shared > 0, score + bonus, -np.inf), count)

    def inside(self, readings: NDArray[np.uint16], bonus: Real, count: int) -> Whole:
        """The names whose pairs of syllables stand in a longer text, best first."""
        rows, _ = self._rows_of(pairs_of(readings))
        shared = self.postings.sums(rows, self.idf[rows])
        score = 1.5 * shared - 0.5 * self.pair_mass
        return _best(np.where(shared > 0, score + 10 * bonus, -np.inf), count)

    def _rows_of(self, features: Whole) -> tuple[Whole, float]:
        """Rows of the known features, and the idf of all of them (an unknown one weighs as the rarest)."""
        wanted = np.unique(features)
        places = np.minimum(np.searchsorted(self.features, wanted), max(len(self.features) - 1, 0))
        is_known = self.features[places] == wanted if len(self.features) else np.zeros(len(wanted), bool)
        rarest = float(self.idf.max(initial=1.0))
        rows = places[is_known].astype(np.int64)
        return rows, float(self.idf[rows].sum()) + rarest * int((~is_known).sum())


def features_of(readings: NDArray[np.uint16]) -> Whole:
    """Folded syllables and pairs of a row of readings (units x readings)."""
    said = folding(ALL_MERGERS)[readings].astype(np.int64)
    return np.concatenate([said[readings > 0], pairs_of(readings)])


def pairs_of(readings: NDArray[np.uint16]) -> Whole:
    """Folded pairs of neighbouring syllables, every reading with every reading."""
    said = folding(ALL_MERGERS)[readings].astype(np.int64)
    first, second = said[:-1, :, None], said[1:, None, :]
    is_read = (readings[:-1, :, None] > 0) & (readings[1:, None, :] > 0)
    return (PAIR + first * PAIR + second)[is_read]


def _indexed(characters: NDArray[np.uint16]) -> tuple[Whole, Real, Real, Real, Postings]:
    """Features in order, their idf, the idf that each name holds (in all, in pairs), and the inverted file."""
    keys, rows = _features_of_all(characters)
    features, which = np.unique(keys, return_inverse=True)
    df = np.bincount(which, minlength=len(features))
    idf = np.asarray(np.log1p(len(characters) / np.maximum(df, 1)), dtype=np.float64)
    held = idf[which]
    mass = np.maximum(np.bincount(rows, weights=held, minlength=len(characters)).astype(np.float64), 1e-9)
    in_pairs = np.where(keys >= PAIR, held, 0.0)
    pair_mass = np.bincount(rows, weights=in_pairs, minlength=len(characters)).astype(np.float64)
    shape = (len(features), len(characters))
    return features, idf, mass, pair_mass, Postings.of(which, rows, np.ones(len(rows)), shape=shape)


def _features_of_all(characters: NDArray[np.uint16]) -> tuple[Whole, Whole]:
    """(feature, name) of all names, each once."""
    readings = sounds().readings[characters]
    said = folding(ALL_MERGERS)[readings].astype(np.int64)
    is_read = readings > 0
    numbers = np.arange(len(characters))
    both = is_read[:, :-1, :, None] & is_read[:, 1:, None, :]
    pairs = (PAIR + said[:, :-1, :, None] * PAIR + said[:, 1:, None, :])[both]
    keys = np.concatenate([said[is_read], pairs])
    rows = np.concatenate([np.nonzero(is_read)[0], np.nonzero(both)[0]])
    once = np.unique(keys * max(len(numbers), 1) + rows)
    return once // max(len(numbers), 1), once % max(len(numbers), 1)


def _best(scores: Real, count: int) -> Whole:
    """Places of the highest finite scores, best first; equal scores in the order of the names."""
    order = np.argpartition(-scores, count)[:count] if len(scores) > count else np.arange(len(scores))
    chosen = np.sort(order)
    best_first = chosen[np.argsort(-scores[chosen], kind="stable")]
    return best_first[np.isfinite(scores[best_first])].astype(np.int64)
