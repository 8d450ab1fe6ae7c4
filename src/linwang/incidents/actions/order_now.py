"""The first order goes out before the form is finished: the call is taken with what is there, then units are sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import Refused, Sentence
from linwang.incidents.actions.dispatch import dispatch
from linwang.incidents.actions.take_call import take_call


@dataclass(frozen=True)
class Ordered:
    """The incident's number; `refusal` says why no unit went, if none did."""

    number: str
    refusal: Sentence | None = None


def order_now(*, units: Sequence[int], order: str = "", key: UUID, by: Actor, at: datetime, **told: Any) -> Ordered:
    """Take the call, then send the units. A unit that cannot go never costs the call: it is taken all the same.

    `told` is what `take_call` takes. Two acts with two keys, the second made from the first: sent twice, done once.
    """
    number = take_call(key=key, by=by, at=at, **told)
    if not units:
        return Ordered(number)
    try:
        by.check_may(Capability.DISPATCH_UNITS)
        dispatch(number=number, units=units, order=order, key=uuid5(key, "dispatch"), by=by, at=at)
    except Refused as refused:
        return Ordered(number, refused.sentence)
    return Ordered(number)
