"""The end of somebody's duty in a unit; `incidents.actions.go_off_duty` asks first whether they may leave."""

from datetime import datetime

from linwang.duty.models import DutyPeriod, Unit, UnitPosition
from linwang.duty.queries import crew
from linwang.duty.states import DutyAct
from linwang.foundation import journal, live
from linwang.foundation.actor import Actor


def end_duty(unit: Unit, *, person: int, by: Actor, at: datetime, device_at: datetime | None = None) -> int:
    """End the period in the locked unit; with the last person the unit leaves the map. Returns the period's id."""
    period = DutyPeriod.objects.get(unit=unit, person=person, to_at__isnull=True)
    period.to_at = at
    period.save(update_fields=["to_at"])
    if not crew.is_crewed(unit.pk):
        UnitPosition.objects.filter(unit=unit).delete()
    journal.write(
        station=unit.station_id, subject="unit", reference=str(unit.pk), what=DutyAct.OFF_DUTY, by=by, at=at,
        device_at=device_at, person=person,
    )  # fmt: skip
    live.tell(station=unit.station_id, kind="unit", reference=str(unit.pk))
    return period.pk
