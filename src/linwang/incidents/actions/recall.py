"""撤回: take an order back; the unit is free at once."""

from datetime import datetime
from uuid import UUID

from linwang.foundation import outbox
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.incidents.actions.chasing import settle_chases
from linwang.incidents.actions.move import tell_unit
from linwang.incidents.actions.settle import settle
from linwang.incidents.queries.orders import order_for_update
from linwang.incidents.rules import orders as rules
from linwang.incidents.states import Act, AssignmentStatus


@once
def recall(*, assignment: int, words: str = "", key: UUID, by: Actor, at: datetime) -> int:
    """Take an open order back, by the desk that holds the incident or the unit."""
    by.check_may(Capability.DISPATCH_UNITS)
    incident, order = order_for_update(assignment, by=by)
    rules.check_can_recall(AssignmentStatus(order.status))
    order.status, order.recalled_at = AssignmentStatus.RECALLED, at
    order.save(update_fields=["status", "recalled_at"])
    settle_chases(incident, order=order, at=at)
    settle(
        incident, by=by, at=at, what=Act.RECALLED, unit=order.unit_id, order=order.pk,
        words="：".join(filter(None, [order.unit.call_sign, words.strip()])),
    )  # fmt: skip
    tell_unit(order)
    outbox.put("unit.recalled", lock=f"unit:{order.unit_id}", assignment=order.pk)
    return order.pk
