"""What somebody may do with an incident now; the rules themselves say why not."""

from collections.abc import Sequence

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.incidents.models import AgencyTask, Assignment, Incident, StationHandOver
from linwang.incidents.rules import call_outs, calling_back, closing, dispatching, handing_over
from linwang.incidents.rules.ours import check_is_ours
from linwang.incidents.rules.possible import Possible, possible
from linwang.incidents.states import AGENCY_OPEN, ASSIGNMENT_OPEN, IncidentStatus

_NEEDS = {
    "dispatch": Capability.DISPATCH_UNITS,
    "tell_agencies": Capability.TELL_AGENCIES,
    "call_out": Capability.DISPATCH_UNITS,
    "refer": Capability.TELL_AGENCIES,
    "hand_over": Capability.HAND_TO_STATION,
    "close": Capability.CLOSE_INCIDENTS,
    "reopen": Capability.CLOSE_INCIDENTS,
    "call_back": Capability.CALL_BACK,
    "tick": Capability.TAKE_CALLS,
}


def acts_of(
    incident: Incident,
    *,
    orders: Sequence[Assignment],
    tasks: Sequence[AgencyTask],
    pending: StationHandOver | None,
    open_call_outs: int = 0,
    by: Actor,
) -> dict[str, Possible]:
    """The acts of somebody's roles, each possible or with the reason why not now."""
    status = IncidentStatus(incident.status)
    ours = lambda: check_is_ours(incident.station_id, by.sees)  # noqa: E731
    live = lambda: dispatching.check_is_live(status)  # noqa: E731
    offered_to = pending.to_station.name if pending else ""
    acts = {
        "dispatch": possible(ours, lambda: dispatching.check_can_send(status)),
        "tell_agencies": possible(ours, live),
        "call_out": possible(ours, live),
        "refer": possible(ours, live),
        "hand_over": possible(
            ours, live, lambda: handing_over.check_can_offer(is_same_station=False, offered_to=offered_to)
        ),
        "close": possible(
            ours,
            lambda: call_outs.check_none_open(open_call_outs),
            lambda: _check_close(status, orders, tasks, offered_to),
        ),
        "reopen": possible(ours, lambda: closing.check_can_reopen(status)),
        "call_back": possible(ours, lambda: calling_back.check_can_call_back(status)),
        "tick": possible(live),
    }
    return {name: act for name, act in acts.items() if by.may(_NEEDS[name])}


def may_of(incident: Incident, *, by: Actor) -> dict[str, bool]:
    """What somebody's roles let them do on this page at any time."""
    is_ours = incident.station_id in by.sees
    return {
        "act_for_units": by.may(Capability.DISPATCH_UNITS),
        "answer_for_agencies": by.may(Capability.TELL_AGENCIES),
        "send_back": is_ours and by.may(Capability.CLOSE_INCIDENTS),
        "note": by.may(Capability.TAKE_CALLS),
        "three_way": is_ours and by.may(Capability.TAKE_CALLS),
        "strike": by.may(Capability.CORRECT_FACTS),
        "correct": is_ours and by.may(Capability.CORRECT_FACTS),
        "merge": is_ours and by.may(Capability.MERGE_INCIDENTS),
        "see_caller": by.may(Capability.SEE_CALLER),
        "hand_over": by.may(Capability.HAND_TO_STATION),
        "take_back": is_ours and by.may(Capability.HAND_TO_STATION),
    }


def _check_close(
    status: IncidentStatus, orders: Sequence[Assignment], tasks: Sequence[AgencyTask], offered_to: str
) -> None:
    closing.check_can_close(
        status,
        units=[order.unit.call_sign for order in orders if order.status in ASSIGNMENT_OPEN],
        agencies=[task.partner.name for task in tasks if task.status in AGENCY_OPEN],
        offered_to=offered_to,
    )
