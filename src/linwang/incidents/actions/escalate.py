"""督办 by itself: what nobody acted on in time is taken to the duty officer, once for each level."""

from datetime import datetime

from django.db import transaction

from linwang.foundation import outbox
from linwang.foundation.actor import program
from linwang.foundation.station_settings import value_of
from linwang.incidents.actions.settle import record
from linwang.incidents.models import Escalation
from linwang.incidents.queries.fetch import incident_for_update
from linwang.incidents.queries.overdue import Overdue, is_still_overdue, overdue
from linwang.incidents.rules.escalating import level_now
from linwang.incidents.states import Act


def escalate_overdue(*, at: datetime) -> int:
    """Take everything overdue to who must act now; each in its own transaction. Returns how many."""
    waiting = overdue(at=at)
    steps = {station: value_of(station, "escalate_after_seconds") for station in {one.station for one in waiting}}
    levels = [
        (one, level_now(due_at=one.due_at, at=at, step_seconds=steps[one.station], chased=one.chased))
        for one in waiting
    ]
    return sum(_escalate(one, level, at) for one, level in levels if level is not None)


@transaction.atomic
def _escalate(one: Overdue, level: int, at: datetime) -> bool:
    by = program(one.station)
    incident = incident_for_update(one.number, by=by)
    if not is_still_overdue(one, incident):
        return False
    chase, is_new = Escalation.objects.get_or_create(
        incident=incident,
        assignment_id=one.order,
        due=one.due,
        level=level,
        defaults={"at": at},  # type: ignore[misc]
    )
    if is_new:
        record(
            incident, by=by, at=at, what=Act.ESCALATED, words=one.subject, level=level, due=one.due, order=one.order,
            due_at=one.due_at.isoformat(),
        )  # fmt: skip
        outbox.put("incident.escalated", escalation=chase.pk)
    return is_new
