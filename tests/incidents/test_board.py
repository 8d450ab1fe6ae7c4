"""The board: what stands on it, in which order, for whom, and at what price in queries."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from linwang.duty.models import Unit
from linwang.incidents.models import Assignment, Incident, StationHandOver
from linwang.incidents.queries.board import Board, changed_rows, open_board
from linwang.incidents.queries.board_filters import BoardFilters
from linwang.incidents.queries.board_page import board_page
from linwang.incidents.queries.board_points import incident_points, unit_points
from linwang.incidents.queries.board_units import units_by_state
from tests.builders import Town, add_person, place_unit, put_on_duty

LATER = timedelta(minutes=5)


def make(town: Town, now: datetime, serial: int, **fields: Any) -> Incident:
    """An open incident without its call."""
    facts: dict[str, Any] = {
        "station": town.station, "title": "有人在吵架", "kind": town.kinds["violence.fight"], "priority": "C",
        "rang_at": now, "received_at": now, "due": "dispatch", "due_at": now + LATER, "place": town.market,
        "lon": 120.91, "lat": 30.21,
    }  # fmt: skip
    return Incident.objects.create(**{**facts, **fields}, number=f"JQ01-20260715-{serial:04d}")


def order(incident: Incident, unit: Unit, now: datetime, status: str = "sent") -> Assignment:
    return Assignment.objects.create(
        incident=incident, unit=unit, status=status, sent_at=now, sign_by=now, leave_by=now, report_by=now
    )


def board(town: Town, now: datetime, role: str = "dispatcher", **chosen: str) -> Board:
    return open_board(seen_by=town.actor(role), filters=BoardFilters.read(chosen), at=now)


def tails(found: Board) -> list[int]:
    return [int(row.number[-4:]) for row in found.rows]


def test_the_most_urgent_stands_first_and_overdue_raises(town: Town, now: datetime) -> None:
    late = now - LATER
    make(town, now, 1, priority="D")
    make(town, now, 2, priority="C", due_at=late)
    make(town, now, 3, priority="B")
    make(town, now, 4, priority="A")
    make(town, now, 5, priority="B", due_at=late)
    make(town, now, 6, priority="A", due_at=late)
    make(town, now, 7, priority="C", due_at=now + timedelta(minutes=1))
    make(town, now, 8, priority="C")
    make(town, now, 9, priority="A", status="reported", due="close", due_at=now + timedelta(hours=9))

    assert tails(board(town, now)) == [6, 5, 4, 2, 3, 7, 8, 9, 1]


def test_closed_and_merged_ones_are_not_on_the_board(town: Town, now: datetime) -> None:
    make(town, now, 1)
    make(town, now, 2, status="closed", closed_at=now, disposition="handled", due="", due_at=None)

    assert tails(board(town, now)) == [1]


def test_another_stations_incident_is_seen_only_once_it_is_offered(town: Town, now: datetime) -> None:
    theirs = make(town, now, 1, station=town.neighbour)
    assert tails(board(town, now)) == []
    assert tails(board(town, now, "analyst@90")) == [1]

    StationHandOver.objects.create(
        incident=theirs, from_station=town.neighbour, to_station=town.station, reason="x", offered_at=now
    )
    assert tails(board(town, now)) == [1]


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ({"priority": "A"}, [2]),
        ({"priority": "A,B"}, [2, 3]),
        ({"status": "dispatched"}, [3]),
        ({"overdue": "1"}, [2]),
        ({"group": "crime"}, [2, 3, 1]),
        ({"group": "traffic"}, []),
        ({"team": "case"}, [2, 3, 1]),
        ({"q": "菜市场"}, [2, 3, 1]),
        ({"q": "0003"}, [3]),
        ({"q": "巡一"}, [3]),
        ({"mine": "1"}, []),
        ({"sort": "newest"}, [3, 2, 1]),
        ({"priority": "Z", "status": "closed", "sort": "drop table", "page": "-1", "station": "x"}, [2, 3, 1]),
        ({"page": "2"}, []),
    ],
)
def test_filters_are_read_from_the_address(town: Town, now: datetime, chosen: dict[str, str], left: list[int]) -> None:
    make(town, now, 1)
    make(town, now, 2, priority="A", due_at=now - LATER)
    order(make(town, now, 3, priority="B", status="dispatched"), town.units["巡一"], now)

    assert tails(board(town, now, **chosen)) == left


def test_mine_is_what_lies_in_my_beat_and_what_my_unit_is_on(town: Town, now: datetime) -> None:
    officer = town.people["community_officer"]
    make(town, now, 1)
    make(town, now, 2, beat=town.beat)
    order(make(town, now, 3), town.units["巡一"], now)
    town.beat.officer = officer
    town.beat.save(update_fields=["officer"])
    put_on_duty(officer, town.units["巡一"], now)

    assert sorted(tails(board(town, now, "community_officer", mine="1"))) == [2, 3]


def test_counts_are_of_all_open_ones_whatever_the_filter(town: Town, now: datetime) -> None:
    make(town, now, 1, priority="A", due_at=now - LATER)
    make(town, now, 2, status="handling")

    found = board(town, now, priority="A")
    assert (found.found, found.counts.total, found.counts.overdue) == (1, 2, 1)
    assert found.counts.by_priority == {"A": 1, "B": 0, "C": 1, "D": 0}
    assert found.counts.by_status == {"received": 1, "dispatched": 0, "handling": 1, "reported": 0}


def test_a_row_says_who_is_on_it(town: Town, now: datetime) -> None:
    incident = make(town, now, 1, status="dispatched", due="sign")
    order(incident, town.units["巡一"], now)
    order(incident, town.units["巡二"], now, status="recalled")

    (row,) = board(town, now).rows
    assert [(helper.name, helper.status_label) for helper in row.helpers] == [("巡一", "已下达")]
    assert (row.kind, row.place, row.due_says, row.short_number) == ("打架斗殴", "东门菜市场", "待签收", "0715-0001")


def test_rows_are_asked_again_by_number_and_a_closed_one_does_not_come_back(town: Town, now: datetime) -> None:
    make(town, now, 1)
    make(town, now, 2, status="closed", closed_at=now, disposition="handled", due="", due_at=None)
    make(town, now, 3)
    numbers = [f"JQ01-20260715-000{serial}" for serial in (1, 2)]

    found = changed_rows(seen_by=town.actor("dispatcher"), numbers=numbers, filters=BoardFilters(), at=now)
    assert tails(found) == [1]
    assert found.counts.total == 2


def test_the_page_costs_the_same_few_queries_with_three_hundred_open(
    town: Town, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for serial in range(300):
        make(town, now, serial)
    order(Incident.objects.get(number__endswith="0007"), town.units["巡一"], now)
    actor = town.actor("analyst@90")

    with django_assert_max_num_queries(8):
        page = board_page(seen_by=actor, filters=BoardFilters(), at=now)
    assert (len(page.board.rows), page.board.pages) == (100, 3)
    with django_assert_max_num_queries(8):
        filters = BoardFilters.read({"q": "吵架", "mine": "1", "group": "crime"})
        board_page(seen_by=actor, filters=filters, at=now)


def test_no_callers_words_are_read(town: Town, now: datetime, django_assert_max_num_queries: Any) -> None:
    make(town, now, 1)
    with django_assert_max_num_queries(8) as captured:
        board_page(seen_by=town.actor("dispatcher"), filters=BoardFilters(), at=now)
    assert not [query for query in captured.captured_queries if "incidents_call" in query["sql"]]


def test_units_stand_by_what_they_do(town: Town, now: datetime) -> None:
    for call_sign, person in (("巡一", "auxiliary"), ("辅三", "guard"), ("守四", "warden")):
        put_on_duty(town.people[person], town.units[call_sign], now)
    order(make(town, now, 1), town.units["辅三"], now, status="on_scene")
    order(make(town, now, 2), town.units["守四"], now)
    place_unit(town.units["巡一"], 120.9, 30.2, now - timedelta(minutes=20))

    states = units_by_state(seen_by=town.actor("dispatcher"), at=now)
    found = {s.code: [unit.call_sign for group in s.groups for unit in group.units] for s in states}
    assert found == {"free": ["巡一"], "on_order": ["守四"], "on_scene": ["辅三"], "off_duty": ["巡二"]}
    assert not states[0].groups[0].units[0].has_fresh_position
    assert units_by_state(seen_by=town.actor("dispatcher@02"), at=now)[3].count == 0


def test_points_are_of_open_incidents_and_units_on_duty(town: Town, now: datetime) -> None:
    make(town, now, 1, due_at=now - LATER)
    make(town, now, 2, lon=None, lat=None)
    add_person(town, "officer2", "officer")
    put_on_duty(town.people["officer2"], town.units["巡一"], now)
    place_unit(town.units["巡一"], 120.9, 30.2, now)
    place_unit(town.units["巡二"], 120.9, 30.2, now)
    asked: dict[str, Any] = {"seen_by": town.actor("dispatcher"), "filters": BoardFilters(), "at": now}

    assert [(p.number[-1], p.is_overdue) for p in incident_points(**asked)] == [("1", True)]
    assert [(p.call_sign, p.is_fresh) for p in unit_points(**asked)] == [("巡一", True)]
