"""Same event or not: a worked example, the properties that must hold, and a judgement on made-up calls."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linwang.science.geo.points import LonLat
from linwang.science.matching.events import CallFacts, LikenessReason, likely_same, likeness
from linwang.science.matching.shared_words import Story
from tests.science.matching.synthetic_calls import said_kinds

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CROSSING = LonLat(121.15, 30.05)
PIPE = CallFacts(1, NINE, CROSSING, "挖掘机把水管挖破了,国道上全是水", kind="PIPE", category="UTILITY")


def moved(place: LonLat, metres_north: float) -> LonLat:
    return LonLat(place.lon, place.lat + metres_north / 111_195)


def test_two_callers_one_broken_pipe():
    second = CallFacts(9, NINE + timedelta(minutes=6), moved(CROSSING, 90), "国道水管破了,水喷得很高", kind="PIPE")

    judged = likeness(second, PIPE)

    assert judged.probability > 0.9
    assert judged.metres == pytest.approx(90, rel=0.01)
    assert judged.minutes == 6
    assert "水管" in judged.shared_words
    assert set(judged.reasons) == set(LikenessReason) - {LikenessReason.SAME_CATEGORY}


def test_the_weights_are_those_the_chapter_states():
    bare = CallFacts(2, NINE + timedelta(minutes=15), moved(CROSSING, 150))

    odds = -3.5 + (3.5 - 1.5 * 0.6931) + (1.5 - 1.0)

    assert likeness(bare, replace(PIPE, words="", kind="")).probability == pytest.approx(1 / (1 + exp(-odds)), rel=1e-3)


def test_the_same_thing_in_another_village_is_another_event():
    elsewhere = CallFacts(3, NINE, moved(CROSSING, 4000), "挖掘机把水管挖破了", kind="PIPE")

    assert likely_same(elsewhere, [PIPE]) == ()


def test_a_call_without_a_place_is_judged_by_its_words():
    told = CallFacts(4, NINE + timedelta(minutes=3), None, "挖掘机把国道的水管挖破了", kind="PIPE")

    judged = likeness(told, PIPE)

    assert judged.metres is None
    assert LikenessReason.NEAR not in judged.reasons
    assert judged.probability > 0.5


def test_common_words_of_every_call_are_not_a_likeness():
    assert Story.of("你好我要报警,我在这里").share_found_in(Story.of("警察同志你好,我们在这里")) is None


@given(st.floats(0, 20_000), st.floats(0, 20_000))
def test_farther_is_never_likelier(one, other):
    near, far = sorted((one, other))
    at = [likeness(replace(PIPE, id=5, place=moved(CROSSING, metres)), PIPE).probability for metres in (near, far)]

    assert at[0] >= at[1]


@given(st.integers(0, 600), st.integers(0, 600))
def test_later_is_never_likelier(one, other):
    soon, late = sorted((one, other))
    at = [likeness(replace(PIPE, at=NINE + timedelta(minutes=m)), PIPE).probability for m in (soon, late)]

    assert at[0] >= at[1]


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_looks_the_same_from_both_sides(one, other):
    left, right = replace(PIPE, id=1, words=one), replace(PIPE, id=2, words=other, kind="OTHER")

    assert likeness(left, right).probability == pytest.approx(likeness(right, left).probability)


def made_up_world(chance: random.Random) -> tuple[list[CallFacts], int, CallFacts, CallFacts]:
    """Sixty open events, one of them told of again, the second call, and a call about something new."""
    kinds = {kind.code: kind for kind in said_kinds()}

    def event(number: int) -> CallFacts:
        kind = chance.choice(list(kinds.values()))
        place = LonLat(121 + chance.random() * 0.06, 30 + chance.random() * 0.06)
        at = NINE - timedelta(minutes=chance.random() * 240)
        return CallFacts(number, at, place, chance.choice(kind.said), kind.code)

    events = [event(number) for number in range(60)]
    known = chance.choice(events)
    place = LonLat(known.place.lon + chance.gauss(0, 0.0012), known.place.lat + chance.gauss(0, 0.001))
    kind = known.kind if chance.random() < 0.8 else chance.choice(list(kinds))
    at = known.at + timedelta(minutes=chance.expovariate(1 / 8))
    second = CallFacts(100, at, place, chance.choice(kinds[known.kind].said), kind)
    return events, known.id, second, replace(event(101), at=NINE)


def test_the_open_event_is_offered_and_a_new_one_is_seldom_mistaken():
    chance = random.Random(4)
    found = mistaken = 0
    for _ in range(150):
        events, known, second, fresh = made_up_world(chance)
        found += known in {one.id for one in likely_same(second, events)}
        mistaken += bool(likely_same(fresh, events, least=0.5))

    assert found / 150 >= 0.9
    assert mistaken / 150 <= 0.1


def test_the_best_are_those_of_a_full_comparison():
    events, _, second, _ = made_up_world(random.Random(8))

    offered = likely_same(second, events, k=5, least=0.0)

    in_full = sorted((likeness(second, event) for event in events), key=lambda one: -one.probability)
    assert [one.probability for one in offered] == [one.probability for one in in_full[:5]]


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        CallFacts(1, datetime(2026, 3, 2, 9, 0))  # noqa: DTZ001
