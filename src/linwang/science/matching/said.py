"""What was said or typed, character by character: each with its sounds and its place in the original text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from itertools import count, takewhile
from typing import Self

import numpy as np
from numpy.typing import NDArray

from linwang.science.matching.name_table import weights_of_said
from linwang.science.matching.sounds import MOST_READINGS, sounds
from linwang.science.matching.spelling import ways_to_cut
from linwang.science.matching.spoken_form import spoken

LONGEST_NAME, MOST_LETTERS, MOST_WAYS = 24, 120, 3
_END_SYLLABLES = {
    "cun": "村",
    "zhen": "镇",
    "xiang": "乡",
    "lu": "路",
    "jie": "街",
    "xiao": "小",
    "she": "社",
    "qu": "区",
    "dao": "道",
}
_KEPT = re.compile(r"[0-9a-z㐀-鿿]")
LONGEST_RUN = 64
"""Letters read as pinyin at once: no name is longer, and an endless run is not read anew from each of its letters."""
_Unit = tuple[int, int, str]
"""First letter, the letter after the last, and the syllable where it is spelled."""


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Units of a text (characters, or syllables spelled in letters), rows of arrays of equal length."""

    characters: NDArray[np.uint16]
    readings: NDArray[np.uint16]
    weights: NDArray[np.float32]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    is_spelled: bool

    def __len__(self) -> int:
        return len(self.starts)

    @classmethod
    def of(cls, text: str) -> Self:
        """Read a text; what is neither character, figure nor letter is passed over."""
        letters, starts = _kept(text)
        return cls._made(letters, starts, _units(letters, starts, _most_probable))

    @classmethod
    def ways(cls, text: str) -> tuple[Self, ...]:
        """Read a name as it may be meant: letters may spell more than one row of syllables."""
        letters, starts = _kept(text)
        said = spoken("".join(letters))
        letters, starts = list(said)[:MOST_LETTERS], [*starts, *[len(text) - 1] * len(said)][: len(said)]
        if not any("a" <= letter <= "z" for letter in letters):
            units: list[_Unit] = [(place, place + 1, "") for place in range(min(len(letters), LONGEST_NAME))]
            return (cls._made(letters, starts, units),)
        cuts = [_units(letters, starts, partial(_cut_number, number)) for number in range(MOST_WAYS)]
        distinct = dict.fromkeys(tuple(cut[:LONGEST_NAME]) for cut in cuts)
        return tuple(cls._made(letters, starts, list(cut)) for cut in distinct)

    @classmethod
    def in_story(cls, text: str) -> Self:
        """Read a longer text: no end of it is the end of a name, so every character tells as much."""
        said = cls.of(text)
        return replace(said, weights=np.ones(len(said), dtype=np.float32))

    @classmethod
    def _made(cls, letters: list[str], starts: list[int], units: list[_Unit]) -> Self:
        codes = np.array([_code(letters[first], said) for first, _, said in units], dtype=np.uint16)
        readings = sounds().readings[codes]
        for place, (_, _, said) in enumerate(units):
            if said:
                readings[place] = (sounds().numbers[said], *[0] * (MOST_READINGS - 1))
        return cls(
            characters=codes,
            readings=readings,
            weights=weights_of_said(_end_as_characters(letters, units)),
            starts=tuple(starts[first] for first, _, _ in units),
            ends=tuple(starts[last - 1] + 1 for _, last, _ in units),
            is_spelled=any(said for _, _, said in units),
        )

    @property
    def letters(self) -> str:
        """Two or more Latin letters and nothing else: initials, perhaps, where they spell no syllable."""
        is_letter = (self.characters >= ord("a")) & (self.characters <= ord("z"))
        return "".join(map(chr, self.characters)) if len(self) > 1 and bool(is_letter.all()) else ""

    def size_of_any(self, words: Collection[str], place: int) -> int:
        """How many units one of these words takes up at a place, written or spelled; 0 where none stands there."""
        heard = self.readings[place:, 0].tolist()
        spoken_so = (sounds().of(word)[1][:, 0].tolist() for word in words)
        return max((len(word) for word in spoken_so if heard[: len(word)] == word), default=0)

    def cut(self, start: int, stop: int) -> Self:
        """The units from start to stop."""
        part = slice(start, stop)
        return replace(
            self,
            characters=self.characters[part],
            readings=self.readings[part],
            weights=self.weights[part],
            starts=self.starts[part],
            ends=self.ends[part],
        )


def span_of(text: str) -> tuple[int, int]:
    """From the first to the last sign that counts."""
    starts = _kept(text)[1]
    return starts[0], starts[-1] + 1


def letters_only(text: str) -> str:
    """The text without spaces and signs where nothing but two to twelve Latin letters is left, else nothing."""
    kept = "".join(_kept(text)[0])
    return kept if re.fullmatch(r"[a-z]{2,12}", kept) else ""


def _kept(text: str) -> tuple[list[str], list[int]]:
    """The characters that count, and where each stands in the text."""
    pairs = [
        (letter, place)
        for place, character in enumerate(text)
        for letter in (character if "㐀" <= character <= "鿿" else unicodedata.normalize("NFKC", character).lower())
        if _KEPT.match(letter)
    ]
    return [letter for letter, _ in pairs], [place for _, place in pairs]


def _units(letters: list[str], starts: list[int], cut: Callable[[str], tuple[str, ...]]) -> list[_Unit]:
    """Runs of letters that spell syllables become syllables, the rest single characters."""
    units: list[_Unit] = []
    place = 0
    while place < len(letters):
        run = _run_of_letters(letters, starts, place)
        for syllable in (cut(run) if len(run) > 1 else ()) or ("",):
            end = place + max(len(syllable), 1)
            units.append((place, end, syllable))
            place = end
    return units


def _most_probable(run: str) -> tuple[str, ...]:
    return _cut_number(0, run)


def _cut_number(number: int, run: str) -> tuple[str, ...]:
    """The way to cut a run that comes at this place in the order of likelihood, or the last there is."""
    ways = ways_to_cut(run, most=MOST_WAYS)
    return ways[min(number, len(ways) - 1)] if ways else ()


def _run_of_letters(letters: list[str], starts: list[int], place: int) -> str:
    """The Latin letters from this place on that stand side by side in the text, as far as a name can go on."""
    last = min(len(letters), place + LONGEST_RUN)
    run = takewhile(
        lambda end: end < last and "a" <= letters[end] <= "z" and starts[end] - starts[place] == end - place,
        count(place),
    )
    return "".join(letters[end] for end in run)


def _end_as_characters(letters: list[str], units: list[_Unit]) -> str:
    """One character per unit, spelled words for village or street as their characters, so that they weigh as little."""
    return "".join(_END_SYLLABLES.get(said, "?") if said else letters[first] for first, _, said in units)


def _code(letter: str, syllable: str) -> int:
    """The character's number, or 0 for a spelled syllable, which is no character."""
    return 0 if syllable else ord(letter) & 0xFFFF
