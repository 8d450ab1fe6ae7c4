"""What an agency's contact sees: its own tasks, where to go and what is asked; nothing of callers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from linwang.foundation.actor import Actor
from linwang.foundation.refusals import NotAllowed
from linwang.incidents.models import AgencyTask
from linwang.incidents.queries.incident_rows import Move
from linwang.incidents.queries.named import named
from linwang.incidents.rules.agencies import ANSWERS
from linwang.incidents.states import AGENCY_NEXT, AGENCY_OPEN, AgencyStatus
from linwang.personnel.models import Partner

STAYS = timedelta(days=7)
"""How long a finished task stays in sight."""


@dataclass(frozen=True)
class TaskRow:
    """One task: the least that is needed to do it."""

    id: int
    number: str
    asked: str
    place: str
    lon: float | None
    lat: float | None
    station_name: str
    station_phone: str
    status: str
    status_label: str
    is_open: bool
    told_at: datetime
    over_at: datetime | None
    words: str
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class AgencyTasks:
    """Open tasks, and those finished lately."""

    partner_name: str
    open: tuple[TaskRow, ...]
    over: tuple[TaskRow, ...]


def agency_tasks(*, seen_by: Actor, at: datetime) -> AgencyTasks:
    """The tasks of the person's own partner, newest first."""
    if seen_by.partner is None:
        raise NotAllowed(_("您的账号没有关联联动单位。请找管理员。"))
    tasks = AgencyTask.objects.filter(partner=seen_by.partner).select_related(
        "partner", "incident__place", "incident__station"
    )
    open_ones = [_row(task) for task in tasks.filter(status__in=AGENCY_OPEN).order_by("-told_at", "pk")]
    ended = tasks.exclude(status__in=AGENCY_OPEN).filter(over_at__gt=at - STAYS)
    return AgencyTasks(
        partner_name=_name_of(seen_by.partner),
        open=tuple(open_ones),
        over=tuple(_row(task) for task in ended.order_by("-over_at", "pk")[:30]),
    )


def _name_of(partner: int) -> str:
    own = Partner.objects.get(pk=partner)
    return named(own.name, own.name_en)


def _row(task: AgencyTask) -> TaskRow:
    incident, status = task.incident, AgencyStatus(task.status)
    following = [to for to in AgencyStatus if to in AGENCY_NEXT[status] & ANSWERS]
    return TaskRow(
        id=task.pk,
        number=incident.number,
        asked=task.asked,
        place=incident.place.name if incident.place else incident.place_words,
        lon=incident.lon,
        lat=incident.lat,
        station_name=named(incident.station.name, incident.station.name_en),
        station_phone=incident.station.phone,
        status=status,
        status_label=str(status.label),
        is_open=status in AGENCY_OPEN,
        told_at=task.told_at,
        over_at=task.over_at,
        words=task.words,
        moves=tuple(Move(to, str(to.label)) for to in following),
    )
