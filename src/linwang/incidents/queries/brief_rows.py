"""A brief as it is read: the frozen codes in the reader's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from linwang.duty.states import UnitKind
from linwang.foundation.listing import listed
from linwang.incidents.queries.board import due_says
from linwang.incidents.queries.board_units import STATES
from linwang.incidents.queries.named import named
from linwang.incidents.states import IncidentStatus, Priority


@dataclass(frozen=True)
class BriefIncident:
    """An open incident when the shift changed."""

    number: str
    priority: str
    priority_label: str
    status: str
    status_label: str
    kind: str
    title: str
    place: str
    rang_at: datetime
    due_says: str
    due_at: datetime | None
    is_overdue: bool
    helpers: str


@dataclass(frozen=True)
class BriefPromise:
    """A call-back, hand-over or referral that waits: whom or what for, and since or until when."""

    number: str
    title: str
    words: str
    at: datetime | None
    on: date | None


@dataclass(frozen=True)
class BriefUnits:
    """The units of one state."""

    label: str
    call_signs: tuple[str, ...]


@dataclass(frozen=True)
class PriorityCount:
    """How many open ones of a priority."""

    priority: str
    label: str
    count: int


@dataclass(frozen=True)
class Brief:
    """The whole brief."""

    at: datetime
    open: tuple[BriefIncident, ...]
    overdue: int
    counts: tuple[PriorityCount, ...]
    callbacks: tuple[BriefPromise, ...]
    hand_overs: tuple[BriefPromise, ...]
    referrals: tuple[BriefPromise, ...]
    units: tuple[BriefUnits, ...]
    units_on_duty: int
    drafts: int


def read_brief(frozen: Mapping[str, Any]) -> Brief:
    """What was frozen, in words."""
    incidents = tuple(_incident(row) for row in frozen["open"])
    return Brief(
        at=datetime.fromisoformat(frozen["at"]),
        open=incidents,
        overdue=sum(row.is_overdue for row in incidents),
        counts=tuple(
            PriorityCount(str(p), str(p.label), sum(row.priority == p for row in incidents)) for p in Priority
        ),
        callbacks=tuple(
            BriefPromise(
                row["number"], named(*row["kind"]) or row["title"], "", None, date.fromisoformat(row["due_on"])
            )
            for row in frozen["callbacks"]
        ),
        hand_overs=_promises(frozen["hand_overs"], lambda row: f"{row['from']} → {row['to']}：{row['reason']}"),
        referrals=_promises(frozen["referrals"], lambda row: f"{row['to']} · {row['receipt']}"),
        units=tuple(_units(frozen["units"])),
        units_on_duty=len(frozen["units"]),
        drafts=frozen["drafts"],
    )


def _incident(row: Mapping[str, Any]) -> BriefIncident:
    return BriefIncident(
        number=row["number"],
        priority=row["priority"],
        priority_label=str(Priority(row["priority"]).label),
        status=row["status"],
        status_label=str(IncidentStatus(row["status"]).label),
        kind=named(*row["kind"]),
        title=row["title"],
        place=row["place"],
        rang_at=datetime.fromisoformat(row["rang_at"]),
        due_says=due_says(row["due"], row["status"]),
        due_at=datetime.fromisoformat(row["due_at"]) if row["due_at"] else None,
        is_overdue=row["is_overdue"],
        helpers=listed(row["helpers"]),
    )


def _what(row: Mapping[str, Any]) -> str:
    return named(*row["kind"]) or row["title"]


def _promises(rows: Iterable[Mapping[str, Any]], words: Any) -> tuple[BriefPromise, ...]:
    return tuple(
        BriefPromise(row["number"], row["title"], words(row), datetime.fromisoformat(row["at"]), None) for row in rows
    )


def _units(rows: list[dict[str, Any]]) -> Iterable[BriefUnits]:
    for state, label in STATES:
        here = [row for row in rows if row["state"] == state]
        for kind in UnitKind:
            signs = tuple(row["call_sign"] for row in here if row["kind"] == kind)
            if signs:
                yield BriefUnits(f"{label} · {kind.label}", signs)
