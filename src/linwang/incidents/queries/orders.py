"""Orders to units: the one that is acted on, and those that are open."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from linwang.duty.models import DutyPeriod, Unit
from linwang.duty.queries.units import is_crew
from linwang.foundation import statements
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import ChangedMeanwhile, NotAllowed, NotFound
from linwang.incidents.models import Assignment, Incident
from linwang.incidents.queries.fetch import incident_for_update, no_such_incident, visible_incidents
from linwang.incidents.states import ASSIGNMENT_OPEN

_ORDER = "select * from incidents_assignment where id = %s"
_UNIT = "select * from duty_unit where id = %s"


def order_for_update(assignment: int, *, by: Actor) -> tuple[Incident, Assignment]:
    """The incident and the order, locked in this turn, for the unit's crew or a desk that acts on its behalf."""
    order = next(iter(Assignment.objects.raw(_ORDER, [assignment])), None)
    if order is None:
        raise _no_such_order()
    order.unit = next(iter(Unit.objects.raw(_UNIT, [order.unit_id])))
    _check_may_answer(order, by)
    incident = statements.locked(Incident, "id = %s", [order.incident_id])
    locked = statements.locked(Assignment, "id = %s and incident_id = %s", [assignment, order.incident_id])
    if incident is None or locked is None:
        raise ChangedMeanwhile(_("该指令刚被移到另一条警情，请刷新后再操作。"))
    locked.unit = order.unit
    return incident, locked


def incident_for_desk_or_crew(number: str, *, by: Actor) -> tuple[Incident, str | None]:
    """The incident, locked, for a desk (authority None) or a crew that has an open order for it (its authority)."""
    own = Incident.objects.select_for_update(of=("self",), no_key=True)
    if by.may(Capability.TAKE_CALLS):
        return incident_for_update(number, by=by), None
    order = _order_of_crew(number, by)
    if order is None:
        raise no_such_incident()
    return own.get(pk=order.incident_id), order.unit.authority


def is_on_behalf(order: Assignment, *, by: Actor) -> bool:
    """Whether somebody else than the unit's own crew acts on its order."""
    return not is_crew(unit=order.unit_id, person=by.person)


def open_orders_of(units: Sequence[int]) -> dict[int, Assignment]:
    """The open order of each unit that has one."""
    orders = Assignment.objects.filter(unit__in=units, status__in=ASSIGNMENT_OPEN).select_related("incident", "unit")
    return {order.unit_id: order for order in orders}


def is_visible(incident: int, *, seen_by: Actor) -> bool:
    """Whether somebody may see an incident."""
    return visible_incidents(seen_by=seen_by).filter(pk=incident).exists()


def _check_may_answer(order: Assignment, by: Actor) -> None:
    if by.may(Capability.ANSWER_ORDERS) and is_crew(unit=order.unit_id, person=by.person):
        return
    if not (order.unit.station_id in by.sees or is_visible(order.incident_id, seen_by=by)):
        raise _no_such_order()
    if not by.may(Capability.DISPATCH_UNITS):
        raise NotAllowed(_("只有在该单元值班的人员，或指挥室，可以操作这条指令。"))


def _order_of_crew(number: str, by: Actor) -> Assignment | None:
    if by.person is None or not by.may(Capability.ANSWER_ORDERS):
        return None
    here = DutyPeriod.objects.filter(person=by.person, to_at__isnull=True).values("unit")
    orders = Assignment.objects.filter(incident__number=number, unit__in=here, status__in=ASSIGNMENT_OPEN)
    return orders.select_related("unit").first()


def _no_such_order() -> NotFound:
    return NotFound(_("没有找到这条指令，或它不属于您的单元。请刷新后再看。"))
