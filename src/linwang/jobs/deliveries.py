"""The outbox's table: which handlers a kind of parcel has. Each handler works in the transaction that marks it done.

Handlers so far tell screens that stand open; a push or a text message is a further handler of the same kind.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from linwang.foundation import live
from linwang.foundation.actor import Actor
from linwang.foundation.operations import once
from linwang.incidents.queries import parcels

Handler = Callable[..., None]
_PARCELS = UUID("5d0c2c0e-6d6b-5c0a-9d3e-3c1a52a3f2b7")
"""The name space of the keys of parcels."""

_MACHINE = Actor(person=None, name="邻望", station=0, sees=frozenset())


class UnknownParcel(ValueError):
    """A parcel whose kind nobody handles: it stays in the queue as failed, to be seen."""


def deliver(kind: str, facts: Mapping[str, Any], *, parcel: int, at: datetime) -> None:
    """Hand a parcel to each of its handlers; one that was handed over before is not handed over again."""
    if kind not in HANDLERS:
        raise UnknownParcel(kind)
    for handler in HANDLERS[kind]:
        key = uuid5(_PARCELS, f"{parcel}:{handler.__name__}")
        _hand_over(handler=handler, facts=facts, key=key, by=_MACHINE, at=at)


@once
def _hand_over(*, handler: Handler, facts: Mapping[str, Any], key: UUID, by: Actor, at: datetime) -> bool:
    handler(**facts)
    return True


def ring_unit(*, assignment: int) -> None:
    """Tell the unit's phone once more, while its order waits for a sign."""
    unit = parcels.order_addressee(assignment)
    if unit.holds:
        live.tell(station=unit.station, kind="unit", reference=unit.reference)


def tell_unit(*, assignment: int) -> None:
    """Tell the unit's phone that its order was taken back or came back."""
    unit = parcels.order_addressee(assignment)
    live.tell(station=unit.station, kind="unit", reference=unit.reference)


def tell_agency(*, task: int) -> None:
    """Tell the page of the agency's contact."""
    agency = parcels.agency_addressee(task)
    if agency.holds:
        live.tell(station=agency.station, kind="agency", reference=agency.reference)


def call_duty_officer(*, escalation: int) -> None:
    """Tell the duty officer's screen that somebody must act."""
    incident = parcels.escalation_addressee(escalation)
    if incident.holds:
        live.tell(station=incident.station, kind="escalated", reference=incident.reference)


def tell_other_station(*, hand_over: int) -> None:
    """Tell the desk that is asked to take an incident."""
    asked = parcels.hand_over_addressee(hand_over)
    if asked.holds:
        live.tell(station=asked.station, kind="incident", reference=asked.reference)


def call_neighbours(*, call_out: int) -> None:
    """Tell the phones that stand open; who is asked sees it there, the others see nothing."""
    asked = parcels.call_out_addressee(call_out)
    if asked.holds:
        live.tell(station=asked.station, kind="called", reference=asked.reference)


HANDLERS: Mapping[str, Sequence[Handler]] = {
    "unit.dispatched": (ring_unit,),
    "unit.recalled": (tell_unit,),
    "unit.sent_back": (tell_unit,),
    "agency.told": (tell_agency,),
    "incident.escalated": (call_duty_officer,),
    "handover.offered": (tell_other_station,),
    "call_out.asked": (call_neighbours,),
}
