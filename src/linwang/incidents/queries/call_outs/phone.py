"""What somebody who was asked sees on their phone: what, where, until when; a leader sees the team too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from linwang.foundation.actor import Actor
from linwang.incidents.models import CalledPerson
from linwang.incidents.queries.call_outs.page import name_of, tasks_of
from linwang.incidents.queries.named import named
from linwang.incidents.states import CalledStatus, CallOutStatus

SPARED_SHOWN_FOR = timedelta(hours=2)
"""So long somebody reads that they need not come."""
_WITH = ("call_out__incident__kind__procedure", "call_out__station", "team__leader__person")


@dataclass(frozen=True)
class TeamMate:
    """Somebody in the team that one leads."""

    called: int
    name: str
    status: str
    status_label: str


@dataclass(frozen=True)
class OwnTeam:
    """The team one is in; `mates` only for its leader, who signs for them."""

    id: int
    number: int
    task: str
    place: str
    leader_name: str
    is_led: bool
    mates: Sequence[TeamMate]


@dataclass(frozen=True)
class OwnCall:
    """One call-out that somebody is asked for or in."""

    called: int
    call_out: int
    status: str
    status_label: str
    kind: str
    tasks: tuple[str, ...]
    words: str
    meeting_place: str
    until_at: datetime
    expected_at: datetime | None
    arrived_at: datetime | None
    station_name: str
    station_phone: str
    is_asking: bool
    is_over: bool
    team: OwnTeam | None


def own_calls(*, seen_by: Actor, at: datetime) -> list[OwnCall]:
    """Those that have not ended, the newest first."""
    rows = CalledPerson.objects.filter(person=seen_by.person, call_out__ended_at=None).select_related(*_WITH)
    return [_own_call(row) for row in rows.order_by("-asked_at", "-pk") if _is_shown(row, at)]


def _is_shown(row: CalledPerson, at: datetime) -> bool:
    if row.status == CalledStatus.NOT_NEEDED:
        return row.released_at is not None and row.released_at > at - SPARED_SHOWN_FOR
    return row.status != CalledStatus.DECLINED or row.call_out.status == CallOutStatus.ASKING


def _own_call(row: CalledPerson) -> OwnCall:
    call_out, incident = row.call_out, row.call_out.incident
    return OwnCall(
        called=row.pk,
        call_out=call_out.pk,
        status=row.status,
        status_label=str(CalledStatus(row.status).label),
        kind=named(incident.kind.name, incident.kind.name_en) if incident.kind else incident.title,
        tasks=tasks_of(call_out),
        words=call_out.words,
        meeting_place=call_out.meeting_place,
        until_at=call_out.until_at,
        expected_at=row.expected_at,
        arrived_at=row.arrived_at,
        station_name=named(call_out.station.name, call_out.station.name_en),
        station_phone=call_out.station.phone,
        is_asking=call_out.status == CallOutStatus.ASKING,
        is_over=call_out.status == CallOutStatus.STOOD_DOWN,
        team=_team(row),
    )


def _team(row: CalledPerson) -> OwnTeam | None:
    team = row.team
    if team is None:
        return None
    is_led = team.leader_id == row.pk
    return OwnTeam(
        id=team.pk,
        number=team.number,
        task=team.task,
        place=team.place,
        leader_name=name_of(team.leader) if team.leader else "",
        is_led=is_led,
        mates=_mates(row) if is_led else (),
    )


def _mates(row: CalledPerson) -> list[TeamMate]:
    others = CalledPerson.objects.filter(team=row.team_id).exclude(pk=row.pk).select_related("person")
    return [
        TeamMate(one.pk, name_of(one), one.status, str(CalledStatus(one.status).label)) for one in others.order_by("pk")
    ]
