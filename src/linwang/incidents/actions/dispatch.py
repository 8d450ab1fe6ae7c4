"""派警: send units to an incident, tell their phones, and keep what was advised beside what was done."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linwang.duty.models import Unit
from linwang.duty.queries.units import units_for_update, units_on_duty
from linwang.duty.states import Authority
from linwang.foundation import live, outbox
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.listing import listed
from linwang.foundation.operations import once
from linwang.foundation.refusals import BadInput, UnitBusy
from linwang.incidents.actions.chasing import settle_chases
from linwang.incidents.actions.settle import settle
from linwang.incidents.models import Assignment, Incident
from linwang.incidents.queries import fetch, limits, orders
from linwang.incidents.queries.ranking_words import asks_of
from linwang.incidents.rules import dispatching as rules
from linwang.incidents.rules.escalating import BACKUP
from linwang.incidents.rules.orders import differing_clock
from linwang.incidents.rules.ours import check_is_ours
from linwang.incidents.rules.time_limits import deadlines
from linwang.incidents.states import Act, Due, IncidentStatus


@dataclass(frozen=True)
class Advice:
    """What the program advised for one unit when the desk chose."""

    unit: int
    seconds: float | None
    is_advised: bool


@once
def dispatch(
    *,
    number: str,
    units: Sequence[int],
    order: str = "",
    is_backup: bool = False,
    advice: Sequence[Advice] = (),
    key: UUID,
    by: Actor,
    at: datetime,
    device_at: datetime | None = None,
) -> list[int]:
    """Send units to an incident; all of them or none. Returns their orders' ids in the units' order."""
    by.check_may(Capability.DISPATCH_UNITS)
    if not units:
        raise BadInput(_("请至少选择一个处警单元。"), fields={"units": _("请选择单元。")})
    incident = fetch.incident_for_update(number, by=by)
    check_is_ours(incident.station_id, by.sees)
    rules.check_can_send(IncidentStatus(incident.status))
    chosen = units_for_update(units, by=by)
    _check_each(incident, chosen, by)
    asks = asks_of(incident.kind.first_eyes if incident.kind else (), is_dangerous=False)
    sent = _send(incident, chosen, asks=asks, order=order, is_backup=is_backup, advice=advice, at=at)
    incident.first_sent_at = incident.first_sent_at or at
    settle_chases(incident, (Due.DISPATCH, BACKUP), at=at)
    settle(
        incident, by=by, at=at, what=Act.DISPATCHED, words=_words(chosen, order, asks),
        device_at=differing_clock(device_at, at),
        units=[unit.pk for unit in chosen], orders=[one.pk for one in sent], is_backup=is_backup,
        advised=[asdict(one) for one in advice],
    )  # fmt: skip
    _tell(sent, chosen)
    of_unit = {one.unit_id: one.pk for one in sent}
    return [of_unit[unit] for unit in dict.fromkeys(units)]


def _check_each(incident: Incident, chosen: Sequence[Unit], by: Actor) -> None:
    pks = [unit.pk for unit in chosen]
    on_duty, busy = units_on_duty(pks), orders.open_orders_of(pks)
    is_dangerous = limits.is_dangerous_incident(incident)
    for unit in chosen:
        rules.check_may_go_near(unit.call_sign, Authority(unit.authority), is_dangerous=is_dangerous)
        rules.check_is_on_duty(unit.call_sign, is_on_duty=unit.pk in on_duty)
        if unit.pk in busy:
            _refuse_busy(incident, unit, busy[unit.pk].incident, by)


def _refuse_busy(incident: Incident, unit: Unit, other: Incident, by: Actor) -> None:
    rules.check_is_free(
        unit.call_sign,
        busy_with=other.number,
        is_here=other.pk == incident.pk,
        is_visible=orders.is_visible(other.pk, seen_by=by),
    )


def _send(
    incident: Incident,
    chosen: Sequence[Unit],
    *,
    asks: Sequence[str] = (),
    order: str,
    is_backup: bool,
    advice: Sequence[Advice],
    at: datetime,
) -> list[Assignment]:
    moments = deadlines(limits.limits_of(incident), ground=incident.ground, sent_at=at)
    expected = {one.unit: one.seconds for one in advice}
    rows = [
        Assignment(
            incident=incident, unit=unit, order=_order_of(unit, order, asks), is_backup=is_backup, sent_at=at,
            sign_by=moments.sign_by, leave_by=moments.leave_by, arrive_by=moments.arrive_by,
            report_by=moments.report_by, advised_seconds=expected.get(unit.pk),
        )
        for unit in chosen
    ]  # fmt: skip
    try:
        with transaction.atomic():
            return Assignment.objects.bulk_create(rows)
    except IntegrityError as problem:
        if "a_unit_answers_one_incident_at_a_time" not in str(problem):
            raise
        raise UnitBusy(_("所选单元刚被派往其他警情。请刷新列表，另选单元。")) from problem


def _order_of(unit: Unit, order: str, asks: Sequence[str]) -> str:
    """Guards and volunteers read what they are asked to do, and nothing that the law does not let them do."""
    if Authority(unit.authority) not in rules.KEPT_FROM_DANGER:
        return order.strip()
    asked = _("请%(asks)s。") % {"asks": listed(asks)}
    return f"{asked}{order.strip()}"


def _words(chosen: Sequence[Unit], order: str, asks: Sequence[str]) -> str:
    names = "、".join(
        f"{unit.call_sign}（{listed(asks)}）" if Authority(unit.authority) in rules.KEPT_FROM_DANGER else unit.call_sign
        for unit in chosen
    )
    return f"{names}：{order.strip()}" if order.strip() else names


def _tell(sent: Sequence[Assignment], chosen: Sequence[Unit]) -> None:
    station_of = {unit.pk: unit.station_id for unit in chosen}
    for one in sent:
        live.tell(station=station_of[one.unit_id], kind="unit", reference=str(one.unit_id))
        outbox.put("unit.dispatched", lock=f"unit:{one.unit_id}", assignment=one.pk)
