"""Which names of a stretch share most syllables with what was said? Counted, not compared.

Question: of the names between two rows, which are worth comparing closely?
Symbols: every syllable, folded for all dialects, has the rows of the names that hold it, in order; its weight is
ln(1 + N / df).
Result: for every name of the stretch the sum of the weights of the syllables it shares with the saying.
Source: Manning, Raghavan and Schuetze, "Introduction to Information Retrieval" (2008), ch. 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from linwang.science.matching.postings import Real, Whole


@dataclass(frozen=True, slots=True, eq=False)
class SyllableRows:
    """`rows[starts[s]:starts[s + 1]]` are the names that hold syllable s, in order."""

    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]

    @classmethod
    def build(cls, syllables: NDArray[np.int64], rows: Whole, *, count: int, names: int) -> Self:
        """From pairs of syllable and row, in any order; a syllable that a name holds twice counts once."""
        once = np.unique(syllables * names + rows)
        of_syllable = once // max(names, 1)
        df = np.bincount(of_syllable, minlength=count)
        starts = np.concatenate([[0], np.cumsum(df)]).astype(np.int64)
        weights = np.log1p(names / np.maximum(df, 1)).astype(np.float32)
        return cls(starts, (once % max(names, 1)).astype(np.int32), weights)

    def shared(self, readings: Sequence[Sequence[int]], first: int, last: int) -> Real:
        """For each name from `first` to before `last` how much it shares with the units said."""
        sums = np.zeros(last - first)
        for of_unit in readings:
            for syllable in of_unit:
                rows = self.rows[self.starts[syllable] : self.starts[syllable + 1]]
                start, stop = np.searchsorted(rows, (first, last))
                sums[rows[start:stop] - first] += self.weights[syllable]
        return sums
