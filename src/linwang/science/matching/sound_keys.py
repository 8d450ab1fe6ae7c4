"""Which of very many names sound like this one, or like it but for one syllable? Answered by keys, not by looking.

Question: all names whose folded syllables are the said ones, with at most one put in, left out or exchanged.
Symbols: the key of a sequence of syllables is a hash; a name has one key for the whole and one for each way of leaving
one syllable out.
Result: whole = whole finds the same, shortened = whole one left out, whole = shortened one put in, shortened =
shortened one exchanged. Names and sayings of two syllables are not shortened: what is left would be anything.
Source: deletion neighbourhoods, Mor and Fraenkel, Comm. ACM 25 (1982).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Self

import numpy as np
from numpy.typing import NDArray

from linwang.science.matching.postings import Whole

LONGEST, SHORTEST_CUT, MOST_READINGS = 10, 3, 4
_FACTOR = np.uint32(0x9E3779B1)
Keys = NDArray[np.uint32]
Syllables = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class KeyedRows:
    """Keys in order, and the row that each stands for; rows of one key in order too."""

    keys: Keys | NDArray[np.uint64]
    rows: NDArray[np.int32]

    @classmethod
    def of(cls, keys: Keys | NDArray[np.uint64], rows: Whole) -> Self:
        """Put them in order."""
        order = np.lexsort((rows, keys))
        return cls(keys[order], rows[order].astype(np.int32))

    def near(self, wanted: Keys, row: int, most: int) -> list[NDArray[np.int32]]:
        """For every key its rows, of more than `most` those nearest to one row."""
        first = np.searchsorted(self.keys, wanted, side="left")
        last = np.searchsorted(self.keys, wanted, side="right")
        return [
            _nearest(self.rows[a:b], row, most) for a, b in zip(first.tolist(), last.tolist(), strict=True) if b > a
        ]

    def between(self, least: int, beyond: int, row: int, most: int) -> NDArray[np.int32]:
        """Rows whose keys lie from `least` to before `beyond`, of more than `most` those nearest to one row."""
        first, last = np.searchsorted(self.keys, np.array([least, beyond], dtype=self.keys.dtype))
        return _nearest(np.sort(self.rows[first:last]), row, most)


@dataclass(frozen=True, slots=True, eq=False)
class SoundKeys:
    """The keys of whole names and of names shortened by a syllable."""

    whole: KeyedRows
    shortened: KeyedRows

    @classmethod
    def build(cls, syllables: Syllables, starts: Whole, sizes: Whole) -> Self:
        """From all names' folded syllables in one row, where each begins and how many tell something."""
        whole, shortened = [], []
        for size in range(1, LONGEST + 1):
            rows = np.flatnonzero(sizes == size)
            table = syllables[starts[rows][:, None] + np.arange(size)]
            whole.append((_keys(table), rows))
            if size >= SHORTEST_CUT:
                shortened += [(_keys(np.delete(table, cut, axis=1)), rows) for cut in range(size)]
        return cls(_gathered(whole), _gathered(shortened))

    def near(self, readings: Sequence[Sequence[int]], row: int, most: int) -> Whole:
        """Rows that sound like what was said but for one syllable; `readings` are each unit's folded syllables."""
        if not 0 < len(readings) <= LONGEST + 1:
            return np.zeros(0, dtype=np.int64)
        said = np.array(list(_spellings(readings)), dtype=np.uint16)
        keys = _keys(said)
        found = self.whole.near(keys, row, most) + self.shortened.near(keys, row, most)
        if len(readings) >= SHORTEST_CUT:
            cut = np.unique(np.concatenate([_keys(np.delete(said, place, axis=1)) for place in range(said.shape[1])]))
            found += self.whole.near(cut, row, most) + self.shortened.near(cut, row, most // 2)
        return np.unique(np.concatenate(found)).astype(np.int64) if found else np.zeros(0, dtype=np.int64)


def keys_of(syllables: Sequence[int]) -> int:
    """The key of one sequence."""
    return int(_keys(np.array([syllables], dtype=np.uint16))[0])


def _spellings(readings: Sequence[Sequence[int]]) -> Iterator[tuple[int, ...]]:
    """The likeliest readings of the whole: every other reading in at most two places."""
    several = [place for place, of_unit in enumerate(readings) if len(of_unit) > 1][:2]
    choices = [of_unit[: 1 + (place in several)] or [0] for place, of_unit in enumerate(readings)]
    return product(*choices)


def _keys(table: Syllables) -> Keys:
    """One key per row."""
    keys = np.full(len(table), table.shape[1], dtype=np.uint32)
    for column in table.T:
        keys = (keys ^ (column.astype(np.uint32) + np.uint32(1))) * _FACTOR
        keys ^= keys >> np.uint32(15)
    return keys


def _gathered(parts: Sequence[tuple[Keys, Whole]]) -> KeyedRows:
    return KeyedRows.of(np.concatenate([keys for keys, _ in parts]), np.concatenate([rows for _, rows in parts]))


def _nearest(rows: NDArray[np.int32], row: int, most: int) -> NDArray[np.int32]:
    """At most so many of the rows, those around one row."""
    if len(rows) <= most:
        return rows
    middle = int(np.searchsorted(rows, row))
    first = min(max(0, middle - most // 2), len(rows) - most)
    return rows[first : first + most]
