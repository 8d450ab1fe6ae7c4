"""处置流程: steps are ticked off by who did them, and may be unticked."""

from datetime import datetime
from uuid import UUID

from linwang.foundation.actor import Actor
from linwang.foundation.operations import once
from linwang.incidents.actions.settle import settle
from linwang.incidents.models import Incident, StepDone
from linwang.incidents.queries.orders import incident_for_desk_or_crew
from linwang.incidents.rules import steps as rules
from linwang.incidents.rules.dispatching import check_is_live
from linwang.incidents.states import Act, IncidentStatus


@once
def tick(*, number: str, step: str, note: str = "", key: UUID, by: Actor, at: datetime) -> str:
    """Tick a step off; a crew only where its authority suffices."""
    incident, authority = incident_for_desk_or_crew(number, by=by)
    check_is_live(IncidentStatus(incident.status))
    known = rules.step_of(_steps(incident), step)
    rules.check_may_tick(known["authority"], authority)
    rules.check_is_not_done(incident.steps_done.filter(step=step).exists())
    StepDone.objects.create(incident=incident, step=step, text=known["text"], note=note.strip(), at=at, by_id=by.person)
    settle(
        incident, by=by, at=at, what=Act.STEP_DONE, step=step,
        words="：".join(filter(None, [known["text"], note.strip()])),
    )  # fmt: skip
    return step


@once
def untick(*, number: str, step: str, key: UUID, by: Actor, at: datetime) -> str:
    """Take a tick back; that it was there stays in the journal."""
    incident, _authority = incident_for_desk_or_crew(number, by=by)
    check_is_live(IncidentStatus(incident.status))
    done = incident.steps_done.filter(step=step).first()
    rules.check_is_done(done is not None)
    if done is not None:
        done.delete()
        settle(incident, by=by, at=at, what=Act.STEP_UNDONE, words=done.text, step=step)
    return step


def _steps(incident: Incident) -> list[dict[str, str]]:
    return incident.kind.procedure.steps if incident.kind else []
