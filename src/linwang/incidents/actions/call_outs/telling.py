"""What is written and told of a call-out.

The incident's journal keeps what the desk did. Of who answered what, the call-out's own lines keep only that
somebody did: the journal never forgets, and following or not following a call is held against nobody.
"""

from datetime import datetime
from typing import Any

from linwang.foundation import journal, live
from linwang.foundation.actor import Actor, program
from linwang.foundation.capabilities import Capability
from linwang.incidents.actions.settle import record
from linwang.incidents.models import CallOut
from linwang.incidents.states import Act

SUBJECT = "call_out"


def record_act(call_out: CallOut, what: Act, *, by: Actor, at: datetime, words: str = "", **facts: Any) -> None:
    """What was done with the whole call-out, on the incident's timeline."""
    record(call_out.incident, by=by, at=at, what=what, words=words, call_out=call_out.pk, **facts)
    tell_desk(call_out)


def record_answer(call_out: CallOut, *, by: Actor, at: datetime, what: str, **facts: Any) -> None:
    """What became of one person; signed by the desk or leader who wrote it, by nobody where they spoke themselves."""
    signer = by if by.may(Capability.DISPATCH_UNITS) else program(call_out.station_id)
    journal.write(
        station=call_out.station_id, subject=SUBJECT, reference=str(call_out.pk), what=what, by=signer, at=at, **facts
    )  # fmt: skip
    tell_desk(call_out)


def tell_desk(call_out: CallOut) -> None:
    """The pages of the call-out ask again."""
    live.tell(station=call_out.station_id, kind="call_out", reference=str(call_out.pk))


def tell_phones(call_out: CallOut) -> None:
    """The phones of those who may be in it ask again."""
    live.tell(station=call_out.station_id, kind="called", reference=str(call_out.pk))
