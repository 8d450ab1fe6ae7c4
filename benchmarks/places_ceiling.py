"""How often could anybody be right? The share that remains when several names may have been said equally well.

For a saying and its kind of slip, the names of the county from which the same slip makes the same saying cannot be told
apart: of n such names the best guess is right once in n. Nobody who is not told more can be right more often, and a
matcher, which is not told the kind of slip, is right a little less often.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from benchmarks.gazetteer import Listed
from benchmarks.places_queries import Query, merged


def ceiling(queries: Sequence[Query], counties: Mapping[str, Sequence[Listed]]) -> float:
    """The expected recall at 1 of one who knows the county and the kind of slip."""
    shares = []
    for query in queries:
        could_be = _COULD_BE.get(query.kind)
        if could_be:
            same = sum(could_be(query.said, one) for one in counties[query.area_code])
            shares.append(1 / max(same, 1))
    return sum(shares) / len(shares) if shares else float("nan")


def _cores(said: str, one: Listed) -> list[str]:
    """What may be the saying without the word for village."""
    return [said, said[: -len(one.end)]] if one.end and said.endswith(one.end) else [said]


def _changed(said: str, one: Listed) -> list[int] | None:
    """Where a saying of the same length differs from the name, the fewest places."""
    found = [[i for i, (a, b) in enumerate(zip(core, one.core, strict=True)) if a != b]
             for core in _cores(said, one) if len(core) == len(one.core)]  # fmt: skip
    return min(found, key=len, default=None)


def _wrong(said: str, one: Listed) -> bool:
    return len(_changed(said, one) or ()) == 1


def _sounding(said: str, one: Listed, allowed: Callable[[str, str], bool]) -> bool:
    places = _changed(said, one)
    if places is None or len(places) != 1:
        return False
    place, sounds = places[0], _sounds(one.core)
    return len(sounds) == len(one.core) and allowed(sounds[place], _sounds(said[place])[0])


def _shorter(longer: str, shorter: str) -> bool:
    return len(longer) == len(shorter) + 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def _swapped(one: str, other: str) -> bool:
    return one != other and any(one[:i] + one[i + 1] + one[i] + one[i + 2 :] == other for i in range(len(one) - 1))


@lru_cache(maxsize=400_000)
def _sounds(text: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(text))


@lru_cache(maxsize=400_000)
def _letters(text: str) -> str:
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))


_COULD_BE: dict[str, Callable[[str, Listed], bool]] = {
    "homophone": lambda said, one: _sounding(said, one, lambda a, b: a == b),
    "dialect": lambda said, one: _sounding(said, one, lambda a, b: b in merged(a)),
    "wrong_character": _wrong,
    "missing_character": lambda said, one: any(_shorter(one.core, core) for core in _cores(said, one)),
    "extra_character": lambda said, one: any(_shorter(core, one.core) for core in _cores(said, one)),
    "pinyin": lambda said, one: said.replace(" ", "") in ("".join(_sounds(one.core)), "".join(_sounds(one.said))),
    "initials": lambda said, one: said == _letters(one.said),
    "transposed": lambda said, one: any(_swapped(core, one.core) for core in _cores(said, one)),
    "part_of_name": lambda said, one: len(one.core) > 3 and (one.core.startswith(said) or one.core.endswith(said)),
    "suffix_left_out": lambda said, one: bool(one.end) and said == one.core,
}
