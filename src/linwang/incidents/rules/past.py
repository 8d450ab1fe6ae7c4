"""Incidents that have already happened, as plain values: what a demo invents or another system hands over.

People, units, partners, places and stations are named by keys; `load_history` is told their ids.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PastCall:
    """One caller's words."""

    rang_at: datetime
    taken_at: datetime
    channel: str
    words: str
    place_words: str
    caller_name: str
    phone: str
    is_anonymous: bool
    on_behalf_of: str
    taken_by: str


@dataclass(frozen=True, slots=True)
class PastOrder:
    """One unit's order: its moments as far as they have come, and what was reported by whom."""

    unit: str
    by: str
    status: str
    is_backup: bool
    sent_at: datetime
    acknowledged_at: datetime | None = None
    en_route_at: datetime | None = None
    on_scene_at: datetime | None = None
    reported_at: datetime | None = None
    outcome: str = ""
    outcome_words: str = ""
    people_helped: int = 0


@dataclass(frozen=True, slots=True)
class PastAgencyTask:
    """An agency told of the incident, by the code of what it does."""

    function: str
    status: str
    asked: str
    told_at: datetime
    accepted_at: datetime | None = None
    arrived_at: datetime | None = None
    over_at: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class PastCallback:
    """What the caller said afterwards; `satisfaction` 3 to 1, None when not reached."""

    result: str
    satisfaction: int | None
    is_solved: bool | None
    words: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class PastIncident:
    """One event with everything that happened to it; `same_as` is the key of the incident it was merged into.

    Without `place` only the point is known. `ground` is town, outskirts or country.
    """

    key: str
    station: str
    kind: str
    priority: str
    place: str
    point: tuple[float, float]
    beat: str
    grid: str
    ground: str
    calls: Sequence[PastCall]
    received_at: datetime
    dispatcher: str
    orders: Sequence[PastOrder] = ()
    agency_tasks: Sequence[PastAgencyTask] = ()
    closed_at: datetime | None = None
    disposition: str = ""
    disposition_words: str = ""
    referred_to: str = ""
    callback_due_on: date | None = None
    callback: PastCallback | None = None
    same_as: str = ""

    @property
    def rang_at(self) -> datetime:
        """The first ring."""
        return self.calls[0].rang_at
