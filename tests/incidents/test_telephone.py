"""来电: announced once, claimed by one, never lost when nobody answers."""

from datetime import datetime, timedelta

import pytest

from linwang.foundation import journal
from linwang.foundation.refusals import BadInput, NotFound, WrongMoment
from linwang.incidents.actions.telephone import announce, claim, hang_up, three_way
from linwang.incidents.queries.incoming import claimed_ring, rings_waiting
from linwang.incidents.states import Act
from tests.builders import Town
from tests.incidents.calls import act, take


def ring(town: Town, now: datetime, outside_number: str = "t-1") -> int:
    return announce(outside_number=outside_number, phone="138-0000 1111", rang_at=now, **act(town, now))


def test_a_ring_announced_twice_is_one_ring(town: Town, now: datetime) -> None:
    assert ring(town, now) == ring(town, now)

    (waiting,) = rings_waiting(seen_by=town.actor("dispatcher"), at=now)
    assert (waiting.phone, waiting.claimed_by, waiting.rang_at) == ("13800001111", "", now)
    assert rings_waiting(seen_by=town.actor("call_taker@02"), at=now) == ()
    assert rings_waiting(seen_by=town.actor("guard"), at=now) == ()


def test_one_operator_has_it_and_the_second_is_told_who(town: Town, now: datetime) -> None:
    incoming = ring(town, now)
    claim(incoming=incoming, **act(town, now))

    with pytest.raises(WrongMoment, match="测试call_taker"):
        claim(incoming=incoming, **act(town, now, "dispatcher"))

    assert claim(incoming=incoming, **act(town, now)) == incoming
    assert claimed_ring(incoming, seen_by=town.actor("call_taker")).is_mine
    assert claimed_ring(incoming, seen_by=town.actor("dispatcher")) is None
    assert [line.what for line in journal.lines_of("incoming", [str(incoming)])] == [Act.RANG, Act.CLAIMED]


def test_a_missed_ring_stays_listed_until_somebody_rings_back(town: Town, now: datetime) -> None:
    ring(town, now)
    hang_up(outside_number="t-1", **act(town, now))
    seen_by = town.actor("call_taker")

    (missed,) = rings_waiting(seen_by=seen_by, at=now)
    assert missed.has_ended
    assert rings_waiting(seen_by=seen_by, at=now + timedelta(hours=3)) == ()

    claim(incoming=missed.id, **act(town, now))
    assert rings_waiting(seen_by=seen_by, at=now) == ()


def test_a_ring_that_became_a_call_leaves_the_list(town: Town, now: datetime) -> None:
    incoming = ring(town, now)
    claim(incoming=incoming, **act(town, now))

    take(town, now, outside_number="t-1", source="telephone")

    assert rings_waiting(seen_by=town.actor("call_taker"), at=now) == ()


def test_the_three_way_call_is_a_line_of_the_journal(town: Town, now: datetime) -> None:
    number = take(town, now)

    three_way(number=number, with_whom="巡一", **act(town, now))

    line = journal.lines_of("incident", [number])[-1]
    assert (line.what, line.words) == (Act.THREE_WAY, "巡一")
    with pytest.raises(BadInput):
        three_way(number=number, with_whom=" ", **act(town, now))


def test_rings_that_are_not_there_are_refused(town: Town, now: datetime) -> None:
    with pytest.raises(NotFound):
        claim(incoming=0, **act(town, now))
    with pytest.raises(NotFound):
        hang_up(outside_number="t-9", **act(town, now))
    with pytest.raises(BadInput):
        ring(town, now, outside_number=" ")
