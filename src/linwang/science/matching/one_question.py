"""What to ask next? The one question whose answer splits the candidates best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Attribute(StrEnum):
    """What can be asked about a place."""

    TOWN = "town"
    BEAT = "beat"
    NEAR = "near"
    SIDE = "side"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Possibility:
    """A place that may be meant: its weight and what is known of it (several values where several hold)."""

    id: int
    weight: float = 1.0
    known: Mapping[Attribute, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0.0 < self.weight < float("inf"):
            raise ValueError("the weight of a possibility is a positive number")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to the question and the possibilities that remain after it, likeliest first."""

    value: str
    probability: float
    remaining: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """The attribute to ask for; `expected_remaining` counts places, `bits` what the answer teaches."""

    attribute: Attribute
    answers: tuple[Answer, ...]
    expected_remaining: float
    bits: float


def best_question(possibilities: Sequence[Possibility]) -> Question | None:
    """The question that teaches most, or None when no answer could tell these places apart."""
    raise NotImplementedError
