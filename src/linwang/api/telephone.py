"""A telephone system announces who rings, and that the line is free again."""

from ninja import Router, Schema, Status
from pydantic import Field

from linwang.api.forms import Moment, Short
from linwang.api.keys import Asked, Scoped, operation_key
from linwang.foundation import clock
from linwang.incidents.actions import telephone
from linwang.personnel.states import KeyScope

router = Router(auth=Scoped(KeyScope.TELEPHONE), tags=["telephone"])


class Ring(Schema):
    """Somebody rings."""

    outside_number: Short = Field(min_length=1, description="the telephone system's own id of the call")
    phone: Short = ""
    line: Short = ""
    rang_at: Moment | None = Field(None, description="now, if not given")


class HungUp(Schema):
    """The line is free again."""

    outside_number: Short = Field(min_length=1)


@router.post("/ringing", response={201: dict[str, int]}, summary="Somebody rings")
def ringing(request: Asked, ring: Ring) -> Status[dict[str, int]]:
    """Show the ring at every desk of the station; one operator claims it."""
    actor, now = request.auth, clock.now()
    ringing_id = telephone.announce(
        outside_number=ring.outside_number, phone=ring.phone, line=ring.line, rang_at=ring.rang_at or now,
        key=operation_key(request, "ring", actor.station, actor.name, ring.outside_number), by=actor, at=now,
    )  # fmt: skip
    return Status(201, {"incoming": ringing_id})


@router.post("/ended", response=dict[str, int], summary="The line is free again")
def ended(request: Asked, hung_up: HungUp) -> dict[str, int]:
    """A ring nobody answered stays listed as missed."""
    actor, now = request.auth, clock.now()
    key = operation_key(request, "ended", actor.station, actor.name, hung_up.outside_number)
    return {"incoming": telephone.hang_up(outside_number=hung_up.outside_number, key=key, by=actor, at=now)}
