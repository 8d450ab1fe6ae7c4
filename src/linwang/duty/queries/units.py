"""Units: who is in them, and the locked record for an order."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from linwang.duty.models import DutyPeriod, Unit
from linwang.foundation.actor import Actor
from linwang.foundation.refusals import NotFound


def units_for_update(units: Sequence[int], *, by: Actor) -> list[Unit]:
    """The units one sees, locked in the order of their ids so that two desks never wait for each other."""
    own = Unit.objects.select_for_update(of=("self",), no_key=True)
    locked = list(own.filter(pk__in=set(units), station__in=by.sees, is_used=True).order_by("pk"))
    if len(locked) != len(set(units)) or not locked:
        raise NotFound(_("没有找到该处警单元，或它不属于您能调派的单位。请从列表中选择。"))
    return locked


def unit_for_update(unit: int) -> Unit:
    """One unit, locked; the incident it works on was locked before."""
    return Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit)


def units_on_duty(units: Sequence[int]) -> frozenset[int]:
    """Those of the units that somebody is on duty in now."""
    now = DutyPeriod.objects.filter(unit__in=units, to_at__isnull=True)
    return frozenset(now.values_list("unit", flat=True))


def is_crew(*, unit: int, person: int | None) -> bool:
    """Whether somebody is on duty in the unit now."""
    return person is not None and DutyPeriod.objects.filter(unit=unit, person=person, to_at__isnull=True).exists()
