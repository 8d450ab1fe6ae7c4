"""The incident page as one frozen row: everything shown on it, in the reader's language, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from linwang.incidents.queries.call_outs.rows import CallOutLine
from linwang.incidents.queries.callers import Look
from linwang.incidents.queries.ranking import Ranking
from linwang.incidents.rules.possible import Possible


@dataclass(frozen=True)
class Choice:
    """One line of a choice."""

    code: str
    label: str


@dataclass(frozen=True)
class Head:
    """What never scrolls away, and the facts behind it."""

    number: str
    version: int
    title: str
    kind: str
    category: str
    team: str
    priority: str
    priority_label: str
    place: str
    place_words: str
    where: str
    lon: float | None
    lat: float | None
    station: int
    station_name: str
    status: str
    status_label: str
    due_label: str
    due_at: datetime | None
    rang_at: datetime
    received_at: datetime
    first_sent_at: datetime | None
    first_on_scene_at: datetime | None
    closed_at: datetime | None
    disposition: str
    disposition_words: str
    callback_due_on: date | None
    merged_into: str
    merged: tuple[str, ...]
    caller_count: int
    is_dangerous: bool
    is_live: bool
    is_ours: bool
    is_not_police: bool
    takes_hours_of_talk: bool
    land_of: Choice | None


@dataclass(frozen=True)
class Step:
    """A step of the procedure; `authority` is the least that may do it."""

    code: str
    text: str
    authority: str
    who: str
    is_urgent: bool
    done_at: datetime | None
    done_by: str
    note: str


@dataclass(frozen=True)
class Question:
    """A question of the kind, with its answer if there is one."""

    code: str
    text: str
    answer: str
    is_urgent: bool


@dataclass(frozen=True)
class CallRow:
    """One caller's words; who it was is shown after a reason is given."""

    id: int
    number: str
    channel: str
    words: str
    place_words: str
    rang_at: datetime
    taken_by: str
    is_anonymous: bool
    on_behalf_of: str
    has_caller: bool
    masked_phone: str


@dataclass(frozen=True)
class Report:
    """What a unit reported."""

    kind: str
    words: str
    people_helped: int
    at: datetime
    sent_back_at: datetime | None
    sent_back_words: str


@dataclass(frozen=True)
class Move:
    """A state that the order may take next."""

    to: str
    label: str


@dataclass(frozen=True)
class OrderRow:
    """One unit's order with its moments and what may be done with it."""

    id: int
    unit: int
    call_sign: str
    kind: str
    status: str
    status_label: str
    order: str
    is_backup: bool
    is_open: bool
    is_near_danger: bool
    wants_backup: bool
    sent_at: datetime
    acknowledged_at: datetime | None
    en_route_at: datetime | None
    on_scene_at: datetime | None
    ended_at: datetime | None
    due_label: str
    due_at: datetime | None
    moves: tuple[Move, ...]
    may_report: bool
    may_be_sent_back: bool
    reports: tuple[Report, ...]


@dataclass(frozen=True)
class AgencyRow:
    """An agency as a party."""

    id: int
    partner: int
    name: str
    phone: str
    status: str
    status_label: str
    is_open: bool
    asked: str
    words: str
    told_at: datetime
    accepted_at: datetime | None
    arrived_at: datetime | None
    over_at: datetime | None
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class AgencyChoice:
    """An agency that may be told; `is_advised` where the catalogue says so."""

    id: int
    name: str
    is_advised: bool
    is_told: bool


@dataclass(frozen=True)
class TimelineLine:
    """One line of the journal; `after_seconds` from the first ring."""

    id: int
    number: str
    at: datetime
    device_at: datetime | None
    after_seconds: int
    by_name: str
    what: str
    label: str
    words: str
    is_struck: bool
    strikes: int | None
    may_be_struck: bool
    level: int


@dataclass(frozen=True)
class PhotoRow:
    """A picture of the scene."""

    key: UUID
    at: datetime
    by_name: str
    width: int
    height: int


@dataclass(frozen=True)
class ReferralRow:
    """What was given to somebody else, and what became of it."""

    receipt: str
    to_words: str
    status: str
    status_label: str
    sent_at: datetime
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True)
class HandOverRow:
    """A hand-over between stations."""

    from_station: str
    to_station: str
    status: str
    status_label: str
    reason: str
    offered_at: datetime
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True)
class CallbackRow:
    """What the caller said afterwards."""

    at: datetime
    by_name: str
    result: str
    satisfaction: str
    solved: str
    words: str


@dataclass(frozen=True)
class Chase:
    """What waits for somebody who has been called: 督办, or a unit that asks for help."""

    due: str
    subject: str
    level: int
    at: datetime
    is_backup: bool


@dataclass(frozen=True)
class IncidentPage:
    """Everything on the page of one incident."""

    head: Head
    steps: tuple[Step, ...]
    steps_name: str
    reached_from: tuple[str, ...]
    closing: tuple[str, ...]
    questions: tuple[Question, ...]
    calls: tuple[CallRow, ...]
    orders: tuple[OrderRow, ...]
    agencies: tuple[AgencyRow, ...]
    agency_choices: tuple[AgencyChoice, ...]
    photos: tuple[PhotoRow, ...]
    timeline: tuple[TimelineLine, ...]
    looks: tuple[Look, ...]
    referrals: tuple[ReferralRow, ...]
    hand_overs: tuple[HandOverRow, ...]
    offer: HandOverRow | None
    offer_is_for_us: bool
    callbacks: tuple[CallbackRow, ...]
    chases: tuple[Chase, ...]
    call_outs: tuple[CallOutLine, ...]
    stations: tuple[Choice, ...]
    acts: Mapping[str, Possible]
    may: Mapping[str, bool]
    ranking: Ranking

    @property
    def unasked(self) -> tuple[Question, ...]:
        """The questions that nobody has answered yet."""
        return tuple(question for question in self.questions if not question.answer)
