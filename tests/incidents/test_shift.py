"""The shift hand-over: the brief, giving it, signing for it, and what stays as it was."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from linwang.foundation import journal
from linwang.foundation.refusals import NotAllowed, NotFound, WrongMoment
from linwang.incidents.actions.shift_hand_over import hand_over_shift, take_over_shift
from linwang.incidents.models import Incident, Referral, StationHandOver
from linwang.incidents.queries.shifts import shift_brief, shift_page
from tests.builders import Town, new_key, put_on_duty
from tests.incidents.test_board import LATER, make, order


def give(town: Town, now: datetime, role: str = "dispatcher", words: str = "3号车送修") -> int:
    return hand_over_shift(words=words, key=new_key(), by=town.actor(role), at=now)


def take(town: Town, now: datetime, hand_over: int, role: str = "duty_officer") -> int:
    return take_over_shift(hand_over=hand_over, key=new_key(), by=town.actor(role), at=now)


def test_the_brief_holds_what_is_open_promised_offered_and_on_duty(town: Town, now: datetime) -> None:
    put_on_duty(town.people["auxiliary"], town.units["巡一"], now)
    late = make(town, now, 1, priority="A", due_at=now - LATER)
    order(late, town.units["巡一"], now)
    make(town, now, 2)
    promised = make(town, now, 3, status="closed", closed_at=now, disposition="handled", due="", due_at=None)
    Incident.objects.filter(pk=promised.pk).update(callback_due_on=now.date())
    StationHandOver.objects.create(
        incident=late, from_station=town.station, to_station=town.neighbour, reason="在他们那边", offered_at=now
    )
    Referral.objects.create(incident=late, to_words="城管", receipt="ZB-1", sent_at=now)

    brief = shift_page(seen_by=town.actor("dispatcher"), page=1, at=now).brief

    assert [row.number[-1] for row in brief.open] == ["1", "2"]
    assert (brief.open[0].helpers, brief.overdue, brief.units_on_duty) == ("巡一", 1, 1)
    assert [one.number[-1] for one in brief.callbacks] == ["3"]
    assert "在他们那边" in brief.hand_overs[0].words
    assert "城管" in brief.referrals[0].words
    assert brief.units[0].call_signs == ("巡一",)


def test_what_was_handed_over_stays_as_it_was(town: Town, now: datetime) -> None:
    incident = make(town, now, 1)
    given = give(town, now)
    Incident.objects.filter(pk=incident.pk).update(status="closed", closed_at=now, disposition="handled")

    kept = shift_brief(hand_over=given, seen_by=town.actor("duty_officer"))
    assert [row.status for row in kept.brief.open] == ["received"]
    assert kept.row.words == "3号车送修"


def test_somebody_else_signs_once_and_both_are_journalled(town: Town, now: datetime) -> None:
    given = give(town, now)
    with pytest.raises(NotAllowed):
        take(town, now, given, "dispatcher")

    take(town, now, given)

    with pytest.raises(WrongMoment):
        take(town, now, given, "call_taker")
    row = shift_brief(hand_over=given, seen_by=town.actor("chief")).row
    assert (row.given_by_name, row.taken_by_name) == ("测试dispatcher", "测试duty_officer")
    assert [line.what for line in journal.lines_of("shift", [str(given)])] == ["shift_given", "shift_taken"]


def test_a_second_hand_over_waits_for_the_first_ones_signature(town: Town, now: datetime) -> None:
    given = give(town, now)
    with pytest.raises(WrongMoment):
        give(town, now, "call_taker")

    later = now + timedelta(minutes=10)
    make(town, later, 1)
    assert give(town, later, words="补充：停水") == given
    kept = shift_brief(hand_over=given, seen_by=town.actor("dispatcher"))
    assert (kept.row.given_at, kept.row.words, len(kept.brief.open)) == (later, "补充：停水", 1)


def test_another_stations_hand_over_is_neither_seen_nor_signed(town: Town, now: datetime) -> None:
    given = give(town, now)
    with pytest.raises(NotFound):
        shift_brief(hand_over=given, seen_by=town.actor("dispatcher@02"))
    with pytest.raises(NotFound):
        take(town, now, given, "duty_officer@02")


def test_the_page_costs_the_same_with_many_open(town: Town, now: datetime, django_assert_max_num_queries: Any) -> None:
    for serial in range(50):
        make(town, now, serial)
    give(town, now)
    actor = town.actor("dispatcher")
    with django_assert_max_num_queries(13):
        shift_page(seen_by=actor, page=1, at=now)
