"""Where a response stands and what its clock waits for, worked out from its parts alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from linwang.incidents.states import (
    AGENCY_OPEN,
    ASSIGNMENT_OPEN,
    AgencyStatus,
    AssignmentStatus,
    Due,
    IncidentStatus,
    Priority,
)

SEND_WITHIN = {
    Priority.A: timedelta(seconds=60),
    Priority.B: timedelta(seconds=90),
    Priority.C: timedelta(minutes=3),
    Priority.D: timedelta(minutes=15),
}
"""From the first ring, or from being opened again, to the next order; 60 s is NFPA 1225's norm for emergencies."""

CLOSE_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Order:
    """One unit's order, as far as the clock needs it."""

    status: AssignmentStatus
    sign_by: datetime
    leave_by: datetime
    arrive_by: datetime | None
    report_by: datetime


@dataclass(frozen=True)
class Standing:
    """The status of the response, and the next moment somebody must have acted by."""

    status: IncidentStatus
    due: Due | None
    due_at: datetime | None


def standing_of(
    *,
    priority: Priority,
    since: datetime,
    orders: Sequence[Order],
    agencies: Sequence[AgencyStatus],
    referred: bool,
    at: datetime,
) -> Standing:
    """The standing of an incident that is neither closed nor merged; `since` is the first ring, or the reopening."""
    open_orders = [order for order in orders if order.status in ASSIGNMENT_OPEN]
    if open_orders:
        on_scene = any(order.status == AssignmentStatus.ON_SCENE for order in open_orders)
        due, due_at = min((_due(order) for order in open_orders), key=lambda pair: pair[1])
        return Standing(IncidentStatus.HANDLING if on_scene else IncidentStatus.DISPATCHED, due, due_at)
    if any(status in AGENCY_OPEN for status in agencies):
        return Standing(IncidentStatus.HANDLING, Due.CLOSE, since + CLOSE_WITHIN)
    if referred or AssignmentStatus.REPORTED in {o.status for o in orders} or AgencyStatus.CLEARED in agencies:
        return Standing(IncidentStatus.REPORTED, Due.CLOSE, at + CLOSE_WITHIN)
    return Standing(IncidentStatus.RECEIVED, Due.DISPATCH, since + SEND_WITHIN[priority])


def _due(order: Order) -> tuple[Due, datetime]:
    match order.status:
        case AssignmentStatus.SENT:
            return Due.SIGN, order.sign_by
        case AssignmentStatus.ACKNOWLEDGED:
            return Due.LEAVE, order.leave_by
        case AssignmentStatus.EN_ROUTE:
            return Due.ARRIVE, order.arrive_by or order.report_by
        case _:
            return Due.REPORT, order.report_by
