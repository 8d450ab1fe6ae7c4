"""Steps ticked off, lines written and struck, callers looked at."""

from datetime import datetime

import pytest

from linwang.foundation import journal
from linwang.foundation.refusals import BadInput, NotAllowed, NotFound, WrongMoment
from linwang.incidents.actions.notes import note, strike
from linwang.incidents.actions.see_caller import see_caller
from linwang.incidents.actions.steps import tick, untick
from linwang.incidents.models import Incident, StepDone
from linwang.incidents.queries.callers import caller_after_look
from tests.builders import Town, new_key
from tests.incidents.acting import arrive, send


def test_a_step_is_ticked_once_and_may_be_taken_back(manned: Town, incident: Incident, now: datetime) -> None:
    said = {"number": incident.number, "step": "see", "by": manned.actor("call_taker"), "at": now}

    tick(note="无人受伤", key=new_key(), **said)
    assert StepDone.objects.get().note == "无人受伤"
    with pytest.raises(WrongMoment):
        tick(key=new_key(), **said)

    untick(key=new_key(), **said)
    assert not StepDone.objects.exists()
    assert [line.what for line in journal.lines_of("incident", [incident.number])] == ["step_done", "step_undone"]


def test_a_crew_ticks_only_what_the_law_lets_it_do(manned: Town, incident: Incident, now: datetime) -> None:
    auxiliary, warden = send(manned, incident, "辅三", "守四", at=now)
    arrive(manned, auxiliary, at=now)
    arrive(manned, warden, at=now)
    said = {"number": incident.number, "step": "guard", "at": now}

    with pytest.raises(NotAllowed, match="辅警"):
        tick(key=new_key(), by=manned.actor("warden"), **said)
    tick(key=new_key(), by=manned.actor("auxiliary"), **said)

    assert StepDone.objects.get().step == "guard"


def test_a_crew_without_an_order_here_does_not_find_the_incident(
    manned: Town, incident: Incident, now: datetime
) -> None:
    with pytest.raises(NotFound):
        note(number=incident.number, words="路过", key=new_key(), by=manned.actor("warden"), at=now)


def test_a_wrong_line_is_struck_by_a_new_one(manned: Town, incident: Incident, now: datetime) -> None:
    by = manned.actor("call_taker")
    note(number=incident.number, words="车牌末位是5", key=new_key(), by=by, at=now)
    (wrong,) = journal.lines_of("incident", [incident.number])

    with pytest.raises(BadInput):
        strike(number=incident.number, line=wrong.id, words="", key=new_key(), by=by, at=now)
    strike(number=incident.number, line=wrong.id, words="听错，末位是6", key=new_key(), by=by, at=now)

    first, second = journal.lines_of("incident", [incident.number])
    assert (first.words, first.struck, second.strikes) == ("车牌末位是5", True, first.id)
    with pytest.raises(WrongMoment):
        strike(number=incident.number, line=wrong.id, words="再划", key=new_key(), by=by, at=now)


def test_a_look_at_the_caller_is_journalled_with_its_reason(manned: Town, incident: Incident, now: datetime) -> None:
    by, call = manned.actor("call_taker"), incident.calls.get().pk
    asked = {"number": incident.number, "call": call, "by": by, "at": now}

    with pytest.raises(BadInput):
        see_caller(reason=" ", key=new_key(), **asked)
    look = see_caller(reason="核实地点", key=new_key(), **asked)

    assert caller_after_look(number=incident.number, look=look, seen_by=by).phone == "13800000001"
    with pytest.raises(NotFound):
        caller_after_look(number=incident.number, look=look, seen_by=manned.actor("dispatcher"))
    with pytest.raises(WrongMoment):
        strike(number=incident.number, line=look, words="想划掉", key=new_key(), by=by, at=now)


def test_an_analyst_may_not_look_at_a_caller(manned: Town, incident: Incident, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        see_caller(
            number=incident.number, call=incident.calls.get().pk, reason="好奇", key=new_key(),
            by=manned.actor("analyst@90"), at=now,
        )  # fmt: skip
