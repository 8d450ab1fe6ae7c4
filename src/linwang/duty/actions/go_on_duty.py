"""上勤: a person goes on duty in a unit; from then on its position is shared."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linwang.duty import rules
from linwang.duty.models import DutyPeriod
from linwang.duty.queries import crew
from linwang.duty.states import Authority, DutyAct
from linwang.foundation import journal, live
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.foundation.refusals import WrongMoment


@once
def go_on_duty(*, unit: int, key: UUID, by: Actor, at: datetime, device_at: datetime | None = None) -> int:
    """Put the person on duty in a unit of their station; returns the period's id."""
    by.check_may(Capability.ANSWER_ORDERS)
    chosen = crew.unit_to_crew_for_update(unit, by=by)
    rules.check_may_crew(crew.rank_of(by), Authority(chosen.authority), aboard=crew.ranks_aboard(chosen.pk))
    period = _begin(by.person or 0, chosen.pk, at)
    journal.write(
        station=chosen.station_id, subject="unit", reference=str(chosen.pk), what=DutyAct.ON_DUTY, by=by, at=at,
        device_at=device_at, person=by.person,
    )  # fmt: skip
    live.tell(station=chosen.station_id, kind="unit", reference=str(chosen.pk))
    return period.pk


def _begin(person: int, unit: int, at: datetime) -> DutyPeriod:
    """The database refuses a second unit at the same time; say where the person is on duty."""
    try:
        with transaction.atomic():
            return DutyPeriod.objects.create(person_id=person, unit_id=unit, from_at=at)
    except IntegrityError as error:
        here = crew.crew_of(person)
        call_sign = here.call_sign if here else ""
        raise WrongMoment(_("您已在“%(unit)s”上勤。要换单元，请先下勤。") % {"unit": call_sign}) from error
