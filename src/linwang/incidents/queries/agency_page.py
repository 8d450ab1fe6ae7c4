"""What an agency's contact sees: its own tasks, where and what is asked. Nothing about callers."""

from dataclasses import dataclass
from datetime import datetime

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.incidents.models import AgencyTask
from linwang.incidents.states import AGENCY_NEXT, AGENCY_OPEN, AgencyStatus


@dataclass(frozen=True)
class AgencyTaskRow:
    """One task of the agency."""

    task: int
    number: str
    asked: str
    place: str
    lon: float | None
    lat: float | None
    status: AgencyStatus
    status_label: str
    may_become: tuple[AgencyStatus, ...]
    told_at: datetime
    accepted_at: datetime | None
    arrived_at: datetime | None
    over_at: datetime | None
    words: str


def agency_tasks(*, seen_by: Actor, with_over: bool = False) -> list[AgencyTaskRow]:
    """The agency's own tasks, the newest first; those that are over only when asked for (the last hundred)."""
    seen_by.check_may(Capability.ANSWER_AS_AGENCY)
    found = AgencyTask.objects.filter(partner=seen_by.partner).select_related("incident__place")
    if not with_over:
        found = found.filter(status__in=AGENCY_OPEN)
    return [_row(task) for task in found.order_by("-told_at", "-pk")[:100]]


def _row(task: AgencyTask) -> AgencyTaskRow:
    incident, status = task.incident, AgencyStatus(task.status)
    return AgencyTaskRow(
        task=task.pk,
        number=incident.number,
        asked=task.asked,
        place=incident.place.name if incident.place else incident.place_words,
        lon=incident.lon,
        lat=incident.lat,
        status=status,
        status_label=str(status.label),
        may_become=tuple(sorted(AGENCY_NEXT[status] - {AgencyStatus.WITHDRAWN})),
        told_at=task.told_at,
        accepted_at=task.accepted_at,
        arrived_at=task.arrived_at,
        over_at=task.over_at,
        words=task.words,
    )
