"""Neighbours are called out, answer, come, go into the field and leave it, and nobody is left behind."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linwang.foundation import journal
from linwang.foundation.actor import Actor
from linwang.foundation.refusals import BadInput, NotAllowed, NotFound, Refused, TooOften, WrongMoment
from linwang.incidents.actions.call_outs.answer import mark_called
from linwang.incidents.actions.call_outs.ending import end_call_out, stand_down
from linwang.incidents.actions.call_outs.rescue import count_rescued, strike_rescue, tell_rescued
from linwang.incidents.actions.call_outs.teams import change_team, form_team, move_member
from linwang.incidents.actions.call_outs.walk_up import join, leave
from linwang.incidents.actions.call_outs.waves import ask_more, change_need
from linwang.incidents.actions.close import close
from linwang.incidents.actions.forget import forget_called
from linwang.incidents.models import AnswerCount, CalledPerson, CallOut, HelperTeam, Incident
from linwang.incidents.queries.call_outs.page import call_out_page
from linwang.incidents.states import CalledStatus, CallOutStatus
from linwang.personnel import queries as personnel
from linwang.personnel.models import Person
from tests.builders import SINCE, Town, new_key
from tests.incidents.neighbours import call, called, make_grids, people_of, wish

MINUTE = timedelta(minutes=1)


def as_person(person: Person) -> Actor:
    return personnel.actor_of(person, sees=frozenset({person.station_id}), on=SINCE)


def say(row: CalledPerson, to: str, at: datetime, *, by: Actor | None = None, minutes: int | None = 20) -> int:
    who = by or as_person(row.person)  # type: ignore[arg-type]
    return mark_called(called=row.pk, to=CalledStatus(to), minutes=minutes, key=new_key(), by=who, at=at)


@pytest.fixture
def desk(manned: Town) -> Actor:
    return manned.actor("dispatcher")


def test_the_first_wave_asks_the_nearest_who_may(manned: Town, incident: Incident, now: datetime) -> None:
    near, far = make_grids(manned, 2)
    neighbours = people_of(manned, near, 3)
    people_of(manned, far, 3)
    people_of(manned, near, 1, may_be_called_out=False)
    people_of(manned, near, 1, is_active=False)

    asked = called(call(manned, incident, wish([near, far], now), now, first=3))

    assert {one.person for one in asked} == set(neighbours)
    assert all((one.status, one.wave) == ("asked", 1) for one in asked)


def test_two_hundred_are_asked_with_as_many_statements_as_twenty(
    manned: Town, incident: Incident, now: datetime
) -> None:
    (grid,) = make_grids(manned, 1)
    people_of(manned, grid, 260)
    counts = []
    for first in (20, 220):
        with CaptureQueriesContext(connection) as statements:
            asked = called(call(manned, incident, wish([grid], now), now, first=first))
        counts.append(len(statements))
        assert len(asked) == first

    assert counts[0] == counts[1] <= 45


def test_neighbouring_grids_are_asked_together(manned: Town, incident: Incident, now: datetime) -> None:
    grids = make_grids(manned, 4)
    people_of(manned, grids[1], 2)
    people_of(manned, grids[2], 2)

    call_out = call(manned, incident, wish(grids[:1], now, with_neighbours=True), now)

    assert set(CallOut.objects.get(pk=call_out).grids.all()) == set(grids[:2])
    assert len(called(call_out)) == 2


def test_only_who_has_the_skill_and_the_authority_is_asked(manned: Town, incident: Incident, now: datetime) -> None:
    (grid,) = make_grids(manned, 1)
    people_of(manned, grid, 2)
    (boatman,) = people_of(manned, grid, 1, skills=["boat"])
    (guard,) = people_of(manned, grid, 1, role="guard")

    boats = called(call(manned, incident, wish([grid], now, skills=("boat",)), now))
    road = called(call(manned, incident, wish([grid], now, tasks=("carry", "close_road")), now))

    assert [one.person for one in boats] == [boatman]
    assert [one.person for one in road] == [guard]


def test_a_step_for_police_is_never_asked_of_neighbours(manned: Town, incident: Incident, now: datetime) -> None:
    (grid,) = make_grids(manned, 1)
    people_of(manned, grid, 1)

    with pytest.raises(NotAllowed):
        call(manned, incident, wish([grid], now, steps=("guard",)), now)  # an auxiliary's step

    assert not CallOut.objects.exists()
    assert len(called(call(manned, incident, wish([grid], now, steps=("see",)), now))) == 1


@pytest.mark.parametrize(
    "wrong", [{"tasks": ()}, {"tasks": ("swim",)}, {"needed": 0}, {"needed": 5000}, {"meeting_place": " "}]
)
def test_a_wish_that_leaves_something_out_is_refused(
    manned: Town, incident: Incident, now: datetime, wrong: dict[str, Any]
) -> None:
    with pytest.raises(BadInput):
        call(manned, incident, wish(make_grids(manned, 1), now, **wrong), now)

    assert not CallOut.objects.exists()


def test_enough_said_yes_and_the_others_need_not_come(manned: Town, incident: Incident, now: datetime) -> None:
    (grid,) = make_grids(manned, 1)
    people_of(manned, grid, 6)
    call_out = call(manned, incident, wish([grid], now, needed=2), now, first=5)
    rows = called(call_out)

    for row in rows[:2]:
        say(row, "coming", now + MINUTE)

    assert CallOut.objects.get(pk=call_out).status == CallOutStatus.ENOUGH
    assert [one.status for one in called(call_out)] == ["coming"] * 2 + ["not_needed"] * 3
    with pytest.raises(WrongMoment, match="人已经够了"):
        say(rows[2], "coming", now + MINUTE)
    with pytest.raises(WrongMoment):
        ask_more(call_out=call_out, count=1, key=new_key(), by=manned.actor("dispatcher"), at=now + MINUTE)


def test_somebody_cannot_come_after_all_and_asking_goes_on(
    manned: Town, incident: Incident, now: datetime, desk: Actor
) -> None:
    (grid,) = make_grids(manned, 1)
    people_of(manned, grid, 4)
    call_out = call(manned, incident, wish([grid], now, needed=1), now, first=2)
    rows = called(call_out)
    say(rows[0], "coming", now + MINUTE)

    say(rows[0], "not_coming", now + 2 * MINUTE)

    assert CallOut.objects.get(pk=call_out).status == CallOutStatus.ASKING
    asked = ask_more(call_out=call_out, count=10, key=new_key(), by=desk, at=now + 3 * MINUTE)
    assert asked == 3  # the one who was spared before and two new ones
    assert {(one.status, one.wave) for one in called(call_out)[1:]} == {("asked", 2)}
    assert called(call_out)[1].released_at is None


def test_more_are_needed_than_was_thought(manned: Town, incident: Incident, now: datetime, desk: Actor) -> None:
    (grid,) = make_grids(manned, 1)
    people_of(manned, grid, 3)
    call_out = call(manned, incident, wish([grid], now, needed=1), now, first=1)
    say(called(call_out)[0], "coming", now)

    change_need(call_out=call_out, needed=3, key=new_key(), by=desk, at=now + MINUTE)

    page = call_out_page(call_out, seen_by=desk, at=now + MINUTE)
    assert page.head.status == "asking" and page.advice and page.advice.count == 2 and page.advice.is_short


def test_the_next_wave_is_proposed_when_too_few_answer(
    manned: Town, incident: Incident, now: datetime, desk: Actor
) -> None:
    (grid,) = make_grids(manned, 1)
    people_of(manned, grid, 300)
    call_out = call(manned, incident, wish([grid], now, needed=5), now)
    asked = len(called(call_out))
    fresh = call_out_page(call_out, seen_by=desk, at=now + MINUTE)
    late = call_out_page(call_out, seen_by=desk, at=now + 11 * MINUTE)

    assert 10 < asked < 60
    assert fresh.advice and not fresh.advice.is_due and fresh.figures.waiting == asked
    assert late.advice and late.advice.is_due and late.advice.count > asked and late.figures.silent == asked
    assert len(late.advice.reasons) == 3


def test_who_answers_what_is_not_in_the_journal(manned: Town, incident: Incident, now: datetime) -> None:
    (grid,) = make_grids(manned, 1)
    people = people_of(manned, grid, 2)
    call_out = call(manned, incident, wish([grid], now), now)
    for row, to in zip(called(call_out), ("coming", "not_coming"), strict=True):
        say(row, to, now)

    lines = journal.lines_of("call_out", [str(call_out)])

    assert len(lines) == 2
    assert not {line.by_id for line in lines} & {person.pk for person in people}
    assert not any(person.name in f"{line.words}{line.facts}{line.by_name}" for line in lines for person in people)


def test_another_answers_for_nobody(manned: Town, incident: Incident, now: datetime) -> None:
    (grid,) = make_grids(manned, 1)
    people_of(manned, grid, 2)
    one, other = called(call(manned, incident, wish([grid], now), now))

    with pytest.raises(NotFound):
        say(one, "coming", now, by=as_person(other.person))  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        say(one, "coming", now, by=manned.actor("dispatcher@02"))


def test_answers_follow_one_another(manned: Town, incident: Incident, now: datetime, desk: Actor) -> None:
    (grid,) = make_grids(manned, 1)
    people_of(manned, grid, 1)
    (row,) = called(call(manned, incident, wish([grid], now), now))

    with pytest.raises(WrongMoment):
        say(row, "left", now)
    with pytest.raises(BadInput):
        say(row, "coming", now, minutes=None)
    with pytest.raises(BadInput):
        mark_called(called=row.pk, to="in_field", key=new_key(), by=desk, at=now)  # type: ignore[arg-type]
    say(row, "coming", now)
    say(row, "here", now + MINUTE)
    say(row, "left", now + 2 * MINUTE)
    say(row, "here", now + 3 * MINUTE, by=desk)

    row.refresh_from_db()
    assert (row.status, row.arrived_at, row.left_at) == ("here", now + MINUTE, None)
    assert row.expected_at == now + 20 * MINUTE


def _team(manned: Town, incident: Incident, now: datetime) -> tuple[int, list[CalledPerson], int]:
    (grid,) = make_grids(manned, 1)
    people_of(manned, grid, 4)
    call_out = call(manned, incident, wish([grid], now, needed=9), now)
    rows = called(call_out)
    for row in rows[:3]:
        say(row, "coming", now)
    say(rows[0], "here", now)
    team = form_team(
        call_out=call_out, task="搬沙袋", place="东门涵洞口", members=[row.pk for row in rows[:2]], key=new_key(),
        by=manned.actor("dispatcher"), at=now,
    )  # fmt: skip
    return call_out, rows, team


def test_a_team_goes_into_the_field_and_its_leader_signs(manned: Town, incident: Incident, now: datetime) -> None:
    call_out, rows, team = _team(manned, incident, now)
    leader = as_person(rows[0].person)  # type: ignore[arg-type]

    say(rows[1], "here", now + MINUTE, by=leader)
    with pytest.raises(NotAllowed):
        say(rows[1], "not_coming", now, by=leader)
    with pytest.raises(NotFound):
        say(rows[2], "here", now, by=leader)

    assert [one.status for one in called(call_out)] == ["in_field", "in_field", "coming", "asked"]
    assert HelperTeam.objects.get(pk=team).leader_id == rows[0].pk


def test_a_member_moves_and_a_team_without_leader_gets_the_next(
    manned: Town, incident: Incident, now: datetime, desk: Actor
) -> None:
    call_out, rows, team = _team(manned, incident, now)
    act: dict[str, Any] = {"call_out": call_out, "by": desk, "at": now}

    move_member(called=rows[0].pk, team=None, key=new_key(), **act)
    assert called(call_out)[0].status == "here"
    assert HelperTeam.objects.get(pk=team).leader_id == rows[1].pk
    move_member(called=rows[2].pk, team=team, key=new_key(), **act)
    change_team(team=team, task="劝返", place="桥头", leader=rows[2].pk, key=new_key(), **act)
    with pytest.raises(BadInput):
        change_team(team=team, task="劝返", place="桥头", leader=rows[0].pk, key=new_key(), **act)
    with pytest.raises(WrongMoment):
        move_member(called=rows[3].pk, team=team, key=new_key(), **act)

    changed = HelperTeam.objects.get(pk=team)
    assert (changed.task, changed.leader_id) == ("劝返", rows[2].pk)


def test_a_walk_up_is_counted_in_and_out(manned: Town, incident: Incident, now: datetime, desk: Actor) -> None:
    (grid,) = make_grids(manned, 1)
    people_of(manned, grid, 1)
    call_out = call(manned, incident, wish([grid], now, needed=5), now)

    row = join(call_out=call_out, name=" 周大海 ", phone="", key=new_key(), at=now)
    page = call_out_page(call_out, seen_by=desk, at=now)
    leave(called=row, key=new_key(), at=now + MINUTE)

    assert [one.name for one in page.field] == ["周大海"] and page.figures.walk_ups == 1
    assert CalledPerson.objects.get(pk=row).status == CalledStatus.LEFT
    for name, phone in (("", ""), ("李" * 41, ""), ("李四", "call me")):
        with pytest.raises(BadInput):
            join(call_out=call_out, name=name, phone=phone, key=new_key(), at=now)


def test_no_more_walk_ups_a_minute_than_can_be_right(manned: Town, incident: Incident, now: datetime) -> None:
    (grid,) = make_grids(manned, 1)
    people_of(manned, grid, 1)
    call_out = call(manned, incident, wish([grid], now, needed=99), now)
    for n in range(30):
        join(call_out=call_out, name=f"路人{n}", phone="", key=new_key(), at=now)

    with pytest.raises(TooOften):
        join(call_out=call_out, name="又一人", phone="", key=new_key(), at=now)

    assert join(call_out=call_out, name="又一人", phone="", key=new_key(), at=now + 2 * MINUTE)


def test_rescued_are_counted_and_a_wrong_number_is_struck(
    manned: Town, incident: Incident, now: datetime, desk: Actor
) -> None:
    call_out, rows, team = _team(manned, incident, now)
    act: dict[str, Any] = {"by": desk, "at": now}
    leader = as_person(rows[0].person)  # type: ignore[arg-type]

    tell_rescued(team=team, people=25, place="东门小区", key=new_key(), by=leader, at=now)
    wrong = count_rescued(call_out=call_out, people=250, place="", key=new_key(), **act)
    strike_rescue(call_out=call_out, rescue=wrong, key=new_key(), **act)

    page = call_out_page(call_out, seen_by=desk, at=now)
    assert page.figures.rescued == 25
    assert [(one.people, one.is_struck) for one in page.rescues] == [(250, True), (25, False)]
    with pytest.raises(Refused):
        strike_rescue(call_out=call_out, rescue=wrong, key=new_key(), **act)
    with pytest.raises(NotFound):
        tell_rescued(team=team, people=1, place="", key=new_key(), by=as_person(rows[1].person), at=now)  # type: ignore[arg-type]


def test_it_ends_only_when_nobody_is_unaccounted_for(
    manned: Town, incident: Incident, now: datetime, desk: Actor
) -> None:
    call_out, rows, _team_id = _team(manned, incident, now)
    act: dict[str, Any] = {"call_out": call_out, "by": desk, "at": now + MINUTE}

    assert stand_down(key=new_key(), **act) == 3
    assert called(call_out)[3].status == "not_needed"
    with pytest.raises(WrongMoment):
        stand_down(key=new_key(), **act)
    with pytest.raises(WrongMoment, match="还有 3 人没有确认平安离开"):
        end_call_out(key=new_key(), **act)
    for row in rows[:2]:
        say(row, "left", now + 2 * MINUTE)
    with pytest.raises(WrongMoment, match=f"还有 1 人没有确认平安离开：{rows[2].person.name}。"):  # type: ignore[union-attr]
        end_call_out(key=new_key(), **act)
    with pytest.raises(WrongMoment, match="召集还没有结束"):
        close(number=incident.number, disposition="handled", words="好", key=new_key(), by=desk, at=now)  # type: ignore[arg-type]
    say(rows[2], "left", now + 3 * MINUTE, by=desk)
    end_call_out(key=new_key(), **act)

    with pytest.raises(WrongMoment):
        say(rows[2], "here", now + 4 * MINUTE, by=desk)
    assert {line.what for line in journal.lines_of("incident", [incident.number])} >= {
        "called_out",
        "stood_down",
        "call_out_ended",
    }


def test_names_go_and_counts_of_groups_stay(manned: Town, incident: Incident, now: datetime, desk: Actor) -> None:
    call_out, rows, _team_id = _team(manned, incident, now)
    grid = rows[0].person.grid  # type: ignore[union-attr]
    act: dict[str, Any] = {"call_out": call_out, "by": desk}
    stand_down(key=new_key(), at=now + 20 * MINUTE, **act)
    for row in rows[:3]:
        say(row, "left", now + 21 * MINUTE)
    end_call_out(key=new_key(), at=now + 22 * MINUTE, **act)
    station, ended = manned.station.pk, now + 22 * MINUTE

    assert forget_called(station=station, at=ended + timedelta(days=29)) == 0
    assert forget_called(station=station, at=ended + timedelta(days=31)) == 4

    counts = AnswerCount.objects.filter(call_out=call_out).order_by("grid", "skill")
    assert list(counts.values_list("grid", "skill", "asked", "accepted")) == [(grid.pk, "", 4, 3), (None, "", 4, 3)]
    page = call_out_page(call_out, seen_by=desk, at=ended + timedelta(days=31))
    assert page.is_forgotten and not page.called
    assert (page.figures.asked, page.figures.yes, page.figures.left, page.figures.unaccounted) == (4, 3, 3, 0)


def test_nobody_is_asked_who_is_in_the_field_of_another_call(manned: Town, incident: Incident, now: datetime) -> None:
    (grid,) = make_grids(manned, 1)
    people_of(manned, grid, 2)
    first = called(call(manned, incident, wish([grid], now, needed=5), now))
    say(first[0], "coming", now)

    second = called(call(manned, incident, wish([grid], now), now))

    assert [one.person_id for one in second] == [first[1].person_id]
