"""What matched, in the desk's words: the steps from a name to what was said, summed up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from linwang.science.matching.alignment import DIALECT_SOUND, SAME, SAME_SOUND, SPELLED
from linwang.science.matching.alignment_steps import Step


class MatchReason(StrEnum):
    """Why a name is among the candidates."""

    EXACT = "exact"
    PART_OF_NAME = "part_of_name"
    ALIAS = "alias"
    SAME_SOUND = "same_sound"
    DIALECT_SOUND = "dialect_sound"
    SIMILAR_SOUND = "similar_sound"
    WRONG_CHARACTER = "wrong_character"
    MISSING_CHARACTER = "missing_character"
    EXTRA_CHARACTER = "extra_character"
    TRANSPOSED = "transposed"
    PINYIN = "pinyin"
    INITIALS = "initials"
    TOWN_SAID = "town_said"


_BY_COST = {
    SPELLED: MatchReason.PINYIN,
    SAME_SOUND: MatchReason.SAME_SOUND,
    DIALECT_SOUND: MatchReason.DIALECT_SOUND,
}


@dataclass(frozen=True, slots=True)
class Match:
    """The reasons, and the first and last said unit that stand for the name."""

    reasons: tuple[MatchReason, ...]
    first: int
    last: int


def match(steps: Sequence[Step], *, is_spelled: bool, is_alias: bool) -> Match:
    """Sum up the steps of one pair."""
    exchanged = [place for place, step in enumerate(steps) if step.said is not None and step.name is not None]
    if not exchanged:
        raise ValueError("nothing of the name was said")
    found = dict.fromkeys(_slips(steps, exchanged[0], exchanged[-1]))
    pinyin = (MatchReason.PINYIN,) if is_spelled and MatchReason.PINYIN not in found else ()
    reasons = (*pinyin, *found) or (MatchReason.EXACT,)
    said = [number for place in exchanged if (number := steps[place].said) is not None]
    return Match((*reasons, *((MatchReason.ALIAS,) if is_alias else ())), said[0], said[-1])


def _slips(steps: Sequence[Step], first: int, last: int) -> Iterator[MatchReason]:
    """The slip of every step; what lies around a name in a story is none."""
    for place, step in enumerate(steps):
        is_inside = first < place < last
        if step.said is None:
            yield MatchReason.MISSING_CHARACTER if is_inside else MatchReason.PART_OF_NAME
        elif step.name is None:
            yield from [MatchReason.EXTRA_CHARACTER] if is_inside else []
        elif step.cost != SAME:
            yield _BY_COST.get(step.cost, MatchReason.WRONG_CHARACTER)
