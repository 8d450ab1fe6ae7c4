"""回访: solved, not solved, not reached."""

from datetime import date, datetime

import pytest

from linwang.foundation.refusals import BadInput, WrongMoment
from linwang.incidents.actions.call_back import record_callback
from linwang.incidents.actions.close import close
from linwang.incidents.models import Incident
from linwang.incidents.states import CallbackResult, Disposition, IncidentStatus, Satisfaction
from tests.builders import Town, new_key
from tests.incidents.acting import handle


@pytest.fixture
def closed(manned: Town, incident: Incident, now: datetime) -> Incident:
    handle(manned, incident, "辅三", at=now)
    by = manned.actor("dispatcher")
    close(number=incident.number, disposition=Disposition.HANDLED, words="", key=new_key(), by=by, at=now)
    return incident


def _ring(town: Town, incident: Incident, at: datetime, result: CallbackResult, **said: object) -> None:
    record_callback(number=incident.number, result=result, key=new_key(), by=town.actor("call_taker"), at=at, **said)
    incident.refresh_from_db()


def test_a_satisfied_caller_ends_the_story(manned: Town, closed: Incident, now: datetime) -> None:
    _ring(manned, closed, now, CallbackResult.REACHED, satisfaction=Satisfaction.SATISFIED, is_solved=True)

    assert (closed.status, closed.called_back_at) == (IncidentStatus.CLOSED, now)


def test_what_is_not_solved_is_open_again(manned: Town, closed: Incident, now: datetime) -> None:
    _ring(manned, closed, now, CallbackResult.REACHED, satisfaction=Satisfaction.DISSATISFIED, is_solved=False)

    assert (closed.status, closed.disposition) == (IncidentStatus.REPORTED, "")


def test_who_does_not_answer_three_times_is_left_in_peace(manned: Town, closed: Incident, now: datetime) -> None:
    _ring(manned, closed, now, CallbackResult.NO_ANSWER)
    assert (closed.called_back_at, closed.callback_due_on) == (None, date(2026, 7, 16))

    _ring(manned, closed, now, CallbackResult.NO_ANSWER)
    _ring(manned, closed, now, CallbackResult.NO_ANSWER)
    assert closed.called_back_at == now


def test_a_caller_who_was_reached_said_whether_it_is_solved(
    manned: Town, closed: Incident, incident: Incident, now: datetime
) -> None:
    with pytest.raises(BadInput) as refused:
        _ring(manned, closed, now, CallbackResult.REACHED)

    assert "is_solved" in refused.value.fields


def test_an_open_incident_is_not_called_back(manned: Town, incident: Incident, now: datetime) -> None:
    with pytest.raises(WrongMoment):
        _ring(manned, incident, now, CallbackResult.DECLINED)
