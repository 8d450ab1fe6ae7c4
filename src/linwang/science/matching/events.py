"""Are these two calls about one event?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from linwang.science.geo.points import LonLat


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
    """Compare a new call with one open event."""
    raise NotImplementedError


def likely_same(
    new: CallFacts, open_events: Sequence[CallFacts], *, k: int = 3, least: float = 0.2
) -> tuple[Likeness, ...]:
    """The k open events that the new call most likely tells of, best first, none below `least`."""
    raise NotImplementedError
