"""What to ask next? The one question whose answer splits the candidates best.

Question: among the attributes known of the places that may be meant, which should the operator ask for?
Symbols: p probability of each place, A an attribute, H entropy in bits.
Result: the attribute with the greatest H(place) - sum over answers a of P(a) H(place given a). A place of which the
attribute is not known remains under every answer; one with several values (near the bridge, near the school) answers
with each of them equally often. Of equal questions the one with fewer answers is asked, then the one named first.
Source: Lindley, "On a Measure of the Information Provided by an Experiment", Ann. Math. Stat. 27 (1956); the same rule
as Quinlan's ID3 (1986).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import log2

LEAST_BITS = 1e-9


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
        if any(len(set(values)) < len(values) for values in self.known.values()):
            raise ValueError(f"place {self.id} is described twice by the same word")


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

    def remaining_after(self, value: str) -> tuple[int, ...]:
        """The places that remain when this is the answer."""
        for answer in self.answers:
            if answer.value == value:
                return answer.remaining
        raise ValueError(f"no place would have been answered for by {value!r}")


def best_question(possibilities: Sequence[Possibility]) -> Question | None:
    """The question that teaches most, or None when no answer could tell these places apart."""
    if len({one.id for one in possibilities}) < len(possibilities):
        raise ValueError("one place is listed twice")
    questions = [question for attribute in Attribute if (question := _question(attribute, possibilities))]
    telling = [question for question in questions if question.bits > LEAST_BITS]
    return max(telling, key=lambda question: (question.bits, -len(question.answers)), default=None)


def _question(attribute: Attribute, possibilities: Sequence[Possibility]) -> Question | None:
    """What asking for one attribute would teach; None where nothing is known of it."""
    total = sum(one.weight for one in possibilities)
    shares = _shares(attribute, possibilities)
    after = {value: _after(attribute, value, share, possibilities, total) for value, share in shares.items()}
    answers = [_answer(value, left) for value, left in after.items()]
    if not answers:
        return None
    left_over = sum(sum(left.values()) * _entropy(left.values()) for left in after.values())
    return Question(
        attribute=attribute,
        answers=tuple(sorted(answers, key=lambda answer: (-answer.probability, answer.value))),
        expected_remaining=sum(answer.probability * len(answer.remaining) for answer in answers),
        bits=_entropy([one.weight / total for one in possibilities]) - left_over,
    )


def _shares(attribute: Attribute, possibilities: Sequence[Possibility]) -> dict[str, float]:
    """How often each answer is to be expected, judged by the places of which it is known."""
    mass: dict[str, float] = {}
    for one in possibilities:
        values = one.known.get(attribute, ())
        for value in values:
            mass[value] = mass.get(value, 0.0) + one.weight / len(values)
    known = sum(mass.values())
    return {value: held / known for value, held in mass.items()}


def _after(
    attribute: Attribute, value: str, share: float, possibilities: Sequence[Possibility], total: float
) -> dict[int, float]:
    """The places that remain after an answer and the probability of each together with that answer."""
    remaining: dict[int, float] = {}
    for one in possibilities:
        values = one.known.get(attribute, ())
        if not values:
            remaining[one.id] = share * one.weight / total
        elif value in values:
            remaining[one.id] = one.weight / total / len(values)
    return remaining


def _answer(value: str, left: Mapping[int, float]) -> Answer:
    likeliest_first = sorted(left, key=lambda place: (-left[place], place))
    return Answer(value=value, probability=sum(left.values()), remaining=tuple(likeliest_first))


def _entropy(probabilities: Iterable[float]) -> float:
    """Bits of doubt in probabilities that need not add up to one."""
    held = [p for p in probabilities if p > 0]
    total = sum(held)
    return -sum(p / total * log2(p / total) for p in held)
