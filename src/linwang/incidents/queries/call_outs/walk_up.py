"""What a walk-up sees: what is asked and where, and of people nobody but themselves."""

from dataclasses import dataclass
from datetime import datetime

from linwang.incidents.models import CalledPerson, CallOut
from linwang.incidents.queries.call_outs.advice import silent_after
from linwang.incidents.queries.call_outs.fetch import no_such_call_out
from linwang.incidents.queries.call_outs.page import called_row, head_of
from linwang.incidents.queries.call_outs.rows import CalledRow, CallOutHead


@dataclass(frozen=True)
class WalkUpPage:
    """The call-out, and who one is in it if one has joined; nobody signs in here, a signed link leads to it."""

    head: CallOutHead
    own: CalledRow | None


def walk_up_page(call_out: int, *, called: int | None, at: datetime) -> WalkUpPage:
    """For whoever holds the signed link; `called` is what their own browser remembers."""
    found = CallOut.objects.filter(pk=call_out).select_related("incident__kind__procedure", "station").first()
    if found is None:
        raise no_such_call_out()
    own = CalledPerson.objects.filter(pk=called or 0, call_out=found, wave=0).select_related("team", "person").first()
    row = called_row(own, found, at, silent_after(found.station_id)) if own else None
    return WalkUpPage(head_of(found, at), row)
