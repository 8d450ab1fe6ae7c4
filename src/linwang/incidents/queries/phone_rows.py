"""What the phone page shows: frozen rows, already in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linwang.duty.queries.crew import Crew, UnitChoice
from linwang.incidents.queries.call_outs.phone import OwnCall


@dataclass(frozen=True)
class Step:
    """One step of the procedure that this person may do."""

    code: str
    text: str
    is_urgent: bool
    is_done: bool


@dataclass(frozen=True)
class OtherUnit:
    """Another unit on the same incident."""

    call_sign: str
    status: str
    status_label: str


@dataclass(frozen=True)
class Told:
    """Something the desk asked or noted: a question with its answer, or a line of the timeline."""

    at: datetime | None
    what: str
    words: str


@dataclass(frozen=True)
class Stage:
    """One of the three things a unit says on its way: 签收, 出警, 到场."""

    act: str
    to: str
    at: datetime | None


@dataclass(frozen=True)
class PhoneOrder:
    """The unit's open order and as much of its incident as this person needs."""

    assignment: int
    number: str
    version: int
    status: str
    status_label: str
    stages: Sequence[Stage]
    due_label: str
    due_at: datetime | None
    kind_label: str
    priority: str
    priority_label: str
    is_dangerous: bool
    is_backup: bool
    order: str
    place: str
    place_words: str
    lon: float | None
    lat: float | None
    sent_at: datetime
    words: Sequence[str]
    answers: Sequence[Told]
    notes: Sequence[Told]
    steps: Sequence[Step]
    others: Sequence[OtherUnit]
    photos: Sequence[UUID]
    sent_back_words: str
    may_ring_caller: bool


@dataclass(frozen=True)
class Recalled:
    """An order that was just taken back: its unit must know that it need not go."""

    number: str
    kind_label: str
    at: datetime


@dataclass(frozen=True)
class PhonePage:
    """Where somebody is on duty and what their unit is to do, or the units they may choose; and call-outs."""

    crew: Crew | None
    order: PhoneOrder | None
    choices: Sequence[UnitChoice]
    recalled: Recalled | None = None
    calls: Sequence[OwnCall] = ()
