"""Whom to send: worked examples, properties that must always hold, and refusals."""

from dataclasses import replace
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linwang.science.dispatching.ranking import (
    Ask,
    Authority,
    Need,
    Reason,
    Recommendation,
    Shortfall,
    UnitFacts,
    recommend,
)

CAR = UnitFacts(1, Authority.POLICE, 240.0, position_age_seconds=20, skills=frozenset({"first_aid"}))
FAR_CAR = UnitFacts(2, Authority.POLICE, 500.0, position_age_seconds=20)
AUXILIARY = UnitFacts(3, Authority.AUXILIARY, 90.0, position_age_seconds=20)
GUARD = UnitFacts(4, Authority.GUARD, 40.0, is_position_fixed=True)
WATCHER = UnitFacts(5, Authority.VOLUNTEER, 60.0, position_age_seconds=20)
ALL = (CAR, FAR_CAR, AUXILIARY, GUARD, WATCHER)


def advised(rows) -> list[int]:
    return [row.id for row in rows if row.is_advised]


def row_of(answer: Recommendation, unit: UnitFacts):
    return next(row for row in answer.lawful if row.id == unit.id)


def test_police_act_and_the_guard_at_the_gate_looks_first():
    answer = recommend(Need(), ALL)

    assert advised(answer.lawful) == [CAR.id]
    assert advised(answer.first_eyes) == [GUARD.id]
    assert answer.first_eyes_asks == (Ask.OBSERVE, Ask.REPORT, Ask.GUIDE, Ask.COMFORT)
    assert answer.shortfalls == ()
    assert set(row_of(answer, CAR).reasons) == {
        Reason.NEAREST,
        Reason.WITHIN_LIMIT,
        Reason.FREE,
        Reason.ALLOWED,
        Reason.FRESH_POSITION,
    }
    assert row_of(answer, GUARD).shortfalls == (Shortfall.NOT_ALLOWED,)


def test_into_a_danger_go_only_police_and_auxiliaries():
    answer = recommend(Need(is_dangerous=True), ALL)

    assert advised(answer.first_eyes) == [AUXILIARY.id]
    assert answer.first_eyes_asks == (Ask.OBSERVE, Ask.REPORT, Ask.KEEP_AWAY)


def test_a_unit_that_is_both_lawful_and_first_is_not_asked_twice():
    answer = recommend(Need(least_authority=Authority.VOLUNTEER), ALL)

    assert advised(answer.lawful) == [GUARD.id]
    assert advised(answer.first_eyes) == []


def test_a_busy_or_off_duty_unit_is_listed_last_and_never_advised():
    busy, off = replace(CAR, is_free=False), replace(FAR_CAR, is_on_duty=False)

    answer = recommend(Need(), (busy, off))

    assert advised(answer.lawful) == []
    assert answer.shortfalls == (Shortfall.TOO_FEW_UNITS,)
    assert row_of(answer, busy).shortfalls == (Shortfall.BUSY,)
    assert row_of(answer, off).shortfalls == (Shortfall.OFF_DUTY,)


def test_a_missing_skill_is_worth_five_minutes():
    need = Need(skills=frozenset({"first_aid"}))
    skilled = replace(CAR, travel_seconds=400.0)

    assert advised(recommend(need, (skilled, replace(FAR_CAR, travel_seconds=101.0))).lawful) == [skilled.id]
    assert advised(recommend(need, (skilled, replace(FAR_CAR, travel_seconds=99.0))).lawful) == [FAR_CAR.id]
    assert Reason.SUITED in row_of(recommend(need, (skilled, FAR_CAR)), skilled).reasons
    assert recommend(need, (FAR_CAR,)).shortfalls == (Shortfall.NOT_SUITED,)


def test_an_old_position_is_doubted():
    old = replace(CAR, id=9, travel_seconds=200.0, position_age_seconds=400)

    answer = recommend(Need(), (CAR, old))

    assert advised(answer.lawful) == [CAR.id]
    assert row_of(answer, old).cost_seconds == 200 + 200
    assert Shortfall.STALE_POSITION in row_of(answer, old).shortfalls


def test_a_unit_without_a_position_comes_after_those_near_but_may_be_sent():
    unknown = replace(CAR, id=9, travel_seconds=None, position_age_seconds=None)

    assert advised(recommend(Need(), (unknown, CAR)).lawful) == [CAR.id]
    assert advised(recommend(Need(), (unknown,)).lawful) == [unknown.id]
    assert row_of(recommend(Need(), (unknown,)), unknown).shortfalls == (Shortfall.NO_POSITION,)


def test_distance_is_told_in_three_steps():
    limits = [(500.0, ()), (900.0, (Shortfall.BEYOND_LIMIT,)), (1200.0, (Shortfall.FAR_BEYOND_LIMIT,))]
    for travel, expected in [*limits, (inf, (Shortfall.NO_WAY_THERE,))]:
        unit = replace(CAR, travel_seconds=travel)

        assert row_of(recommend(Need(limit_seconds=600), (unit,)), unit).shortfalls == expected


def test_equal_units_fall_by_their_number_whatever_the_order():
    twins = tuple(replace(CAR, id=number) for number in (7, 3, 5))

    assert [row.id for row in recommend(Need(), twins).lawful] == [3, 5, 7]
    assert recommend(Need(), twins) == recommend(Need(), twins[::-1])


def test_an_auxiliary_goes_only_together_with_an_officer():
    need = Need(least_authority=Authority.AUXILIARY)

    alone, two = recommend(need, ALL), recommend(replace(need, units_wanted=2), ALL)
    beside_police = recommend(replace(need, is_police_there=True), ALL)
    without_police = recommend(need, (AUXILIARY, WATCHER))

    assert advised(alone.lawful) == [CAR.id]
    assert Shortfall.ONLY_WITH_POLICE in row_of(alone, AUXILIARY).shortfalls
    assert advised(two.lawful) == [AUXILIARY.id, CAR.id]
    assert advised(beside_police.lawful) == [AUXILIARY.id]
    assert row_of(beside_police, AUXILIARY).shortfalls == ()
    assert advised(without_police.lawful) == []
    assert without_police.shortfalls == (Shortfall.TOO_FEW_UNITS, Shortfall.NO_POLICE)


def test_a_percent_of_lost_cover_is_worth_a_minute_and_a_half_except_in_danger():
    near = replace(CAR, travel_seconds=200.0, cover_loss=0.03, is_last_cover=True)
    spare = replace(FAR_CAR, travel_seconds=469.0, cover_loss=0.0)

    assert advised(recommend(Need(), (near, spare)).lawful) == [spare.id]
    assert advised(recommend(Need(), (near, replace(spare, travel_seconds=471.0))).lawful) == [near.id]
    assert advised(recommend(Need(is_dangerous=True), (near, spare)).lawful) == [near.id]
    assert Shortfall.STRIPS_COVER in row_of(recommend(Need(), (near, spare)), near).shortfalls
    assert Reason.LEAVES_COVER in row_of(recommend(Need(), (near, spare)), spare).reasons
    assert all(row.cost_seconds == 200.0 for row in recommend(Need(), (near,)).first_eyes)


def test_for_cover_nobody_is_kept_waiting_ten_minutes_longer():
    last = replace(CAR, travel_seconds=100.0, cover_loss=0.9, is_last_cover=True)
    far = replace(FAR_CAR, travel_seconds=701.0)

    assert advised(recommend(Need(limit_seconds=1200), (last, far)).lawful) == [last.id]


def test_coming_in_time_is_worth_five_minutes():
    in_time = replace(CAR, travel_seconds=590.0, cover_loss=0.03)
    just_late = replace(FAR_CAR, travel_seconds=601.0)

    assert advised(recommend(Need(), (in_time, just_late)).lawful) == [in_time.id]
    assert row_of(recommend(Need(), (in_time, just_late)), just_late).cost_seconds == 901.0


def test_as_many_are_asked_to_look_as_are_wanted_but_none_who_comes_later():
    crowd = tuple(replace(WATCHER, id=10 + number, travel_seconds=100.0 + 50 * number) for number in range(5))

    answer = recommend(Need(eyes_wanted=4), (*crowd, CAR))

    assert advised(answer.first_eyes) == [10, 11, 12]
    assert advised(recommend(Need(eyes_wanted=4), (*crowd, CAR, AUXILIARY)).first_eyes) == [AUXILIARY.id]


units = st.builds(
    UnitFacts,
    id=st.integers(1, 10_000),
    authority=st.sampled_from(Authority),
    travel_seconds=st.none() | st.floats(0, 5_000) | st.just(inf),
    is_free=st.booleans(),
    is_on_duty=st.booleans(),
    skills=st.frozensets(st.sampled_from(["first_aid", "boat", "traffic"])),
    position_age_seconds=st.none() | st.floats(0, 10_000),
    is_position_fixed=st.booleans(),
    workload=st.integers(0, 9),
    cover_loss=st.floats(0, 1),
    is_last_cover=st.booleans(),
)
needs = st.builds(
    Need,
    least_authority=st.sampled_from(Authority),
    skills=st.frozensets(st.sampled_from(["first_aid", "boat"])),
    units_wanted=st.integers(1, 5),
    limit_seconds=st.floats(60, 3600),
    is_dangerous=st.booleans(),
    is_watching_useful=st.booleans(),
)
lists_of_units = st.lists(units, max_size=12, unique_by=lambda unit: unit.id)


@given(needs, lists_of_units)
def test_nobody_is_advised_who_may_not_go(need, crowd):
    answer = recommend(need, crowd)
    known = {unit.id: unit for unit in crowd}

    for row in (*answer.lawful, *answer.first_eyes):
        unit = known[row.id]
        if row.is_advised:
            assert unit.is_free
            assert unit.is_on_duty
            assert not (need.is_dangerous and unit.authority < Authority.AUXILIARY)
    assert all(known[one].authority >= need.least_authority for one in advised(answer.lawful))
    assert len(advised(answer.first_eyes)) <= need.eyes_wanted


@given(needs, lists_of_units)
def test_an_auxiliary_is_never_advised_without_police(need, crowd):
    answer = recommend(need, crowd)
    levels = {unit.id: unit.authority for unit in crowd}

    chosen = [levels[one] for one in advised(answer.lawful)]

    if need.least_authority == Authority.AUXILIARY and not need.is_police_there and chosen:
        assert Authority.POLICE in chosen


@given(needs, lists_of_units)
def test_every_unit_stands_once_in_each_answer_and_order_of_facts_is_no_matter(need, crowd):
    answer = recommend(need, crowd)

    for rows in (answer.lawful, answer.first_eyes):
        assert sorted(row.id for row in rows) == sorted(unit.id for unit in crowd)
        assert [row.is_possible for row in rows] == sorted((row.is_possible for row in rows), reverse=True)
    assert recommend(need, crowd[::-1]) == answer


@given(needs, lists_of_units)
def test_the_advised_are_the_cheapest_by_full_comparison(need, crowd):
    answer = recommend(need, crowd)

    possible = sorted((row.cost_seconds, row.id) for row in answer.lawful if row.is_possible)
    first = [number for _, number in possible[: need.units_wanted]]
    if need.least_authority != Authority.AUXILIARY or need.is_police_there:
        assert advised(answer.lawful) == first
    else:
        assert advised(answer.lawful)[: need.units_wanted - 1] in (first[:-1], first[: need.units_wanted - 1], [])


@given(needs, lists_of_units, st.floats(1, 1000))
def test_coming_nearer_never_hurts(need, crowd, gain):
    for unit in [u for u in crowd if u.travel_seconds is not None and u.travel_seconds != inf]:
        nearer = replace(unit, travel_seconds=max(0.0, unit.travel_seconds - gain))
        before = [row.id for row in recommend(need, crowd).lawful].index(unit.id)

        after = recommend(need, [nearer if u.id == unit.id else u for u in crowd]).lawful

        assert [row.id for row in after].index(unit.id) <= before


@pytest.mark.parametrize(
    "wrong",
    [
        {"travel_seconds": -1.0},
        {"travel_seconds": float("nan")},
        {"position_age_seconds": -5.0},
        {"workload": -1},
        {"cover_loss": 2.0},
    ],
)
def test_nonsense_about_a_unit_is_refused(wrong):
    with pytest.raises(ValueError, match="unit 1"):
        replace(CAR, **wrong)


def test_nonsense_about_the_need_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        Need(units_wanted=0)
    with pytest.raises(ValueError, match="limit"):
        Need(limit_seconds=0)
    with pytest.raises(ValueError, match="twice"):
        recommend(Need(), (CAR, CAR))
