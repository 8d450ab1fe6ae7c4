"""上勤、下勤: one person in one unit, and no open order is left to nobody."""

from datetime import datetime, timedelta

import pytest

from linwang.duty.actions.go_on_duty import go_on_duty
from linwang.duty.models import DutyPeriod, UnitPosition
from linwang.duty.queries import crew
from linwang.duty.states import Authority
from linwang.foundation import journal
from linwang.foundation.refusals import NotAllowed, NotFound, WrongMoment
from linwang.incidents.actions.go_off_duty import go_off_duty
from linwang.incidents.models import Assignment, Incident
from tests.builders import Town, new_key, place_unit, put_on_duty


def _order(town: Town, call_sign: str, at: datetime) -> Assignment:
    incident = Incident.objects.create(
        station=town.station, number="JQ01-20260715-0001", title="有人偷东西", rang_at=at, received_at=at
    )
    later = at + timedelta(minutes=5)
    return Assignment.objects.create(
        incident=incident, unit=town.units[call_sign], sent_at=at, sign_by=later, leave_by=later, report_by=later
    )


def test_an_officer_goes_on_duty_and_the_unit_knows_it(town: Town, now: datetime) -> None:
    go_on_duty(unit=town.units["巡一"].pk, key=new_key(), by=town.actor("case_officer"), at=now)

    here = crew.crew_now(town.people["case_officer"].pk)
    assert (here.call_sign, here.since, here.authority) == ("巡一", now, Authority.POLICE)
    (line,) = journal.lines_of("unit", [str(town.units["巡一"].pk)])
    assert line.what == "on_duty"


def test_the_same_tap_twice_is_one_period(town: Town, now: datetime) -> None:
    key, officer = new_key(), town.actor("case_officer")

    first = go_on_duty(unit=town.units["巡一"].pk, key=key, by=officer, at=now)
    second = go_on_duty(unit=town.units["巡一"].pk, key=key, by=officer, at=now + timedelta(seconds=9))

    assert first == second
    assert DutyPeriod.objects.count() == 1


def test_nobody_is_in_two_units(town: Town, now: datetime) -> None:
    officer = town.actor("case_officer")
    go_on_duty(unit=town.units["巡一"].pk, key=new_key(), by=officer, at=now)

    with pytest.raises(WrongMoment, match="您已在“巡一”上勤"):
        go_on_duty(unit=town.units["巡二"].pk, key=new_key(), by=officer, at=now + timedelta(minutes=1))

    assert DutyPeriod.objects.count() == 1


def test_an_auxiliary_joins_a_police_car_only_after_an_officer(town: Town, now: datetime) -> None:
    car = town.units["巡一"].pk
    with pytest.raises(NotAllowed, match="民警上勤"):
        go_on_duty(unit=car, key=new_key(), by=town.actor("auxiliary"), at=now)
    go_on_duty(unit=car, key=new_key(), by=town.actor("case_officer"), at=now)

    go_on_duty(unit=car, key=new_key(), by=town.actor("auxiliary"), at=now)

    here = crew.crew_now(town.people["auxiliary"].pk)
    assert here.authority == Authority.AUXILIARY
    assert here.mates == ("测试case_officer",)


def test_a_volunteer_is_offered_only_what_a_volunteer_may_crew(town: Town, now: datetime) -> None:
    offered = crew.units_to_crew(seen_by=town.actor("volunteer"))

    assert [choice.call_sign for choice in offered] == ["守四"]


def test_another_stations_unit_is_not_there(town: Town, now: datetime) -> None:
    stranger = town.units["巡一"]
    stranger.station = town.neighbour
    stranger.save(update_fields=["station"])

    with pytest.raises(NotFound):
        go_on_duty(unit=stranger.pk, key=new_key(), by=town.actor("case_officer"), at=now)


def test_the_last_one_does_not_leave_an_open_order(town: Town, now: datetime) -> None:
    officer, unit = town.people["case_officer"], town.units["巡一"]
    put_on_duty(officer, unit, now)
    _order(town, "巡一", now)

    with pytest.raises(WrongMoment, match="您是最后一人"):
        go_off_duty(key=new_key(), by=town.actor("case_officer"), at=now + timedelta(hours=1))

    put_on_duty(town.people["auxiliary"], unit, now)
    go_off_duty(key=new_key(), by=town.actor("case_officer"), at=now + timedelta(hours=1))
    assert DutyPeriod.objects.get(person=officer).to_at == now + timedelta(hours=1)


def test_with_the_last_person_the_unit_leaves_the_map(town: Town, now: datetime) -> None:
    put_on_duty(town.people["case_officer"], town.units["巡一"], now)
    place_unit(town.units["巡一"], 120.91, 30.21, now)

    go_off_duty(key=new_key(), by=town.actor("case_officer"), at=now + timedelta(hours=1))

    assert not UnitPosition.objects.exists()


def test_who_forgot_is_taken_off_duty_by_the_desk_and_by_nobody_else(town: Town, now: datetime) -> None:
    auxiliary = town.people["auxiliary"].pk
    put_on_duty(town.people["auxiliary"], town.units["辅三"], now)

    with pytest.raises(NotAllowed):
        go_off_duty(person=auxiliary, key=new_key(), by=town.actor("case_officer"), at=now + timedelta(hours=9))
    with pytest.raises(WrongMoment):
        go_off_duty(person=auxiliary, key=new_key(), by=town.actor("dispatcher@02"), at=now + timedelta(hours=9))
    go_off_duty(person=auxiliary, key=new_key(), by=town.actor("dispatcher"), at=now + timedelta(hours=9))

    assert crew.crew_of(auxiliary) is None


def test_who_is_not_on_duty_is_told_so(town: Town, now: datetime) -> None:
    with pytest.raises(WrongMoment, match="下勤"):
        go_off_duty(key=new_key(), by=town.actor("auxiliary"), at=now)
