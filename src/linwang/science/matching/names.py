"""Which place is meant? Names as they are said and typed, ranked with what matched."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from linwang.science.matching.sounds import USUAL_MERGERS, Merger


class MatchReason(StrEnum):
    """Why a name is among the candidates."""

    EXACT = "exact"
    PART_OF_NAME = "part_of_name"
    ALIAS = "alias"
    SAME_SOUND = "same_sound"
    DIALECT_SOUND = "dialect_sound"
    WRONG_CHARACTER = "wrong_character"
    MISSING_CHARACTER = "missing_character"
    EXTRA_CHARACTER = "extra_character"
    PINYIN = "pinyin"
    INITIALS = "initials"


class Nearness(StrEnum):
    """Where the candidate lies, seen from the caller's area."""

    OWN_AREA = "own_area"
    NEIGHBOUR_AREA = "neighbour_area"
    ELSEWHERE = "elsewhere"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one place; a place with aliases has several rows with the same id."""

    id: int
    text: str
    area: str
    kind: str = ""
    weight: float = 1.0
    is_alias: bool = False

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a name needs at least one character")
        if not 0.0 < self.weight < float("inf"):
            raise ValueError("the weight of a name is a positive number")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant: `score` 0 to 1 orders, `span` says where in the text it was heard."""

    id: int
    text: str
    area: str
    kind: str
    score: float
    reasons: tuple[MatchReason, ...]
    nearness: Nearness
    span: tuple[int, int]
    is_sure: bool


class NameIndex:
    """All names ready to be asked; built once, kept in memory, never changed in place."""

    @classmethod
    def build(cls, names: Sequence[Name], *, mergers: Collection[Merger] = USUAL_MERGERS) -> Self:
        """Index names by characters, sounds and initials."""
        raise NotImplementedError

    def find(
        self,
        said: str,
        *,
        area: str | None = None,
        neighbours: Collection[str] = (),
        k: int = 8,
    ) -> tuple[Candidate, ...]:
        """Places whose name is what was said or typed, one row per place, best first."""
        raise NotImplementedError

    def find_in_story(
        self,
        story: str,
        *,
        area: str | None = None,
        neighbours: Collection[str] = (),
        k: int = 8,
    ) -> tuple[Candidate, ...]:
        """Places named somewhere inside a longer text, best first."""
        raise NotImplementedError
