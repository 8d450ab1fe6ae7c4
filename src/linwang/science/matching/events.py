"""Are these two calls about one event?

Question: how likely does a new call tell of an event that is already open, and what speaks for it?
Symbols: each agreement adds the logarithm of a likelihood ratio: how much commoner it is between two calls
about one event than between two calls about different ones. z is their sum on top of the prior odds.
Result: probability = 1 / (1 + exp(-z)), with
    prior      -3.5   about one open event in thirty is the caller's
    place      3.5 - 1.5 ln(1 + (metres / 150)^2), not below -6: callers miss the spot by a street, not by a village
    time       1.5 - minutes / 15, not below -4: witnesses ring within the quarter of an hour
    words      6 (share - 0.15), within -0.5 and 3: share of the shorter story's pieces found in the other
    kind       +1.5 same, +0.5 same category, -1 different: two callers often describe one thing differently
A fact that either call lacks adds nothing. The weights are stated, not learnt: a station with enough merged and
unmerged calls may replace them. A person decides; nothing is merged by itself.
Source: Fellegi and Sunter, "A Theory for Record Linkage", JASA 64 (1969).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import exp, log1p

from linwang.science.geo.distance import metres_between
from linwang.science.geo.points import LonLat
from linwang.science.matching.shared_words import Story

PRIOR = -3.5
NEAR_METRES = 300.0
SOON_MINUTES = 30.0
SHARED_ENOUGH = 0.25


class LikenessReason(StrEnum):
    """What speaks for one event."""

    NEAR = "near"
    SOON_AFTER = "soon_after"
    SAME_KIND = "same_kind"
    SAME_CATEGORY = "same_category"
    SHARED_WORDS = "shared_words"


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What is known of a call or of an open event: any of place, kind and words may be missing."""

    id: int
    at: datetime
    place: LonLat | None = None
    words: str = ""
    kind: str = ""
    category: str = ""

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("the moment of a call needs its time zone")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely one event is (0 to 1), and what the judgement rests on."""

    id: int
    probability: float
    metres: float | None
    minutes: float
    shared_words: tuple[str, ...]
    reasons: tuple[LikenessReason, ...]


def likeness(new: CallFacts, known: CallFacts) -> Likeness:
    """Compare a new call with one open event; the answer carries the open event's id."""
    return _likeness(new, Story.of(new.words), known)


def likely_same(
    new: CallFacts, open_events: Sequence[CallFacts], *, k: int = 3, least: float = 0.2
) -> tuple[Likeness, ...]:
    """The k open events that the new call most likely tells of, best first, none below `least`."""
    story = Story.of(new.words)
    judged = (_likeness(new, story, event) for event in open_events)
    likely = [one for one in judged if one.probability >= least]
    return tuple(sorted(likely, key=lambda one: (-one.probability, one.id))[:k])


def _likeness(new: CallFacts, story: Story, known: CallFacts) -> Likeness:
    metres = metres_between(new.place, known.place) if new.place and known.place else None
    minutes = abs((new.at - known.at).total_seconds()) / 60
    other = Story.of(known.words)
    share = story.share_found_in(other)
    odds = PRIOR + _place(metres) + _time(minutes) + _words(share) + _kind(new, known)
    return Likeness(
        id=known.id,
        probability=1 / (1 + exp(-odds)),
        metres=metres,
        minutes=minutes,
        shared_words=story.words_shared_with(other),
        reasons=_reasons(new, known, metres, minutes, share),
    )


def _place(metres: float | None) -> float:
    return 0.0 if metres is None else max(-6.0, 3.5 - 1.5 * log1p((metres / 150) ** 2))


def _time(minutes: float) -> float:
    return max(-4.0, 1.5 - minutes / 15)


def _words(share: float | None) -> float:
    return 0.0 if share is None else min(3.0, max(-0.5, 6 * (share - 0.15)))


def _kind(new: CallFacts, known: CallFacts) -> float:
    if not new.kind or not known.kind:
        return 0.0
    if new.kind == known.kind:
        return 1.5
    return 0.5 if _is_same_category(new, known) else -1.0


def _is_same_category(new: CallFacts, known: CallFacts) -> bool:
    return bool(new.category) and new.category == known.category


def _reasons(
    new: CallFacts, known: CallFacts, metres: float | None, minutes: float, share: float | None
) -> tuple[LikenessReason, ...]:
    """What to show, in the order in which a desk would say it."""
    is_same_kind = bool(new.kind) and new.kind == known.kind
    holds = {
        LikenessReason.NEAR: metres is not None and metres <= NEAR_METRES,
        LikenessReason.SOON_AFTER: minutes <= SOON_MINUTES,
        LikenessReason.SAME_KIND: is_same_kind,
        LikenessReason.SAME_CATEGORY: not is_same_kind and _is_same_category(new, known),
        LikenessReason.SHARED_WORDS: share is not None and share >= SHARED_ENOUGH,
    }
    return tuple(reason for reason, is_true in holds.items() if is_true)
