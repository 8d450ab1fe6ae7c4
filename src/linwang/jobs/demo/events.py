"""What a past or open incident of the demo consists of: plain frozen things, with keys instead of ids."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from linwang.jobs.demo.layout import Place, Point


@dataclass(frozen=True, slots=True)
class KindChoice:
    """An item of the catalogue, as far as the demo needs it."""

    code: str
    name: str
    category: str
    also: tuple[str, ...]
    priority: str
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoCall:
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
class DemoOrder:
    """One unit's order: its moments as far as they have come, and what it reported."""

    unit: str
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
class DemoAgencyTask:
    """An agency told of the incident."""

    function: str
    status: str
    asked: str
    told_at: datetime
    accepted_at: datetime | None = None
    arrived_at: datetime | None = None
    over_at: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class DemoCallback:
    """What the caller said afterwards; `satisfaction` 3 to 1, None when not reached."""

    result: str
    satisfaction: int | None
    is_solved: bool | None
    words: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class DemoIncident:
    """One event with everything that happened to it; `same_as` is the key of the incident it was merged into."""

    key: str
    station: str
    kind: str
    priority: str
    place: Place
    at: Point
    is_located: bool
    calls: Sequence[DemoCall]
    received_at: datetime
    dispatcher: str
    orders: Sequence[DemoOrder] = ()
    agency_tasks: Sequence[DemoAgencyTask] = ()
    closed_at: datetime | None = None
    disposition: str = ""
    disposition_words: str = ""
    referred_to: str = ""
    callback_due_on: date | None = None
    callback: DemoCallback | None = None
    same_as: str = ""

    @property
    def rang_at(self) -> datetime:
        """The first ring."""
        return self.calls[0].rang_at


@dataclass(frozen=True, slots=True)
class History:
    """Everything that happened, oldest first, and the open incidents of this moment."""

    past: Sequence[DemoIncident] = field(default=())
    open: Sequence[DemoIncident] = field(default=())
