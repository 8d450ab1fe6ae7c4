"""Short ways for the tests to act as the desk or a crew does."""

from datetime import datetime

from linwang.incidents.actions.dispatch import dispatch
from linwang.incidents.actions.move import move
from linwang.incidents.actions.report import report_outcome
from linwang.incidents.models import Incident
from linwang.incidents.states import AssignmentStatus, OutcomeKind
from tests.builders import Town, new_key


def send(town: Town, incident: Incident, *call_signs: str, at: datetime, role: str = "dispatcher") -> list[int]:
    """The desk sends units."""
    units = [town.units[call_sign].pk for call_sign in call_signs]
    return dispatch(number=incident.number, units=units, key=new_key(), by=town.actor(role), at=at)


def arrive(town: Town, order: int, *, at: datetime, role: str = "dispatcher") -> None:
    """The unit signs for its order, leaves and arrives."""
    for to in (AssignmentStatus.ACKNOWLEDGED, AssignmentStatus.EN_ROUTE, AssignmentStatus.ON_SCENE):
        move(assignment=order, to=to, key=new_key(), by=town.actor(role), at=at)


def report(town: Town, order: int, *, at: datetime, role: str = "dispatcher") -> int:
    """The unit on scene reports."""
    return report_outcome(
        assignment=order,
        kind=OutcomeKind.SETTLED,
        words="已找回，双方无异议。",
        key=new_key(),
        by=town.actor(role),
        at=at,
    )


def handle(town: Town, incident: Incident, call_sign: str, *, at: datetime) -> int:
    """One unit does the whole of it."""
    (order,) = send(town, incident, call_sign, at=at)
    arrive(town, order, at=at)
    report(town, order, at=at)
    return order
