"""What a parcel of the outbox is about, read when it is delivered: whom to tell, and whether it still holds."""

from dataclasses import dataclass

from linwang.incidents.models import AgencyTask, Assignment, CallOut, Escalation, StationHandOver
from linwang.incidents.states import AGENCY_OPEN, AgencyStatus, AssignmentStatus, CallOutStatus, HandOverStatus


@dataclass(frozen=True)
class Addressee:
    """Which station's screens are told of which record; `holds` is False where it is settled already."""

    station: int
    reference: str
    holds: bool


def order_addressee(assignment: int) -> Addressee:
    """The unit of an order; it still holds while nobody has signed for it."""
    order = Assignment.objects.select_related("unit").get(pk=assignment)
    return Addressee(order.unit.station_id, str(order.unit_id), order.status == AssignmentStatus.SENT)


def agency_addressee(task: int) -> Addressee:
    """The agency that is told; it still holds until it answers."""
    told = AgencyTask.objects.select_related("partner").get(pk=task)
    is_waiting = told.status in AGENCY_OPEN and told.status == AgencyStatus.TOLD
    return Addressee(told.partner.station_id, str(told.partner_id), is_waiting)


def escalation_addressee(escalation: int) -> Addressee:
    """The incident that is chased; it still holds until somebody acts."""
    chase = Escalation.objects.select_related("incident").get(pk=escalation)
    return Addressee(chase.incident.station_id, chase.incident.number, chase.settled_at is None)


def hand_over_addressee(hand_over: int) -> Addressee:
    """The station that is asked; it still holds until it answers."""
    asked = StationHandOver.objects.select_related("incident").get(pk=hand_over)
    return Addressee(asked.to_station_id, asked.incident.number, asked.status == HandOverStatus.OFFERED)


def call_out_addressee(call_out: int) -> Addressee:
    """Everybody who was asked; it still holds while people are asked."""
    found = CallOut.objects.get(pk=call_out)
    return Addressee(found.station_id, str(found.pk), found.status == CallOutStatus.ASKING)
