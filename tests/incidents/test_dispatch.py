"""派警: who may be sent where, and what is written."""

from datetime import datetime, timedelta

import pytest

from linwang.foundation import journal
from linwang.foundation.refusals import BadInput, NotAllowed, NotFound, UnitBusy, WrongMoment
from linwang.incidents.actions import dispatch as dispatching
from linwang.incidents.actions.close import close
from linwang.incidents.actions.dispatch import Advice, dispatch
from linwang.incidents.models import Assignment, Incident
from linwang.incidents.rules.dispatching import KeptFromDanger
from linwang.incidents.states import Disposition, Due, IncidentStatus
from tests.builders import Town, new_key
from tests.incidents.acting import send
from tests.incidents.making import make_incident


def test_several_units_are_sent_at_once_with_their_time_limits(manned: Town, incident: Incident, now: datetime) -> None:
    orders = send(manned, incident, "辅三", "巡一", at=now)

    incident.refresh_from_db()
    sent = {order.pk: order for order in Assignment.objects.all()}
    assert [sent[pk].unit.call_sign for pk in orders] == ["辅三", "巡一"]
    assert sent[orders[0]].sign_by == now + timedelta(seconds=60)
    assert (incident.status, incident.due, incident.first_sent_at) == (IncidentStatus.DISPATCHED, Due.SIGN, now)


def test_what_was_advised_is_kept_beside_what_was_done(manned: Town, incident: Incident, now: datetime) -> None:
    unit = manned.units["巡一"].pk

    dispatch(
        number=incident.number, units=[unit], order="先看现场", advice=[Advice(unit, 95.0, True)],
        key=new_key(), by=manned.actor("dispatcher"), at=now,
    )  # fmt: skip

    (line,) = journal.lines_of("incident", [incident.number])
    assert line.words == "巡一：先看现场"
    assert line.facts["advised"] == [{"unit": unit, "seconds": 95.0, "is_advised": True}]
    assert Assignment.objects.get().advised_seconds == 95.0


def test_a_unit_on_a_call_is_refused_and_nothing_is_written(manned: Town, incident: Incident, now: datetime) -> None:
    other = make_incident(manned, now)
    send(manned, other, "巡一", at=now)

    with pytest.raises(UnitBusy, match=other.number):
        send(manned, incident, "巡二", "巡一", at=now)

    assert incident.assignments.count() == 0


def test_the_database_itself_refuses_a_second_order_in_a_sentence(
    manned: Town, incident: Incident, now: datetime
) -> None:
    send(manned, make_incident(manned, now), "巡一", at=now)

    with pytest.raises(UnitBusy, match="刚被派往"):
        dispatching._send(incident, [manned.units["巡一"]], order="", is_backup=False, advice=(), at=now)

    assert incident.assignments.count() == 0


def test_a_unit_already_sent_here_is_refused_with_its_own_sentence(
    manned: Town, incident: Incident, now: datetime
) -> None:
    send(manned, incident, "巡一", at=now)

    with pytest.raises(UnitBusy, match="已经派往本警情"):
        send(manned, incident, "巡一", at=now)


def test_guards_and_volunteers_are_kept_from_danger(manned: Town, now: datetime) -> None:
    fight = make_incident(manned, now, kind="violence.fight")

    with pytest.raises(KeptFromDanger, match="守四"):
        send(manned, fight, "守四", at=now)

    assert send(manned, fight, "辅三", at=now)


def test_a_unit_without_a_crew_is_refused(town: Town, now: datetime) -> None:
    incident = make_incident(town, now)

    with pytest.raises(WrongMoment, match="无人在岗"):
        send(town, incident, "巡一", at=now)


def test_a_closed_incident_gets_no_units(manned: Town, incident: Incident, now: datetime) -> None:
    by = manned.actor("dispatcher")
    close(number=incident.number, disposition=Disposition.NEEDLESS, words="", key=new_key(), by=by, at=now)

    with pytest.raises(WrongMoment, match="已办结"):
        send(manned, incident, "巡一", at=now)


def test_the_neighbours_desk_cannot_send_to_it_nor_send_its_units(
    manned: Town, incident: Incident, now: datetime
) -> None:
    with pytest.raises(NotFound):
        send(manned, incident, "巡一", at=now, role="dispatcher@02")

    Incident.objects.filter(pk=incident.pk).update(station=manned.neighbour)
    with pytest.raises(NotFound):
        send(manned, incident, "巡一", at=now, role="dispatcher@02")


def test_a_call_taker_may_not_send_and_an_empty_choice_is_explained(
    manned: Town, incident: Incident, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        send(manned, incident, "巡一", at=now, role="call_taker")
    with pytest.raises(BadInput):
        send(manned, incident, at=now)
