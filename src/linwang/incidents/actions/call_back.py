"""回访: ask the caller afterwards; what is not solved stands at the desk again."""

from datetime import datetime
from uuid import UUID

from linwang.foundation import clock
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.incidents.actions.close import open_again
from linwang.incidents.actions.settle import settle
from linwang.incidents.models import Callback, Incident
from linwang.incidents.queries import fetch
from linwang.incidents.rules import calling_back as rules
from linwang.incidents.rules.ours import check_is_ours
from linwang.incidents.states import Act, CallbackResult, IncidentStatus, Satisfaction


@once
def record_callback(
    *,
    number: str,
    result: CallbackResult,
    satisfaction: Satisfaction | None = None,
    is_solved: bool | None = None,
    words: str = "",
    key: UUID,
    by: Actor,
    at: datetime,
) -> int:
    """Write down a call-back. Not solved: the incident is open again. Not reached: tried again tomorrow."""
    by.check_may(Capability.CALL_BACK)
    incident = fetch.incident_for_update(number, by=by)
    check_is_ours(incident.station_id, by.sees)
    rules.check_can_call_back(IncidentStatus(incident.status))
    result = rules.check_said(result, satisfaction, is_solved)
    reached = result == CallbackResult.REACHED
    said = Callback.objects.create(
        incident=incident, result=result, satisfaction=satisfaction if reached else None,
        is_solved=is_solved if reached else None, words=words.strip(), at=at, by_id=by.person,
    )  # fmt: skip
    _take_off_the_list(incident, result, at)
    settle(
        incident, by=by, at=at, what=Act.CALLED_BACK, words=said.words, callback=said.pk,
        callback_result=said.result, satisfaction=said.satisfaction, is_solved=said.is_solved,
    )  # fmt: skip
    if said.is_solved is False:
        open_again(incident, at=at)
        settle(incident, by=by, at=at, what=Act.REOPENED, callback=said.pk)
    return said.pk


def _take_off_the_list(incident: Incident, result: CallbackResult, at: datetime) -> None:
    tries = incident.callbacks.filter(at__gte=incident.closed_at).count()
    if rules.is_over(result, tries=tries):
        incident.called_back_at = at
    else:
        incident.callback_due_on = rules.next_try_on(clock.day_of(at))
