"""What the pages of a call-out show: frozen rows, already in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linwang.incidents.queries.call_outs.advice import WaveAdvice
from linwang.incidents.rules.possible import Possible


@dataclass(frozen=True)
class CalledRow:
    """Somebody in a call-out; `is_overdue` is later than they or the call-out said."""

    id: int
    name: str
    status: str
    status_label: str
    is_walk_up: bool
    has_account: bool
    wave: int
    grid: str
    skills: tuple[str, ...]
    team: int | None
    team_number: int | None
    expected_at: datetime | None
    arrived_at: datetime | None
    left_at: datetime | None
    is_silent: bool
    is_overdue: bool


@dataclass(frozen=True)
class TeamRow:
    """A team with its members; those who have left stay named until the end."""

    id: int
    number: int
    task: str
    place: str
    leader: int | None
    leader_name: str
    members: Sequence[CalledRow]

    @property
    def here(self) -> int:
        """How many of it are at the meeting place or in the field now."""
        return sum(one.status in ("here", "in_field") for one in self.members)


@dataclass(frozen=True)
class RescueRow:
    """One report of people brought to safety."""

    id: int
    people: int
    place: str
    by_name: str
    at: datetime
    is_struck: bool


@dataclass(frozen=True)
class Figures:
    """Counted live; at the end they stay when the names have gone."""

    asked: int = 0
    yes: int = 0
    no: int = 0
    waiting: int = 0
    silent: int = 0
    not_needed: int = 0
    coming: int = 0
    here: int = 0
    in_field: int = 0
    left: int = 0
    walk_ups: int = 0
    rescued: int = 0

    @property
    def unaccounted(self) -> int:
        """Who said yes or came, and is not known to have left safely."""
        return self.coming + self.here + self.in_field


@dataclass(frozen=True)
class CallOutHead:
    """What was asked of whom."""

    id: int
    number: str
    kind: str
    station_name: str
    station_phone: str
    status: str
    status_label: str
    tasks: tuple[str, ...]
    words: str
    skills: tuple[str, ...]
    grids: tuple[str, ...]
    needed: int
    meeting_place: str
    begun_at: datetime
    until_at: datetime
    is_past_until: bool
    stood_down_at: datetime | None
    ended_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Until it has ended."""
        return self.ended_at is None

    @property
    def takes_people(self) -> bool:
        """Whether somebody may still come."""
        return self.status in ("asking", "enough")


@dataclass(frozen=True)
class CallOutPage:
    """Everything on the page of one call-out."""

    head: CallOutHead
    figures: Figures
    advice: WaveAdvice | None
    teams: Sequence[TeamRow]
    called: Sequence[CalledRow]
    rescues: Sequence[RescueRow]
    can_end: Possible
    is_forgotten: bool

    def _with(self, *statuses: str) -> list[CalledRow]:
        return [one for one in self.called if one.status in statuses]

    @property
    def field(self) -> list[CalledRow]:
        """Who is there, the longest first."""
        return sorted(self._with("here", "in_field"), key=lambda one: (one.arrived_at or self.head.begun_at, one.id))

    @property
    def field_count(self) -> int:
        """So that the roll counts on."""
        return len(self.field)

    @property
    def coming(self) -> list[CalledRow]:
        """Who is on the way, the next first."""
        return sorted(self._with("coming"), key=lambda one: (one.expected_at or self.head.until_at, one.id))

    @property
    def free(self) -> list[CalledRow]:
        """Who is coming or there and in no team."""
        return [one for one in [*self.field, *self.coming] if one.team is None]

    @property
    def others(self) -> list[CalledRow]:
        """Who has not answered, will not come, has left or is not needed."""
        order = ("asked", "not_coming", "left", "not_needed")
        return sorted(self._with(*order), key=lambda one: (order.index(one.status), one.grid, one.id))


@dataclass(frozen=True)
class CallOutLine:
    """A call-out of the incident, as one line."""

    id: int
    status: str
    status_label: str
    begun_at: datetime
    needed: int
    asked: int
    out: int
