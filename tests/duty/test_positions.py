"""Positions: only on duty, the newest wins, thirty days, and browsers are not told too often."""

from datetime import datetime, timedelta
from math import nan

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linwang.duty.actions.end_duty import end_duty
from linwang.duty.actions.record_position import forget_old_positions, record_position
from linwang.duty.models import PositionPast, UnitPosition
from linwang.duty.queries import positions
from linwang.duty.states import PositionAnswer, PositionSource
from linwang.foundation.refusals import BadInput
from tests.builders import Town, put_on_duty


def _report(town: Town, at: datetime, *, received_at: datetime | None = None, lon: float = 120.91) -> PositionAnswer:
    return record_position(
        unit=town.units["巡一"].pk, lon=lon, lat=30.21, at=at, received_at=received_at or at,
        source=PositionSource.TRACCAR, accuracy=8.0,
    )  # fmt: skip


@pytest.fixture
def on_duty(town: Town, now: datetime) -> Town:
    put_on_duty(town.people["case_officer"], town.units["巡一"], now)
    return town


def test_a_position_off_duty_is_dropped_and_said_so(town: Town, now: datetime) -> None:
    assert _report(town, now) == PositionAnswer.NOT_ON_DUTY

    assert not PositionPast.objects.exists()


def test_a_position_from_before_duty_is_dropped_though_it_comes_in_later(on_duty: Town, now: datetime) -> None:
    early = now - timedelta(minutes=5)

    assert _report(on_duty, early, received_at=now + timedelta(minutes=1)) == PositionAnswer.NOT_ON_DUTY

    assert not PositionPast.objects.exists()


def test_the_newest_wins_and_a_late_one_goes_to_the_past_only(on_duty: Town, now: datetime) -> None:
    minute = timedelta(minutes=1)

    assert _report(on_duty, now + 2 * minute, lon=120.92) == PositionAnswer.KEPT
    assert _report(on_duty, now + minute, received_at=now + 3 * minute, lon=120.95) == PositionAnswer.LATE

    assert UnitPosition.objects.get().lon == 120.92
    assert PositionPast.objects.count() == 2


def test_the_same_report_twice_is_kept_once(on_duty: Town, now: datetime) -> None:
    _report(on_duty, now)
    _report(on_duty, now)

    assert PositionPast.objects.count() == 1


def test_a_clock_that_runs_ahead_does_not_stay_the_newest(on_duty: Town, now: datetime) -> None:
    _report(on_duty, now + timedelta(days=1), received_at=now + timedelta(seconds=1), lon=120.95)

    assert _report(on_duty, now + timedelta(seconds=30), lon=120.96) == PositionAnswer.KEPT
    assert UnitPosition.objects.get().lon == 120.96


def test_a_buffered_position_never_puts_a_unit_back_on_the_map(on_duty: Town, now: datetime) -> None:
    ended = now + timedelta(hours=8)
    officer = on_duty.people["case_officer"].pk
    end_duty(on_duty.units["巡一"], person=officer, by=on_duty.actor("case_officer"), at=ended)

    answer = _report(on_duty, ended - timedelta(minutes=1), received_at=ended + timedelta(minutes=5))

    assert answer == PositionAnswer.LATE
    assert not UnitPosition.objects.exists()


@pytest.mark.parametrize(("lon", "lat"), [(0, 0), (181, 30), (120, -91), (nan, 30), (120, float("inf"))])
def test_what_is_no_place_on_earth_is_refused(on_duty: Town, now: datetime, lon: float, lat: float) -> None:
    with pytest.raises(BadInput):
        record_position(
            unit=on_duty.units["巡一"].pk, lon=lon, lat=lat, at=now, received_at=now, source=PositionSource.PHONE
        )


def test_browsers_are_told_at_most_once_in_two_seconds(on_duty: Town, now: datetime) -> None:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        for tenth in range(50):
            _report(on_duty, now + timedelta(seconds=tenth / 10))

    notices = [query for query in seen.captured_queries if "pg_notify" in query["sql"]]
    assert len(notices) == 3  # at 0 s, 2 s and 4 s


def test_after_thirty_days_nobody_knows_the_way(on_duty: Town, now: datetime) -> None:
    for days in (0, 29, 31):
        _report(on_duty, now + timedelta(days=days))

    forgotten = forget_old_positions(before=now + timedelta(days=31) - timedelta(days=30))

    assert forgotten == 1
    assert PositionPast.objects.count() == 2


def test_what_is_older_than_kept_is_not_taken_in(on_duty: Town, now: datetime) -> None:
    assert _report(on_duty, now, received_at=now + timedelta(days=31)) == PositionAnswer.TOO_OLD


def test_the_map_shows_crewed_units_and_says_how_fresh(on_duty: Town, now: datetime) -> None:
    _report(on_duty, now)

    (unit,) = positions.units_on_map(stations={on_duty.station.pk}, at=now + timedelta(minutes=4))

    assert (unit.call_sign, unit.is_fresh) == ("巡一", False)
    assert positions.units_on_map(stations={on_duty.neighbour.pk}, at=now) == ()


def test_one_sees_only_the_way_of_ones_own_duty(on_duty: Town, now: datetime) -> None:
    minute = timedelta(minutes=1)
    put_on_duty(on_duty.people["auxiliary"], on_duty.units["巡一"], now + 2 * minute)
    for minutes in range(4):
        _report(on_duty, now + minutes * minute)

    own = positions.own_trail(person=on_duty.people["auxiliary"].pk, since=now)
    whole = positions.own_trail(person=on_duty.people["case_officer"].pk, since=now)
    stranger = positions.own_trail(person=on_duty.people["volunteer"].pk, since=now)

    assert [point.at for point in own] == [now + 2 * minute, now + 3 * minute]
    assert (len(whole), stranger) == (4, ())
