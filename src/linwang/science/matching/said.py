"""What was said or typed, character by character: each with its sounds and its place in the original text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from linwang.science.matching.sounds import MOST_READINGS, sounds
from linwang.science.matching.spelling import syllables_of

USUAL_WEIGHT, TAIL_WEIGHT = 1.0, 0.2
_TAIL = re.compile(
    r"(?<=..)(?:社区居委会|村民委员会|居民委员会|村委会|居委会|街道办|街道|社区|小区|新村|村|镇|乡|路|街|巷|弄)$"
)
_TAIL_SYLLABLES = {
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


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Units of a text (characters, or syllables spelled in letters), rows of arrays of equal length."""

    characters: NDArray[np.uint16]
    readings: NDArray[np.uint16]
    weights: NDArray[np.float64]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    is_spelled: bool

    def __len__(self) -> int:
        return len(self.starts)

    @classmethod
    def of(cls, text: str) -> Self:
        """Read a text; what is neither character, figure nor letter is passed over."""
        letters, starts = _kept(text)
        units = _units(letters, starts)
        codes = np.array([_code(letters[first], said) for first, _, said in units], dtype=np.uint16)
        readings = np.zeros((len(units), MOST_READINGS), dtype=np.uint16)
        for place, (_, _, said) in enumerate(units):
            readings[place] = sounds().readings[codes[place]] if not said else (sounds().numbers[said], 0, 0)
        return cls(
            characters=codes,
            readings=readings,
            weights=weights_of(_tail_as_characters(letters, units)),
            starts=tuple(starts[first] for first, _, _ in units),
            ends=tuple(starts[last - 1] + 1 for _, last, _ in units),
            is_spelled=any(said for _, _, said in units),
        )

    @classmethod
    def in_story(cls, text: str) -> Self:
        """Read a longer text: no end of it is the end of a name, so every character tells as much."""
        said = cls.of(text)
        return replace(said, weights=np.full(len(said), USUAL_WEIGHT))

    @property
    def is_letters_only(self) -> bool:
        """True for two or more letters that spell no syllable: initials, perhaps."""
        is_letter = (self.characters >= ord("a")) & (self.characters <= ord("z"))
        return len(self) > 1 and not self.is_spelled and bool(is_letter.all())

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


def plain_name(text: str) -> str:
    """A name without spaces and signs, letters small and narrow."""
    return "".join(_kept(text)[0])


def weights_of(text: str) -> NDArray[np.float64]:
    """How much each character tells: the word for village, street or estate at the end tells little."""
    weights = np.full(len(text), USUAL_WEIGHT)
    tail = _TAIL.search(text)
    if tail:
        weights[tail.start() :] = TAIL_WEIGHT
    return weights


def _kept(text: str) -> tuple[list[str], list[int]]:
    """The characters that count, and where each stands in the text."""
    pairs = [
        (letter, place)
        for place, character in enumerate(text)
        for letter in unicodedata.normalize("NFKC", character).lower()
        if _KEPT.match(letter)
    ]
    return [letter for letter, _ in pairs], [place for _, place in pairs]


def _units(letters: list[str], starts: list[int]) -> list[tuple[int, int, str]]:
    """(first, last, syllable): runs of letters that spell syllables become syllables, the rest single characters."""
    units: list[tuple[int, int, str]] = []
    place = 0
    while place < len(letters):
        run = _run_of_letters(letters, starts, place)
        cut = syllables_of(run) if len(run) > 1 else ()
        for syllable in cut or ("",):
            end = place + max(len(syllable), 1)
            units.append((place, end, syllable))
            place = end
    return units


def _run_of_letters(letters: list[str], starts: list[int], place: int) -> str:
    """The Latin letters from this place on that stand side by side in the text."""
    end = place
    while end < len(letters) and "a" <= letters[end] <= "z" and starts[end] - starts[place] == end - place:
        end += 1
    return "".join(letters[place:end])


def _tail_as_characters(letters: list[str], units: list[tuple[int, int, str]]) -> str:
    """One character per unit, spelled words for village or street as their characters, so that they weigh as little."""
    return "".join(_TAIL_SYLLABLES.get(said, "?") if said else letters[first] for first, _, said in units)


def _code(letter: str, syllable: str) -> int:
    """The character's number, or 0 for a spelled syllable, which is no character."""
    return 0 if syllable else ord(letter) & 0xFFFF
