"""签收、出警、到场, and the report at the end."""

from datetime import datetime, timedelta

import pytest

from linwang.foundation import journal
from linwang.foundation.refusals import BadInput, NotAllowed, NotFound, UnitBusy, WrongMoment
from linwang.incidents.actions.move import move
from linwang.incidents.actions.report import report_outcome, send_back
from linwang.incidents.models import Assignment, Incident, OutcomeReport
from linwang.incidents.states import AssignmentStatus, Due, IncidentStatus, OutcomeKind
from tests.builders import Town, new_key
from tests.incidents.acting import arrive, handle, report, send
from tests.incidents.making import make_incident


def test_the_crew_answers_its_order_in_turn(manned: Town, incident: Incident, now: datetime) -> None:
    (order,) = send(manned, incident, "辅三", at=now)

    arrive(manned, order, at=now + timedelta(minutes=4), role="auxiliary")
    report(manned, order, at=now + timedelta(minutes=20), role="auxiliary")

    incident.refresh_from_db()
    one = Assignment.objects.get()
    assert (one.status, one.on_scene_at) == (AssignmentStatus.REPORTED, now + timedelta(minutes=4))
    assert incident.first_on_scene_at == now + timedelta(minutes=4)
    assert (incident.status, incident.due) == (IncidentStatus.REPORTED, Due.CLOSE)


def test_the_devices_clock_is_kept_where_it_differs(manned: Town, incident: Incident, now: datetime) -> None:
    (order,) = send(manned, incident, "辅三", at=now)
    pressed = now + timedelta(seconds=20)

    move(
        assignment=order, to=AssignmentStatus.ACKNOWLEDGED, key=new_key(), by=manned.actor("auxiliary"),
        at=now + timedelta(minutes=3), device_at=pressed,
    )  # fmt: skip

    line = journal.lines_of("incident", [incident.number])[-1]
    assert (line.at, line.device_at) == (now + timedelta(minutes=3), pressed)
    assert line.facts["on_behalf"] is False


def test_a_step_out_of_turn_is_refused(manned: Town, incident: Incident, now: datetime) -> None:
    (order,) = send(manned, incident, "辅三", at=now)
    by = manned.actor("auxiliary")

    with pytest.raises(WrongMoment, match="已下达"):
        move(assignment=order, to=AssignmentStatus.ON_SCENE, key=new_key(), by=by, at=now)
    with pytest.raises(WrongMoment, match="到场"):
        report(manned, order, at=now, role="auxiliary")


def test_saying_it_twice_is_saying_it_once(manned: Town, incident: Incident, now: datetime) -> None:
    (order,) = send(manned, incident, "辅三", at=now)
    said = {"assignment": order, "to": AssignmentStatus.ACKNOWLEDGED, "key": new_key(), "by": manned.actor("auxiliary")}

    move(**said, at=now)
    move(**said, at=now + timedelta(seconds=5))

    assert Assignment.objects.get().acknowledged_at == now


def test_another_units_crew_may_not_answer_and_a_stranger_does_not_find_it(
    manned: Town, incident: Incident, now: datetime
) -> None:
    (order,) = send(manned, incident, "辅三", at=now)
    signed = {"assignment": order, "to": AssignmentStatus.ACKNOWLEDGED, "at": now}

    with pytest.raises(NotAllowed):
        move(**signed, key=new_key(), by=manned.actor("warden"))
    with pytest.raises(NotFound):
        move(**signed, key=new_key(), by=manned.actor("dispatcher@02"))


def test_a_report_needs_words_and_a_known_result(manned: Town, incident: Incident, now: datetime) -> None:
    (order,) = send(manned, incident, "辅三", at=now)
    arrive(manned, order, at=now)
    told = {"assignment": order, "key": new_key(), "by": manned.actor("auxiliary"), "at": now}

    with pytest.raises(BadInput) as refused:
        report_outcome(kind=OutcomeKind.SETTLED, words="  ", **told)
    with pytest.raises(BadInput):
        report_outcome(kind="solved", words="好了", **told)

    assert "words" in refused.value.fields


def test_a_report_sent_back_puts_the_unit_on_scene_again(manned: Town, incident: Incident, now: datetime) -> None:
    order = handle(manned, incident, "辅三", at=now)
    by, later = manned.actor("dispatcher"), now + timedelta(hours=2)

    send_back(number=incident.number, assignment=order, words="请补充损失金额", key=new_key(), by=by, at=later)

    incident.refresh_from_db()
    one = Assignment.objects.get()
    assert (one.status, one.report_by) == (AssignmentStatus.ON_SCENE, later + timedelta(minutes=60))
    assert incident.status == IncidentStatus.HANDLING
    assert OutcomeReport.objects.get().sent_back_words == "请补充损失金额"


def test_a_report_is_not_sent_back_to_a_unit_on_another_call(manned: Town, incident: Incident, now: datetime) -> None:
    order = handle(manned, incident, "辅三", at=now)
    send(manned, make_incident(manned, now), "辅三", at=now)

    with pytest.raises(UnitBusy):
        send_back(
            number=incident.number,
            assignment=order,
            words="请补充",
            key=new_key(),
            by=manned.actor("dispatcher"),
            at=now,
        )
