"""Who rings, and who rang without being answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.incidents.models import IncomingCall

MISSED_FOR = timedelta(hours=2)
"""How long a ring that nobody answered stays listed to be rung back."""


@dataclass(frozen=True)
class Ring:
    """One ring; `claimed_by` is whoever answered it, `has_ended` says that the line is free again."""

    id: int
    outside_number: str
    phone: str
    line: str
    rang_at: datetime
    claimed_by: str
    is_mine: bool
    has_ended: bool


def rings_waiting(*, seen_by: Actor, at: datetime) -> tuple[Ring, ...]:
    """来电: rings nobody has answered, and the one I hold that is not yet a call; the longest waiting first."""
    if not seen_by.may(Capability.TAKE_CALLS):
        return ()
    shown = Q(claimed_by=None) | Q(claimed_by=seen_by.person, ended_at=None)
    rings = IncomingCall.objects.filter(
        shown, station__in=seen_by.sees, call=None, rang_at__gt=at - MISSED_FOR
    ).select_related("claimed_by")
    return tuple(_ring(ring, seen_by) for ring in rings.order_by("rang_at"))


def claimed_ring(incoming: int, *, seen_by: Actor) -> Ring | None:
    """A ring that I answered."""
    rings = IncomingCall.objects.filter(pk=incoming, station__in=seen_by.sees, claimed_by=seen_by.person)
    ring = rings.select_related("claimed_by").first()
    return _ring(ring, seen_by) if ring else None


def _ring(ring: IncomingCall, seen_by: Actor) -> Ring:
    return Ring(
        id=ring.pk,
        outside_number=ring.outside_number,
        phone=ring.phone,
        line=ring.line,
        rang_at=ring.rang_at,
        claimed_by=ring.claimed_by.name if ring.claimed_by else "",
        is_mine=ring.claimed_by_id is not None and ring.claimed_by_id == seen_by.person,
        has_ended=ring.ended_at is not None,
    )
