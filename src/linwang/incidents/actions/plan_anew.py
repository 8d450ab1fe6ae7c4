"""New facts, new limits: the deadlines of orders that are still open are worked out again, in the open."""

from dataclasses import asdict
from typing import Any

from linwang.foundation import clock, live
from linwang.incidents.models import Assignment, Incident
from linwang.incidents.queries.limits import limits_of
from linwang.incidents.rules.time_limits import Deadlines, deadlines
from linwang.incidents.states import ASSIGNMENT_OPEN

_MOMENTS = tuple(Deadlines.__dataclass_fields__)


def plan_anew(incident: Incident) -> list[dict[str, Any]]:
    """Give the open orders of a locked incident their deadlines by its kind and ground as they are now.

    Returns, for the journal, each order that changed with the unit's call sign and its moments before and after.
    """
    orders = incident.assignments.filter(status__in=ASSIGNMENT_OPEN).select_related("unit").order_by("pk")
    changes = [change for order in orders if (change := _change(incident, order)) is not None]
    for order in orders:
        live.tell(station=order.unit.station_id, kind="unit", reference=str(order.unit_id))
    return changes


def _change(incident: Incident, order: Assignment) -> dict[str, Any] | None:
    moments = asdict(deadlines(limits_of(incident), ground=incident.ground, sent_at=order.sent_at))
    before = {name: getattr(order, name) for name in _MOMENTS}
    if before == moments:
        return None
    for name, moment in moments.items():
        setattr(order, name, moment)
    order.save(update_fields=_MOMENTS)
    return {"order": order.pk, "unit": order.unit.call_sign, "before": _said(before), "after": _said(moments)}


def _said(moments: dict[str, Any]) -> dict[str, str | None]:
    return {name: f"{clock.local(moment):%m-%d %H:%M:%S}" if moment else None for name, moment in moments.items()}
