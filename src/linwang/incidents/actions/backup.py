"""请求增援: a unit asks for help; the desk is called until it sends somebody."""

from datetime import datetime
from uuid import UUID

from linwang.foundation import outbox
from linwang.foundation.actor import Actor
from linwang.foundation.operations import once
from linwang.incidents.actions.settle import settle
from linwang.incidents.models import Escalation
from linwang.incidents.queries.orders import order_for_update
from linwang.incidents.rules import orders as rules
from linwang.incidents.rules.escalating import BACKUP
from linwang.incidents.states import Act, AssignmentStatus


@once
def ask_backup(
    *, assignment: int, words: str = "", key: UUID, by: Actor, at: datetime, device_at: datetime | None = None
) -> int:
    """Ask for backup, as the crew or on its behalf; marked on the board until another unit is sent."""
    incident, order = order_for_update(assignment, by=by)
    rules.check_can_ask_backup(AssignmentStatus(order.status))
    asked_before = order.escalations.filter(due=BACKUP).count()
    mark = Escalation.objects.create(incident=incident, assignment=order, due=BACKUP, level=asked_before + 1, at=at)
    settle(
        incident, by=by, at=at, what=Act.BACKUP_ASKED, device_at=rules.differing_clock(device_at, at),
        words="：".join(filter(None, [order.unit.call_sign, words.strip()])), unit=order.unit_id, order=order.pk,
    )  # fmt: skip
    outbox.put("incident.escalated", escalation=mark.pk)
    return mark.pk
