"""Misheard and mistyped names for judging the matcher: seeded, by other rules than the matcher's.

Sounds come from pypinyin's phrase reader, characters from the 3,755 common ones of GB 2312 in their standard order; the
matcher's tables, costs, foldings and endings are not used. Every kind is one slip; `mixed` is two of different kinds.

A character is dropped only where two remain of what tells the name from others. In half of all sayings the word for
village or neighbourhood is left out as well, except where a kind speaks of the whole name.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pypinyin import Style, lazy_pinyin

from benchmarks.gazetteer import Listed

STARTS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("z", "zh"), ("c", "ch"), ("s", "sh"), ("l", "n"))
FINALS = (("eng", "en"), ("ing", "in"), ("en", "eng"), ("in", "ing"))
F_AND_H = {"fei": "hui", "hui": "fei", "fu": "hu", "hu": "fu", "fang": "huang", "huang": "fang", "fan": "huan",
           "huan": "fan", "fen": "hun", "hun": "fen", "fa": "hua", "hua": "fa"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Query:
    """What was said, in which county, for which code, by which slip."""

    said: str
    area_code: str
    expected_code: str
    kind: str


def queries(
    counties: Mapping[str, Sequence[Listed]], chosen: Sequence[str], *, each: int, seed: int
) -> Iterator[Query]:
    """For each of the chosen counties `each` names of every kind that can be made."""
    chance = random.Random(seed)
    for county in chosen:
        for kind in KINDS:
            made = 0
            for _ in range(each * 8):
                one = chance.choice(counties[county])
                said = say(chance, one, kind)
                if said:
                    yield Query(said, county, one.code, kind)
                    made += 1
                if made == each:
                    break


def say(chance: random.Random, one: Listed, kind: str) -> str:
    """The name with one slip of the kind, or nothing where it cannot be made."""
    said = _KINDS[kind](chance, one)
    return "" if said in ("", one.said, one.name) and kind != "whole" else said


def _with_end(chance: random.Random, one: Listed, core: str) -> str:
    return core + (one.end if core and chance.random() < 0.5 else "") if core else ""


def _homophone(chance: random.Random, one: Listed) -> str:
    return _with_end(chance, one, _sounding(chance, one.core, lambda syllable: [syllable]))


def _dialect(chance: random.Random, one: Listed) -> str:
    return _with_end(chance, one, _sounding(chance, one.core, merged))


def _f_h(chance: random.Random, one: Listed) -> str:
    return _with_end(chance, one, _sounding(chance, one.core, lambda s: [F_AND_H[s]] if s in F_AND_H else []))


def _wrong(chance: random.Random, one: Listed) -> str:
    place = chance.randrange(len(one.core))
    return _with_end(chance, one, one.core[:place] + chance.choice(common()) + one.core[place + 1 :])


def _missing(chance: random.Random, one: Listed) -> str:
    if len(one.core) < 3:
        return ""
    place = chance.randrange(len(one.core))
    return _with_end(chance, one, one.core[:place] + one.core[place + 1 :])


def _extra(chance: random.Random, one: Listed) -> str:
    place = chance.randrange(len(one.core) + 1)
    return _with_end(chance, one, one.core[:place] + chance.choice(common()) + one.core[place:])


def _pinyin(chance: random.Random, one: Listed) -> str:
    return chance.choice(["", "", " "]).join(lazy_pinyin(_with_end(chance, one, one.core)))


def _initials(chance: random.Random, one: Listed) -> str:
    return "".join(lazy_pinyin(one.said, style=Style.FIRST_LETTER)) if len(one.said) > 2 else ""


def _transposed(chance: random.Random, one: Listed) -> str:
    if len(one.core) < 2:
        return ""
    place = chance.randrange(len(one.core) - 1)
    core = one.core
    return _with_end(chance, one, core[:place] + core[place + 1] + core[place] + core[place + 2 :])


def _part(chance: random.Random, one: Listed) -> str:
    """Two characters or more from either end of a longer name."""
    if len(one.core) < 4:
        return ""
    size = chance.randrange(2, len(one.core) - 1)
    return one.core[:size] if chance.random() < 0.7 else one.core[-size:]


def _without_end(chance: random.Random, one: Listed) -> str:
    return one.core if one.end and len(one.core) > 1 else ""


def _mixed(chance: random.Random, one: Listed) -> str:
    """A sound and one more slip; the name needs three characters to bear both."""
    if len(one.core) < 3:
        return ""
    heard = _sounding(chance, one.core, chance.choice([lambda syllable: [syllable], merged]))
    other = chance.choice([_missing, _transposed, _extra, _wrong]) if len(heard) > 3 else _transposed
    return other(chance, Listed(one.code, heard + one.name[len(one.core) :])) if heard else ""


def _sounding(chance: random.Random, text: str, sounds: Callable[[str], list[str]]) -> str:
    """One character of the text put as another of the sounds allowed for it."""
    syllables = lazy_pinyin(text)
    places = list(range(len(text))) if len(syllables) == len(text) else []
    chance.shuffle(places)
    for place in places:
        others = [c for sound in sounds(syllables[place]) for c in by_sound().get(sound, ()) if c != text[place]]
        if others:
            return text[:place] + chance.choice(others) + text[place + 1 :]
    return ""


def merged(syllable: str) -> list[str]:
    """Syllables that some speaker does not keep apart from this one."""
    starts = [other + syllable[len(start) :] for start, other in STARTS
              if syllable.startswith(start) and not (start in "zcs" and syllable[1:2] == "h")]  # fmt: skip
    return starts + [syllable[: -len(final)] + other for final, other in FINALS if syllable.endswith(final)]


@cache
def common() -> tuple[str, ...]:
    """The common characters of GB 2312, rows 16 to 55."""
    codes = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(16, 56) for cell in range(1, 95))
    return tuple(code.decode("gb2312") for code in codes if code < b"\xd7\xfa")


@cache
def by_sound() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for character in common():
        found[lazy_pinyin(character)[0]].append(character)
    return {sound: tuple(characters) for sound, characters in found.items()}


_KINDS: dict[str, Callable[[random.Random, Listed], str]] = {
    "homophone": _homophone,
    "dialect": _dialect,
    "f_h": _f_h,
    "wrong_character": _wrong,
    "missing_character": _missing,
    "extra_character": _extra,
    "pinyin": _pinyin,
    "initials": _initials,
    "transposed": _transposed,
    "part_of_name": _part,
    "suffix_left_out": _without_end,
    "mixed": _mixed,
}
KINDS = tuple(_KINDS)
