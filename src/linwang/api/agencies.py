"""An agency's own system sees its tasks and says how far it is."""

from datetime import datetime

from ninja import Router, Schema
from pydantic import Field

from linwang.api.forms import Long, Moment
from linwang.api.keys import Asked, Scoped, operation_key
from linwang.foundation import clock
from linwang.incidents.actions.agencies import answer_as_agency
from linwang.incidents.queries.agency_tasks import agency_tasks
from linwang.incidents.states import AgencyStatus
from linwang.personnel.states import KeyScope

router = Router(auth=Scoped(KeyScope.AGENCY_STATUS), tags=["agency"])


class TaskOut(Schema):
    """What an agency may know: what is asked, where, since when. Nothing about callers."""

    task: int
    number: str
    asked: str
    place: str
    status: AgencyStatus
    told_at: datetime


class AnswerIn(Schema):
    """How far the agency is."""

    status: AgencyStatus
    words: Long = ""
    at: Moment | None = Field(None, description="the agency's own clock")


@router.get("/tasks", response=list[TaskOut], summary="One's own open tasks")
def tasks(request: Asked) -> list[TaskOut]:
    """The agency's tasks that are not over."""
    return [
        TaskOut(
            task=row.id,
            number=row.number,
            asked=row.asked,
            place=row.place,
            status=AgencyStatus(row.status),
            told_at=row.told_at,
        )
        for row in agency_tasks(seen_by=request.auth, at=clock.now()).open
    ]


@router.post("/tasks/{int:task}", response=dict[str, int], summary="Accept, arrive, clear or decline")
def answer(request: Asked, task: int, said: AnswerIn) -> dict[str, int]:
    """The answer stands on the incident's page at once."""
    actor = request.auth
    key = operation_key(request, "agency", actor.partner, task, said.status)
    answered = answer_as_agency(
        task=task, to=said.status, words=said.words, device_at=said.at, key=key, by=actor, at=clock.now()
    )
    return {"task": answered}
