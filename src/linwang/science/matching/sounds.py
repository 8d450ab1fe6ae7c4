"""How does it sound? Characters as syllables without tones, and the mergers of a dialect.

Question: may this character have been said for that one?
Symbols: a syllable is an initial and a final (zh + ang); a character has up to three readings; a merger is a pair of
sounds that a speaker does not keep apart, and folding writes both as one.
Result: a table from every character to the numbers of its syllables, and for each set of mergers a table from syllable
to folded syllable. Figures sound like their numerals; Latin letters stand for themselves.
Source: readings from pypinyin's dictionary (from the Unihan database); mergers as in Yuen Ren Chao, "A Grammar of
Spoken Chinese" (1968) and the Language Atlas of China: n/l in the south-west and Jianghuai, flat and curled initials
and -n/-ng in Wu and the south-west, f/h in Min, Hakka and Xiang.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray
from pypinyin.pinyin_dict import pinyin_dict

MOST_READINGS = 3
CHARACTERS = 65_536
_FIGURES = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
_TONELESS = dict(zip(map(ord, "āáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹ"), "aaaaeeeeiiiioooouuuuvvvvvnnn", strict=True))
READ_BOTH_WAYS = "长朝佛都乐堡重圈柏藏曾"
"""Characters of place names whose second reading is as usual as the first."""
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
_F_AS_H = {
    "fa": "hua",
    "fan": "huan",
    "fang": "huang",
    "fei": "hui",
    "fen": "hun",
    "feng": "hong",
    "fo": "huo",
    "fou": "hou",
    "fu": "hu",
}


class Merger(StrEnum):
    """Two sounds that a speaker does not keep apart."""

    N_L = "n_l"
    ZH_Z = "zh_z"
    CH_C = "ch_c"
    SH_S = "sh_s"
    ENG_EN = "eng_en"
    ING_IN = "ing_in"
    F_H = "f_h"


USUAL_MERGERS: frozenset[Merger] = frozenset(Merger) - {Merger.F_H}
_INITIAL_MERGERS = {Merger.N_L: "n", Merger.ZH_Z: "zh", Merger.CH_C: "ch", Merger.SH_S: "sh"}
_MERGED_INITIAL = {"n": "l", "zh": "z", "ch": "c", "sh": "s"}
_FINAL_MERGERS = {Merger.ENG_EN: "eng", Merger.ING_IN: "ing"}


@dataclass(frozen=True, slots=True, eq=False)
class Sounds:
    """Syllables by number (0 is none) and the readings of every character of the basic plane."""

    syllables: tuple[str, ...]
    numbers: dict[str, int]
    readings: NDArray[np.uint16]

    def of(self, text: str) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
        """The text as characters and as readings, one row per character."""
        characters = np.frombuffer(text.encode("utf-16-le", "replace"), dtype="<u2").astype(np.uint16)
        return characters, self.readings[characters]


@cache
def sounds() -> Sounds:
    """The table for all characters; made once, about a fifth of a second."""
    by_character = {chr(code): _plain_readings(said) for code, said in pinyin_dict.items() if code < CHARACTERS}
    by_character |= {figure: by_character[numeral] for figure, numeral in _FIGURES.items()}
    by_character |= {letter: (letter.upper(),) for letter in "abcdefghijklmnopqrstuvwxyz"}
    syllables = ("", *sorted({syllable for said in by_character.values() for syllable in said}))
    numbers = {syllable: number for number, syllable in enumerate(syllables)}
    readings = np.zeros((CHARACTERS, MOST_READINGS), dtype=np.uint16)
    for character, said in by_character.items():
        readings[ord(character), : len(said)] = [numbers[syllable] for syllable in said]
    return Sounds(syllables, numbers, readings)


@cache
def is_read_both_ways() -> NDArray[np.bool_]:
    """For every character whether its second reading is no rare one."""
    both = np.zeros(CHARACTERS, dtype=np.bool_)
    both[[ord(character) for character in READ_BOTH_WAYS]] = True
    return both


@cache
def folding(mergers: frozenset[Merger]) -> NDArray[np.uint16]:
    """For each syllable number the number that stands for all syllables the dialect does not keep apart."""
    folded: dict[str, int] = {}
    numbers = [folded.setdefault(fold(syllable, mergers), len(folded)) for syllable in sounds().syllables]
    return np.array(numbers, dtype=np.uint16)


def fold(syllable: str, mergers: Iterable[Merger]) -> str:
    """One syllable as a speaker with these mergers says it."""
    held = frozenset(mergers)
    said = _F_AS_H.get(syllable, syllable) if Merger.F_H in held else syllable
    initial, final = parts_of(said)
    if any(_INITIAL_MERGERS.get(merger) == initial for merger in held):
        initial = _MERGED_INITIAL[initial]
    if any(_FINAL_MERGERS.get(merger) == final for merger in held):
        final = final[:-1]
    return initial + final


def parts_of(syllable: str) -> tuple[str, str]:
    """Its initial, which may be empty, and its final."""
    initial = next((start for start in _INITIALS if syllable.startswith(start)), "")
    return initial, syllable[len(initial) :]


def _plain_readings(said: str) -> tuple[str, ...]:
    """The first readings without tones, each once; lǜ is written lv."""
    plain = dict.fromkeys(said.translate(_TONELESS).split(","))
    return tuple(reading for reading in plain if reading.isascii() and reading.isalpha())[:MOST_READINGS]
