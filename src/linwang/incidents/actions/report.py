"""反馈: what a unit found and did; the desk may send it back for more."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linwang.duty.queries.units import unit_for_update
from linwang.foundation import outbox
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.foundation.refusals import BadInput, UnitBusy, WrongMoment
from linwang.incidents.actions.chasing import settle_chases
from linwang.incidents.actions.move import tell_unit
from linwang.incidents.actions.settle import settle
from linwang.incidents.models import Assignment, Incident, OutcomeReport
from linwang.incidents.queries import fetch, limits, orders
from linwang.incidents.rules import dispatching
from linwang.incidents.rules import orders as rules
from linwang.incidents.rules.ours import check_is_ours
from linwang.incidents.states import Act, AssignmentStatus, IncidentStatus, OutcomeKind


@once
def report_outcome(
    *,
    assignment: int,
    kind: OutcomeKind,
    words: str,
    people_helped: int = 0,
    key: UUID,
    by: Actor,
    at: datetime,
    device_at: datetime | None = None,
) -> int:
    """A unit on scene reports what it found and did, and is free again. Returns the report's id."""
    incident, order = orders.order_for_update(assignment, by=by)
    rules.check_can_report(AssignmentStatus(order.status))
    _check_report(kind, words, people_helped)
    device_at = rules.differing_clock(device_at, at)
    report = OutcomeReport.objects.create(
        assignment=order, kind=kind, words=words.strip(), people_helped=people_helped, at=at, device_at=device_at
    )
    order.status, order.reported_at = AssignmentStatus.REPORTED, at
    order.save(update_fields=["status", "reported_at"])
    settle_chases(incident, order=order, at=at)
    settle(
        incident, by=by, at=at, what=Act.REPORTED, device_at=device_at,
        words=f"{order.unit.call_sign}：{words.strip()}", outcome=kind,
        unit=order.unit_id, order=order.pk, report=report.pk, on_behalf=orders.is_on_behalf(order, by=by),
    )  # fmt: skip
    tell_unit(order)
    return report.pk


@once
def send_back(*, number: str, assignment: int, words: str, key: UUID, by: Actor, at: datetime) -> int:
    """Send a report back for more (退回补充): the unit is on scene again, if it is still free."""
    by.check_may(Capability.CLOSE_INCIDENTS)
    incident = fetch.incident_for_update(number, by=by)
    check_is_ours(incident.station_id, by.sees)
    order = _reported_order(incident, assignment)
    rules.check_has_words(words)
    _check_unit_is_free(order, by)
    order.reports.filter(sent_back_at__isnull=True).update(sent_back_at=at, sent_back_words=words.strip())
    order.status = AssignmentStatus.ON_SCENE
    order.report_by = at + timedelta(minutes=limits.limits_of(incident).feed_back_minutes)
    order.save(update_fields=["status", "report_by"])
    settle(
        incident, by=by, at=at, what=Act.SENT_BACK, words=f"{order.unit.call_sign}：{words.strip()}",
        unit=order.unit_id, order=order.pk,
    )  # fmt: skip
    tell_unit(order)
    outbox.put("unit.sent_back", lock=f"unit:{order.unit_id}", assignment=order.pk)
    return order.pk


def _check_report(kind: str, words: str, people_helped: int) -> None:
    if kind not in OutcomeKind.values:
        raise BadInput(_("请选择处置结果。"), fields={"kind": _("请选择一项。")})
    if not 0 <= people_helped <= 100_000:
        raise BadInput(_("救助人数不对。"), fields={"people_helped": _("请填 0 到 100000 之间的整数。")})
    rules.check_has_words(words)


def _reported_order(incident: Incident, assignment: int) -> Assignment:
    dispatching.check_is_live(IncidentStatus(incident.status))
    parts = Assignment.objects.select_for_update(of=("self",), no_key=True).select_related("unit")
    order = parts.filter(pk=assignment, incident=incident).first()
    if order is None or order.status != AssignmentStatus.REPORTED:
        raise WrongMoment(_("只有已反馈的指令可以退回补充。"))
    return order


def _check_unit_is_free(order: Assignment, by: Actor) -> None:
    unit = unit_for_update(order.unit_id)
    other = orders.open_orders_of([unit.pk]).get(unit.pk)
    if other is not None:
        is_visible = orders.is_visible(other.incident_id, seen_by=by)
        raise UnitBusy(
            dispatching.busy_sentence(
                unit.call_sign, busy_with=other.incident.number, is_here=False, is_visible=is_visible
            )
        )
