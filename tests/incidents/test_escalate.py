"""督办: what nobody acts on in time is taken to the duty officer by itself."""

from datetime import datetime, timedelta

from linwang.foundation import journal
from linwang.incidents.actions.escalate import escalate_overdue
from linwang.incidents.actions.move import move
from linwang.incidents.models import Escalation, Incident
from linwang.incidents.states import AssignmentStatus, Due
from tests.builders import Town, new_key
from tests.incidents.acting import arrive, handle, send


def test_an_order_not_signed_for_escalates_once_a_level(manned: Town, incident: Incident, now: datetime) -> None:
    send(manned, incident, "辅三", at=now)

    assert escalate_overdue(at=now + timedelta(seconds=59)) == 0
    assert escalate_overdue(at=now + timedelta(seconds=61)) == 1
    assert escalate_overdue(at=now + timedelta(seconds=90)) == 0
    assert escalate_overdue(at=now + timedelta(seconds=121)) == 1
    assert escalate_overdue(at=now + timedelta(hours=1)) == 0

    lines = [line for line in journal.lines_of("incident", [incident.number]) if line.what == "escalated"]
    assert [(line.facts["level"], line.facts["due"], line.by_name) for line in lines] == [
        (1, "sign", "邻望"),
        (2, "sign", "邻望"),
    ]


def test_a_chase_is_settled_when_the_unit_acts(manned: Town, incident: Incident, now: datetime) -> None:
    (order,) = send(manned, incident, "辅三", at=now)
    late = now + timedelta(seconds=70)
    escalate_overdue(at=late)

    move(assignment=order, to=AssignmentStatus.ACKNOWLEDGED, key=new_key(), by=manned.actor("auxiliary"), at=late)

    assert Escalation.objects.get().settled_at == late


def test_each_wait_of_an_order_is_chased_for_itself(manned: Town, incident: Incident, now: datetime) -> None:
    (order,) = send(manned, incident, "辅三", at=now)
    arrive(manned, order, at=now)

    assert escalate_overdue(at=now + timedelta(minutes=59)) == 0
    assert escalate_overdue(at=now + timedelta(minutes=60)) == 1
    assert Escalation.objects.get().due == Due.REPORT


def test_an_incident_not_sent_in_time_escalates_and_sending_settles_it(
    manned: Town, incident: Incident, now: datetime
) -> None:
    late = now + timedelta(minutes=3)
    assert escalate_overdue(at=late) == 1

    send(manned, incident, "辅三", at=late)

    chase = Escalation.objects.get()
    assert (chase.assignment, chase.due, chase.settled_at) == (None, Due.DISPATCH, late)


def test_nothing_is_chased_that_is_in_time_or_over(manned: Town, incident: Incident, now: datetime) -> None:
    handle(manned, incident, "辅三", at=now)

    assert escalate_overdue(at=now + timedelta(hours=23)) == 0
