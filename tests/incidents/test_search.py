"""Search: what words, places, days and numbers find, and who may ask for a phone or an export."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from linwang.foundation import journal
from linwang.foundation.refusals import BadInput, NotAllowed
from linwang.incidents.actions.search_phone import search_by_phone
from linwang.incidents.models import Call, Caller, Incident
from linwang.incidents.queries import search as queries
from linwang.incidents.queries.search_filters import SearchFilters
from tests.builders import Town, new_key
from tests.incidents.test_board import make

NUMBER = "JQ01-20260715-000{}"


def say(incident: Incident, now: datetime, words: str, phone: str = "") -> None:
    call = Call.objects.create(
        station=incident.station, incident=incident, channel="phone", words=words, rang_at=now, taken_at=now
    )
    if phone:
        Caller.objects.create(call=call, name="", phone=phone)


def found(town: Town, role: str = "dispatcher", **chosen: str) -> list[int]:
    answer = queries.search_incidents(seen_by=town.actor(role), filters=SearchFilters.read(chosen), page=1)
    return [int(row.number[-4:]) for row in answer.rows]


@pytest.mark.parametrize(
    ("chosen", "numbers"),
    [
        ({}, [3, 2, 1]),
        ({"q": "JQ01-20260715-0002"}, [2]),
        ({"q": "0715-0002"}, [2]),
        ({"q": "电动车"}, [2]),
        ({"q": "红色 电动车"}, [2]),
        ({"q": "蓝色 电动车"}, []),
        ({"q": "菜市场 吵架"}, [3, 1]),
        ({"place": "东门"}, [3, 2, 1]),
        ({"place": "西门"}, []),
        ({"status": "closed"}, [3]),
        ({"status": "closed,received"}, [3, 2, 1]),
        ({"disposition": "mediated"}, [3]),
        ({"priority": "A"}, [1]),
        ({"kind": "violence.fight"}, [3, 2, 1]),
        ({"kind": "theft", "sort": "oldest"}, [1, 2, 3]),
        ({"group": "traffic"}, []),
        ({"from_on": "2026-07-15", "to_on": "2026-07-15"}, [3, 2, 1]),
        ({"to_on": "2026-07-14"}, []),
        ({"from_on": "nonsense", "status": "x", "sort": "; drop", "station": "1 or 1"}, [3, 2, 1]),
    ],
)
def test_each_choice_narrows(town: Town, now: datetime, chosen: dict[str, str], numbers: list[int]) -> None:
    make(town, now - timedelta(hours=2), 1, priority="A")
    say(make(town, now - timedelta(hours=1), 2, title="东西被偷"), now, "我的红色电动车不见了")
    make(town, now, 3, status="closed", closed_at=now, disposition="mediated", due="", due_at=None)

    assert found(town, **chosen) == numbers


def test_another_stations_incidents_are_not_found(town: Town, now: datetime) -> None:
    make(town, now, 1, station=town.neighbour)
    assert found(town) == []
    assert found(town, "analyst@90") == [1]


def test_pages_do_not_overlap(town: Town, now: datetime) -> None:
    for serial in range(queries.PAGE + 3):
        make(town, now, serial)
    pages = [
        queries.search_incidents(seen_by=town.actor("dispatcher"), filters=SearchFilters(), page=page)
        for page in (1, 2, 99)
    ]
    assert [len(page.rows) for page in pages] == [queries.PAGE, 3, 3]
    assert len({row.number for page in pages[:2] for row in page.rows}) == queries.PAGE + 3


def test_a_search_costs_few_queries(town: Town, now: datetime, django_assert_max_num_queries: Any) -> None:
    for serial in range(60):
        make(town, now, serial)
    actor = town.actor("dispatcher")
    with django_assert_max_num_queries(5):
        queries.search_incidents(seen_by=actor, filters=SearchFilters.read({"q": "吵架"}), page=1)


def ask_phone(town: Town, now: datetime, phone: str, reason: str = "通话中断", role: str = "dispatcher") -> list[str]:
    return search_by_phone(phone=phone, reason=reason, key=new_key(), by=town.actor(role), at=now)


def test_a_phone_is_found_only_whole_and_the_journal_keeps_who_asked_and_why(town: Town, now: datetime) -> None:
    say(make(town, now, 1), now, "救命", phone="13800001234")
    say(make(town, now, 2, station=town.neighbour), now, "救命", phone="13800001234")

    assert ask_phone(town, now, "138 0000-1234") == [NUMBER.format(1)]
    assert ask_phone(town, now, "1380000123") == []
    lines = journal.lines_of("phone_search", [str(town.people["dispatcher"].pk)])
    assert [(line.what, line.words, line.facts["found"]) for line in lines] == [
        ("searched_phone", "通话中断", [NUMBER.format(1)]),
        ("searched_phone", "通话中断", []),
    ]
    assert "13800001234" not in str([line.facts for line in lines])


@pytest.mark.parametrize(("phone", "reason"), [("138", "通话中断"), ("13800001234", " "), ("%%%%%%%", "x y z")])
def test_a_part_of_a_number_or_no_reason_is_refused(town: Town, now: datetime, phone: str, reason: str) -> None:
    with pytest.raises(BadInput):
        ask_phone(town, now, phone, reason)


def test_only_those_who_may_see_callers_ask_for_a_phone(town: Town, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        ask_phone(town, now, "13800001234", role="auxiliary")


def test_too_much_for_one_file_is_refused_with_what_to_do(
    town: Town, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_EXPORTED", 1)
    make(town, now, 1)
    make(town, now, 2)
    with pytest.raises(BadInput, match="缩短时段"):
        queries.exported_incidents(seen_by=town.actor("chief"), filters=SearchFilters())
    only = SearchFilters.read({"q": "0715-0001"})
    assert len(queries.exported_incidents(seen_by=town.actor("chief"), filters=only)) == 1


def test_days_are_those_of_the_stations_clock(town: Town, now: datetime) -> None:
    make(town, datetime.fromisoformat("2026-07-14T16:30:00+00:00"), 1)  # 00:30 on the 15th
    assert SearchFilters.read({"from_on": "2026-07-15"}).from_on == date(2026, 7, 15)
    assert found(town, from_on="2026-07-15", to_on="2026-07-15") == [1]
