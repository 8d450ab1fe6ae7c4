"""签收、出警、到场: a unit says where it is with its order, or the desk says it on its behalf."""

from datetime import datetime
from uuid import UUID

from linwang.foundation import live
from linwang.foundation.actor import Actor
from linwang.foundation.operations import once
from linwang.incidents.actions.chasing import settle_chases
from linwang.incidents.actions.settle import settle
from linwang.incidents.models import Assignment
from linwang.incidents.queries.orders import is_on_behalf, order_for_update
from linwang.incidents.rules import orders as rules
from linwang.incidents.states import AssignmentStatus

_MOMENT = {
    AssignmentStatus.ACKNOWLEDGED: "acknowledged_at",
    AssignmentStatus.EN_ROUTE: "en_route_at",
    AssignmentStatus.ON_SCENE: "on_scene_at",
}


@once
def move(
    *,
    assignment: int,
    to: AssignmentStatus,
    key: UUID,
    by: Actor,
    at: datetime,
    device_at: datetime | None = None,
) -> int:
    """Take an order one state further; the server's clock counts, the device's is kept beside it."""
    to = rules.chosen_move(to)
    incident, order = order_for_update(assignment, by=by)
    rules.check_can_move(AssignmentStatus(order.status), to)
    order.status = to
    setattr(order, _MOMENT[to], at)
    order.save(update_fields=["status", _MOMENT[to]])
    if to == AssignmentStatus.ON_SCENE:
        incident.first_on_scene_at = incident.first_on_scene_at or at
    settle_chases(incident, order=order, at=at)
    settle(
        incident, by=by, at=at, what=rules.MOVES[to], words=order.unit.call_sign,
        device_at=rules.differing_clock(device_at, at), unit=order.unit_id, order=order.pk,
        on_behalf=is_on_behalf(order, by=by),
    )  # fmt: skip
    tell_unit(order)
    return order.pk


def tell_unit(order: Assignment) -> None:
    """Announce that the unit's state changed."""
    live.tell(station=order.unit.station_id, kind="unit", reference=str(order.unit_id))
