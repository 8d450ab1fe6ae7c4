"""What is asked and what is known when units are ranked: the vocabulary of the chapter on ranking."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Authority(IntEnum):
    """What the law lets a unit do, least first; a crew counts by its highest member."""

    VOLUNTEER = 1
    GUARD = 2
    AUXILIARY = 3
    POLICE = 4


class Reason(StrEnum):
    """What speaks for a unit."""

    NEAREST = "nearest"
    WITHIN_LIMIT = "within_limit"
    FREE = "free"
    SUITED = "suited"
    ALLOWED = "allowed"
    FRESH_POSITION = "fresh_position"
    LEAST_BUSY = "least_busy"
    LEAVES_COVER = "leaves_cover"


class Shortfall(StrEnum):
    """What speaks against a unit, or what the answer as a whole lacks."""

    OFF_DUTY = "off_duty"
    BUSY = "busy"
    NOT_ALLOWED = "not_allowed"
    NOT_SUITED = "not_suited"
    KEPT_FROM_DANGER = "kept_from_danger"
    NO_POSITION = "no_position"
    STALE_POSITION = "stale_position"
    NO_WAY_THERE = "no_way_there"
    BEYOND_LIMIT = "beyond_limit"
    FAR_BEYOND_LIMIT = "far_beyond_limit"
    ONLY_WITH_POLICE = "only_with_police"
    STRIPS_COVER = "strips_cover"
    TOO_FEW_UNITS = "too_few_units"
    NO_POLICE = "no_police"


class Ask(StrEnum):
    """What the first eyes are asked to do; never more."""

    OBSERVE = "observe"
    REPORT = "report"
    KEEP_AWAY = "keep_away"
    GUIDE = "guide"
    COMFORT = "comfort"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """One unit now: `travel_seconds` is infinite where there is no way, None where no position is known.

    `cover_loss` is the share of the demand that nobody meets in time while it is away; `is_last_cover` is true where
    it leaves ground that no other free unit reaches in time.
    """

    id: int
    authority: Authority
    travel_seconds: float | None
    is_free: bool = True
    is_on_duty: bool = True
    skills: frozenset[str] = frozenset()
    position_age_seconds: float | None = None
    is_position_fixed: bool = False
    workload: int = 0
    cover_loss: float = 0.0
    is_last_cover: bool = False

    def __post_init__(self) -> None:
        if self.travel_seconds is not None and not self.travel_seconds >= 0:
            raise ValueError(f"unit {self.id}: travel time cannot be negative")
        if self.position_age_seconds is not None and not self.position_age_seconds >= 0:
            raise ValueError(f"unit {self.id}: a position cannot be from the future")
        if self.workload < 0:
            raise ValueError(f"unit {self.id}: workload is counted from 0")
        if not 0.0 <= self.cover_loss <= 1.0:
            raise ValueError(f"unit {self.id}: lost cover is a share of the demand")


@dataclass(frozen=True, slots=True)
class Need:
    """What the incident needs: least authority, skills, how many units, by when, and whether it is dangerous.

    `is_police_there` is true where an officer is at it or on the way; `eyes_wanted` is how many are asked to look.
    """

    least_authority: Authority = Authority.POLICE
    skills: frozenset[str] = frozenset()
    units_wanted: int = 1
    limit_seconds: float = 600.0
    is_dangerous: bool = False
    is_watching_useful: bool = True
    is_police_there: bool = False
    eyes_wanted: int = 1

    def __post_init__(self) -> None:
        if self.units_wanted < 1 or self.eyes_wanted < 1:
            raise ValueError("an incident wants at least one unit")
        if not 0.0 < self.limit_seconds < float("inf"):
            raise ValueError("the time limit is a positive number of seconds")


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """One row of the answer: `cost_seconds` orders; `is_possible` is False where a hard shortfall stands."""

    id: int
    cost_seconds: float
    travel_seconds: float | None
    reasons: tuple[Reason, ...]
    shortfalls: tuple[Shortfall, ...]
    is_possible: bool
    is_advised: bool


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The two answers, every unit in each; `shortfalls` say what the first answer as a whole lacks."""

    lawful: tuple[RankedUnit, ...]
    first_eyes: tuple[RankedUnit, ...]
    first_eyes_asks: tuple[Ask, ...]
    shortfalls: tuple[Shortfall, ...]
