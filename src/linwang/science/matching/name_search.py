"""Which names are worth comparing closely with what was said, near the caller and anywhere?

Question: of up to a nation's names, which few hundred can have been meant?
Result: near the caller (own area and neighbours) all names that share syllables are counted and the best taken, so
that a name survives any slip that leaves one syllable; elsewhere names that sound the same but for one syllable are
fetched by their keys. A town or county said before the name opens its own stretch of names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from linwang.science.matching.name_table import NameTable
from linwang.science.matching.postings import Real, Whole
from linwang.science.matching.said import Said
from linwang.science.matching.sound_keys import KeyedRows, SoundKeys, keys_of
from linwang.science.matching.sounds import Merger, folding, sounds
from linwang.science.matching.spoken_form import plain_name, size_of_end, spoken
from linwang.science.matching.syllable_rows import SyllableRows

ALL_MERGERS = frozenset(Merger)
COMPARED_NEAR, COMPARED_ELSEWHERE, COUNTED_AT_ONCE = 120, 40, 60_000
BEGINNING_ELSEWHERE, LONGEST_TOWN = 200, 5
Stretch = tuple[int, int]


@dataclass(frozen=True, eq=False)
class NameSearch:
    """The inverted file of syllables, the keys of sounds, and the towns and counties that may be said first."""

    table: NameTable
    syllable_rows: SyllableRows
    sound_keys: SoundKeys
    towns: KeyedRows
    counties: KeyedRows
    initials: KeyedRows

    @classmethod
    def build(cls, table: NameTable) -> Self:
        """From the table alone."""
        folded = folding(ALL_MERGERS)[sounds().readings[table.letters]]
        row_of = np.repeat(np.arange(len(table)), table.sizes)
        telling = table.sizes - table.end_sizes
        tells = np.arange(len(row_of)) - table.letter_starts[:-1][row_of] < telling[row_of]
        is_read = (folded > 0) & tells[:, None]
        count = int(folding(ALL_MERGERS).max()) + 1
        rows = np.broadcast_to(row_of[:, None], folded.shape)[is_read]
        held = folded[is_read].astype(np.int64)
        return cls(
            table=table,
            syllable_rows=SyllableRows.build(held, rows, count=count, names=len(table)),
            sound_keys=SoundKeys.build(folded[:, 0], table.letter_starts[:-1].astype(np.int64), telling),
            towns=_said_first(table.towns),
            counties=_said_first(table.area_words),
            initials=KeyedRows.of(_packed_initials(table), np.arange(len(table))),
        )

    def near(self, said: Said, own: Stretch, stretches: Sequence[Stretch]) -> Whole:
        """Names of these stretches that share most syllables with what was said."""
        readings = readings_of(said)
        telling = [of_unit for of_unit, weight in zip(readings, said.weights, strict=True) if weight == 1.0]
        found = [self._best_of(telling or readings, own, stretch) for stretch in stretches if stretch[1] > stretch[0]]
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)

    def elsewhere(self, said: Said, row: int) -> Whole:
        """Names anywhere that sound like this but for one syllable, of many those listed near a row."""
        telling = [of_unit for of_unit, weight in zip(readings_of(said), said.weights, strict=True) if weight == 1.0]
        return self.sound_keys.near(telling, row, COMPARED_ELSEWHERE)

    def said_before(self, said: Said, own: Stretch, near: Sequence[Stretch]) -> Iterator[tuple[Stretch, int, bool]]:
        """Stretches of names whose town (one near) or county (any) was said first, how many units that took, which."""
        readings = [of_unit[0] if of_unit else 0 for of_unit in readings_of(said)]
        town = int(np.searchsorted(self.table.town_starts, own[0]))
        for size in range(2, min(len(said) - 1, LONGEST_TOWN + 1)):
            key = np.array([keys_of(readings[:size])], dtype=np.uint32)
            for numbers in self.towns.near(key, town, 4):
                stretches = [_stretch(self.table.town_starts, number) for number in numbers.tolist()]
                yield from ((one, size, False) for one in stretches if _is_within(one, near))
            for numbers in self.counties.near(key, self.table.number_of_row(own[0]), 2):
                yield from ((_stretch(self.table.area_starts, number), size, True) for number in numbers.tolist())

    def beginning_with(self, letters: str, own: Stretch, near: Sequence[Stretch]) -> tuple[Whole, Whole]:
        """Names whose first letters begin so by their usual readings, and those near the caller that do by others."""
        least, size = _packed(letters), 1 << (60 - 5 * len(letters))
        usual = self.initials.between(least, least + size, own[0], BEGINNING_ELSEWHERE).astype(np.int64)
        close = np.concatenate([usual[:0], *(self._read_so(letters, stretch) for stretch in near)])
        is_usual = np.isin(close, usual) | self._reads_usually(letters, close)
        return np.union1d(usual, close[is_usual]), close[~is_usual]

    def _reads_usually(self, letters: str, rows: Whole) -> NDArray[np.bool_]:
        """Whether the first letters are those of the usual readings."""
        holds = np.ones(len(rows), dtype=np.bool_)
        for place, letter in enumerate(letters):
            characters = self.table.letters[self.table.letter_starts[rows] + place]
            holds &= _first_letters()[sounds().readings[characters][:, 0]] == ord(letter) - ord("a") + 1
        return holds

    def _read_so(self, letters: str, stretch: Stretch) -> Whole:
        rows = np.arange(*stretch)
        rows = rows[self.table.sizes[rows] >= len(letters)]
        for place, letter in enumerate(letters):
            characters = self.table.letters[self.table.letter_starts[rows] + place]
            first = _first_letters()[sounds().readings[characters]]
            rows = rows[(first == ord(letter) - ord("a") + 1).any(axis=1)]
        return rows

    def _best_of(self, readings: Sequence[Sequence[int]], own: Stretch, stretch: Stretch) -> Whole:
        shared = self.syllable_rows.shared(readings, *stretch)
        mine = shared[max(own[0] - stretch[0], 0) : max(own[1] - stretch[0], 0)]
        mine += (mine > 0) * 3.0
        return stretch[0] + _highest(shared, COMPARED_NEAR)


def readings_of(said: Said) -> list[list[int]]:
    """For each unit its folded syllables, each once."""
    folded = folding(ALL_MERGERS)[said.readings]
    return [
        list(dict.fromkeys(syllable for syllable, reading in zip(of_unit, known, strict=True) if reading))
        for of_unit, known in zip(folded.tolist(), said.readings.tolist(), strict=True)
    ]


def _highest(scores: Real, count: int) -> Whole:
    """Places of the highest positive scores."""
    positive = np.flatnonzero(scores > 0)
    if len(positive) <= count:
        return positive
    return positive[np.argpartition(scores[positive], len(positive) - count)[-count:]]


def _said_first(words: Sequence[str]) -> KeyedRows:
    """Keys of towns or of counties, by their numbers, without the word that says what they are."""
    folded = folding(ALL_MERGERS)
    pairs = [(key, number) for number, word in enumerate(words) if (key := _key_of(word, folded)) is not None]
    keys = np.array([key for key, _ in pairs], dtype=np.uint32)
    return KeyedRows.of(keys, np.array([number for _, number in pairs], dtype=np.int64))


def _stretch(starts: NDArray[np.int32], number: int) -> Stretch:
    return int(starts[number]), int(starts[number + 1])


def _is_within(one: Stretch, stretches: Sequence[Stretch]) -> bool:
    return any(first <= one[0] and one[1] <= last for first, last in stretches)


def _key_of(word: str, folded: NDArray[np.uint16]) -> int | None:
    said = spoken(plain_name(word))
    core = said[: len(said) - size_of_end(said)]
    return keys_of(folded[sounds().of(core)[1][:, 0]].tolist()) if len(core) > 1 else None


def _packed_initials(table: NameTable) -> NDArray[np.uint64]:
    """Letters a to z are 1 to 26; what has no letter is 0."""
    letters = _first_letters()[sounds().readings[table.letters][:, 0]].astype(np.uint64)
    packed = np.zeros(len(table), dtype=np.uint64)
    for place in range(12):
        has = table.sizes > place
        packed[has] |= letters[table.letter_starts[:-1][has] + place] << np.uint64(55 - 5 * place)
    return packed


@cache
def _first_letters() -> NDArray[np.uint8]:
    """For every syllable the number of its first letter."""
    return np.array([ord(syllable[:1].lower() or "`") - ord("`") for syllable in sounds().syllables], dtype=np.uint8)


def _packed(letters: str) -> int:
    return sum((ord(letter) - ord("a") + 1) << (55 - 5 * place) for place, letter in enumerate(letters))
