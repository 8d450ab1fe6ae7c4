"""下勤: a person leaves their unit, unless its open order would be left to nobody."""

from datetime import datetime
from uuid import UUID

from linwang.duty import rules
from linwang.duty.actions.end_duty import end_duty
from linwang.duty.queries import crew
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.incidents.models import Assignment
from linwang.incidents.states import ASSIGNMENT_OPEN


@once
def go_off_duty(
    *, key: UUID, by: Actor, at: datetime, person: int | None = None, device_at: datetime | None = None
) -> int:
    """End one's own duty, or for the desk that of `person` who forgot; returns the period's id.

    It stands above `duty` because only here is it known whether the unit has an open order.
    """
    by.check_may(Capability.ANSWER_ORDERS if person in (None, by.person) else Capability.DISPATCH_UNITS)
    leaving = person or by.person or 0
    unit = crew.unit_of_crew_for_update(leaving, by=by)
    rules.check_may_leave(
        has_open_order=Assignment.objects.filter(unit=unit, status__in=ASSIGNMENT_OPEN).exists(),
        somebody_stays=crew.is_crewed(unit.pk, by_others_than=leaving),
    )
    return end_duty(unit, person=leaving, by=by, at=at, device_at=device_at)
