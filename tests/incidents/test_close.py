"""办结 and opening again."""

from datetime import date, datetime, timedelta

import pytest

from linwang.foundation.refusals import BadInput, NotAllowed, WrongMoment
from linwang.incidents.actions.close import close, reopen
from linwang.incidents.actions.merge import merge
from linwang.incidents.models import AgencyTask, Caller, Incident
from linwang.incidents.rules.standing import SEND_WITHIN
from linwang.incidents.states import AgencyStatus, Disposition, Due, IncidentStatus, Priority
from tests.builders import Town, new_key
from tests.incidents.acting import handle, send
from tests.incidents.making import make_incident


def _close(town: Town, incident: Incident, at: datetime, **given: object) -> str:
    told = {"disposition": Disposition.HANDLED, "words": "已处置", "by": town.actor("dispatcher"), **given}
    return close(number=incident.number, key=new_key(), at=at, **told)


def test_a_handled_incident_is_closed_and_its_caller_is_to_be_rung_back(
    manned: Town, incident: Incident, now: datetime
) -> None:
    handle(manned, incident, "辅三", at=now)

    _close(manned, incident, now)

    incident.refresh_from_db()
    assert (incident.status, incident.closed_at, incident.due_at) == (IncidentStatus.CLOSED, now, None)
    assert incident.callback_due_on == date(2026, 7, 18)


def test_an_anonymous_caller_is_left_in_peace(manned: Town, now: datetime) -> None:
    incident = make_incident(manned, now, phone="")

    _close(manned, incident, now)

    incident.refresh_from_db()
    assert incident.callback_due_on is None


def test_a_caller_who_left_no_number_cannot_be_rung_back(manned: Town, incident: Incident, now: datetime) -> None:
    caller = Caller.objects.get(call__incident=incident)
    caller.phone = ""
    caller.save()

    _close(manned, incident, now)

    incident.refresh_from_db()
    assert incident.callback_due_on is None


def test_a_caller_of_a_merged_incident_is_rung_back_about_the_kept_one(
    manned: Town, incident: Incident, now: datetime
) -> None:
    kept, between = make_incident(manned, now, phone=""), make_incident(manned, now, phone="")
    for goes, stays in ((incident, between), (between, kept)):
        merge(kept=stays.number, merged=goes.number, key=new_key(), by=manned.actor("dispatcher"), at=now)

    _close(manned, kept, now)

    kept.refresh_from_db()
    assert kept.callback_due_on == date(2026, 7, 18)


def test_closing_is_refused_while_a_unit_or_an_agency_is_open(manned: Town, incident: Incident, now: datetime) -> None:
    send(manned, incident, "辅三", at=now)
    with pytest.raises(WrongMoment, match="辅三"):
        _close(manned, incident, now)

    other = make_incident(manned, now)
    AgencyTask.objects.create(
        incident=other, partner=manned.agencies["water"], asked="关阀", told_at=now, status=AgencyStatus.ARRIVED
    )
    with pytest.raises(WrongMoment, match="自来水"):
        _close(manned, other, now)


def test_a_person_must_say_how_it_was_judged(manned: Town, incident: Incident, now: datetime) -> None:
    with pytest.raises(BadInput) as refused:
        _close(manned, incident, now, disposition="")

    assert "disposition" in refused.value.fields


def test_a_call_taker_may_not_close(manned: Town, incident: Incident, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        _close(manned, incident, now, by=manned.actor("call_taker"))


def test_a_closed_incident_is_opened_again_with_a_reason(manned: Town, incident: Incident, now: datetime) -> None:
    handle(manned, incident, "辅三", at=now)
    _close(manned, incident, now)
    by = manned.actor("dispatcher")

    with pytest.raises(BadInput):
        reopen(number=incident.number, words=" ", key=new_key(), by=by, at=now)
    reopen(number=incident.number, words="失主说还差一件", key=new_key(), by=by, at=now)

    incident.refresh_from_db()
    assert (incident.status, incident.disposition, incident.callback_due_on) == (IncidentStatus.REPORTED, "", None)
    with pytest.raises(WrongMoment):
        reopen(number=incident.number, words="再开", key=new_key(), by=by, at=now)


def test_the_clock_for_sending_runs_from_the_reopening(manned: Town, incident: Incident, now: datetime) -> None:
    _close(manned, incident, now)
    later = now + timedelta(days=2)

    reopen(number=incident.number, words="又来了", key=new_key(), by=manned.actor("dispatcher"), at=later)

    incident.refresh_from_db()
    assert (incident.status, incident.due) == (IncidentStatus.RECEIVED, Due.DISPATCH)
    assert incident.due_at == later + SEND_WITHIN[Priority(incident.priority)]
    assert incident.rang_at < incident.reopened_at == later
