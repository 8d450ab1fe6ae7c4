"""撤回: take an order back; the unit is free at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from linwang.foundation import outbox
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.incidents.actions.chasing import settle_chases
from linwang.incidents.actions.move import tell_unit
from linwang.incidents.actions.settle import settle
from linwang.incidents.models import Assignment, Incident
from linwang.incidents.queries.orders import order_for_update
from linwang.incidents.rules import orders as rules
from linwang.incidents.states import Act, AssignmentStatus


@once
def recall(*, assignment: int, words: str = "", key: UUID, by: Actor, at: datetime) -> int:
    """Take an open order back, by the desk that holds the incident or the unit."""
    by.check_may(Capability.DISPATCH_UNITS)
    incident, order = order_for_update(assignment, by=by)
    rules.check_can_recall(AssignmentStatus(order.status))
    _take_back(incident, order, words, by=by, at=at)
    return order.pk


@once
def undo_dispatch(*, orders: Sequence[int], key: UUID, by: Actor, at: datetime) -> list[int]:
    """Take back what was just sent by mistake: all of it, and only while no unit has signed for its order."""
    by.check_may(Capability.DISPATCH_UNITS)
    return [_undo(order, by=by, at=at) for order in sorted(set(orders))]


def _undo(assignment: int, *, by: Actor, at: datetime) -> int:
    incident, order = order_for_update(assignment, by=by)
    rules.check_can_undo(AssignmentStatus(order.status), order.unit.call_sign)
    _take_back(incident, order, "", by=by, at=at)
    return order.pk


def _take_back(incident: Incident, order: Assignment, words: str, *, by: Actor, at: datetime) -> None:
    order.status, order.recalled_at = AssignmentStatus.RECALLED, at
    order.save(update_fields=["status", "recalled_at"])
    settle_chases(incident, order=order, at=at)
    settle(
        incident, by=by, at=at, what=Act.RECALLED, unit=order.unit_id, order=order.pk,
        words="：".join(filter(None, [order.unit.call_sign, words.strip()])),
    )  # fmt: skip
    tell_unit(order)
    outbox.put("unit.recalled", lock=f"unit:{order.unit_id}", assignment=order.pk)
