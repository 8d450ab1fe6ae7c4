"""Lists, searches, suggestions, exports, fragments, maps, prints and the stream hold nothing of another station."""

import asyncio
import json
from typing import Any

import pytest
from django.urls import reverse

from linwang.foundation import clock
from linwang.incidents.actions.hand_over import accept, offer
from linwang.web.live_hub import Hub, Listener
from tests.authorisation.asking import answer_of
from tests.authorisation.ground import OWN, THEIRS, Ground
from tests.authorisation.matrix import ALL, DESK, FIELD, TABLE, TAKERS, Answer
from tests.builders import new_key

pytestmark = pytest.mark.django_db
PAGES = [row for row in TABLE if row.method == "GET" and not row.record and row.name not in ("live", "duty:worker")]
MARKS = {
    OWN: ("01警甲", "JQ01-", "城东派出所有人偷钱包", "13900000001", "林01", "01老菜场", "城东派出所roads"),
    THEIRS: ("02警甲", "JQ02-", "柳湾派出所有人偷钱包", "13900000002", "林02", "02老菜场", "柳湾派出所roads"),
}
"""Words that stand in the records of one station only: a call sign, a number, a call, its caller, a name, an agency."""


def _arguments(name: str) -> list[str]:
    return {"catalogue:section": ["procedures"], "catalogue:new": ["kinds"]}.get(name, ["kinds", "theft.market"])


def _get(ground: Ground, role: str, name: str, query: str = "") -> str:
    needs_item = name in ("catalogue:section", "catalogue:new", "catalogue:item", "catalogue:edit")
    answer = ground.browsers[role].get(reverse(name, args=_arguments(name) if needs_item else []) + query)
    return b"".join(answer).decode("utf-8", "replace") if answer.status_code == 200 else ""


def _held(page: str, side: str) -> list[str]:
    return [mark for mark in MARKS[side] if mark in page]


@pytest.mark.parametrize("row", PAGES, ids=lambda row: row.name)
def test_no_page_holds_anything_of_another_station(ground: Ground, row: Any) -> None:
    askers = sorted(row.who - {"nobody", "analyst"})

    found = {role: _held(_get(ground, role, row.name, "?words=钱包&q="), THEIRS) for role in askers}

    assert found == {role: [] for role in askers}


@pytest.mark.parametrize(
    "name", ["incidents:board", "incidents:board_points", "incidents:search", "incidents:referrals"]
)
def test_the_bureau_finds_both(ground: Ground, name: str) -> None:
    page = _get(ground, "dispatcher@90", name)

    assert _held(page, OWN) and _held(page, THEIRS)


@pytest.mark.parametrize(
    "query", ["?q=JQ02", "?q=柳湾派出所", "?q=钱包&station={theirs}", "?status=open&station={theirs}"]
)
def test_a_search_does_not_reach_over(ground: Ground, query: str) -> None:
    asked = query.format(theirs=ground.town.neighbour.pk)

    assert _held(_get(ground, "dispatcher", "incidents:search", asked), THEIRS) == []
    assert _held(_get(ground, "dispatcher", "incidents:board_list", asked), THEIRS) == []


def test_rows_asked_by_number_are_ones_own(ground: Ground) -> None:
    asked = f"?n={ground.records[OWN]['number']}&n={ground.records[THEIRS]['number']}"

    page = _get(ground, "dispatcher", "incidents:board_rows", asked)

    assert "JQ01-" in page and _held(page, THEIRS) == []


def _post(ground: Ground, role: str, name: str, **form: Any) -> str:
    return bytes(ground.browsers[role].post(reverse(name), {"key": str(new_key()), **form}).content).decode()


def test_suggestions_exports_and_searches_by_phone_hold_ones_own_only(ground: Ground) -> None:
    pages = [
        _post(ground, "dispatcher", "incidents:suggest", words="派出所有人偷钱包", kind="theft.market"),
        _post(ground, "chief", "incidents:export", q="", purpose="研判"),
        _post(ground, "chief", "incidents:export", purpose="研判", station=ground.town.neighbour.pk),
        _post(ground, "dispatcher", "incidents:search_phone", phone="13900000002", reason="回拨核实").replace(
            "13900000002", ""
        ),
    ]

    assert [_held(page, THEIRS) for page in pages] == [[]] * 4
    assert "JQ01-" in pages[1]
    assert "JQ02-" in _post(ground, "analyst", "incidents:export", q="", purpose="研判")


def test_an_act_cannot_be_led_to_anothers_record_by_its_form(ground: Ground) -> None:
    own, theirs = ground.records[OWN], ground.records[THEIRS]
    forms = {
        "merge": {"merged": theirs["number"], "words": "同一警情"},
        "dispatch": {"units": theirs["spare"]},
        "recall": {"assignment": theirs["order"], "words": "错"},
        "move": {"assignment": theirs["order"], "to": "acknowledged"},
        "report": {"assignment": theirs["order"], "kind": "settled", "words": "好"},
        "undo_dispatch": {"orders": theirs["order"]},
        "tell_agencies": {"partners": theirs["partner"], "asked": "封路"},
        "answer_for_agency": {"task": theirs["task"], "to": "accepted"},
        "withdraw_agency": {"task": theirs["task"], "words": "错"},
        "see_caller": {"call": theirs["call"], "reason": "回拨核实"},
        "strike": {"line": theirs["line"], "words": "错"},
        "refer": {"partner": theirs["partner"], "words": "请办"},
    }

    got = {}
    for name, form in forms.items():
        address = reverse(f"incidents:{name}", args=[own["number"]])
        got[name] = ground.browsers["dispatcher"].post(address, {"key": str(new_key()), **form}).status_code

    assert {name: code for name, code in got.items() if code not in (403, 404, 409, 422)} == {}


def test_an_agencys_contact_sees_and_answers_own_tasks_only(ground: Ground) -> None:
    page = _get(ground, "agency", "incidents:agency_tasks")
    others = [ground.records[OWN]["task_of_another"], ground.records[THEIRS]["task"]]
    answers = [
        ground.browsers["agency"].post(
            reverse("incidents:answer_task", args=[task]), {"key": str(new_key()), "to": "accepted"}
        ).status_code
        for task in others
    ]  # fmt: skip

    assert reverse("incidents:answer_task", args=[ground.records[OWN]["task"]]) in page
    assert not any(reverse("incidents:answer_task", args=[task]) in page for task in others)
    assert _held(page, THEIRS) == [] and "13900000001" not in page and "林01" not in page
    assert answers == [404, 404]


def test_a_crew_sees_photos_of_its_own_order_only(ground: Ground) -> None:
    photo = {side: reverse("duty:photo", args=[ground.records[side]["photo"]]) for side in (OWN, THEIRS)}
    at_desk = {side: reverse("incidents:photo", args=[ground.records[side]["photo"]]) for side in (OWN, THEIRS)}
    off = reverse("duty:off_duty")

    for role in sorted(FIELD):
        assert ground.browsers[role].get(photo[OWN])["Content-Type"] == "image/jpeg"
        assert ground.browsers[role].get(photo[THEIRS]).status_code == 404
    assert ground.browsers["auxiliary"].get(at_desk[OWN]).status_code == 403
    assert ground.browsers["dispatcher"].get(at_desk[THEIRS]).status_code == 404
    assert ground.browsers["warden@02"].post(off, {"key": str(new_key())}).status_code in (303, 409)
    assert ground.browsers["warden@02"].get(photo[THEIRS]).status_code == 404


def test_the_stream_tells_each_of_its_own_stations_only(ground: Ground) -> None:
    town = ground.town
    listeners = {role: Listener(town.actor(role).sees) for role in town.people}

    for side in (OWN, THEIRS):
        station = town.station if side == OWN else town.neighbour
        _say(listeners, station.pk, ground.records[side]["number"], {})
    heard = {role: _heard(listener) for role, listener in listeners.items()}

    assert all("JQ02" not in said for role, said in heard.items() if "@" not in role)
    assert all("JQ01" not in said for role, said in heard.items() if role.endswith("@02"))
    assert all("JQ01" in said and "JQ02" in said for role, said in heard.items() if role.endswith("@90"))
    assert not any(mark in said for said in heard.values() for mark in ("13900000001", "林01", "钱包"))


def test_an_offered_incident_is_read_by_the_station_asked_and_acted_on_by_none_but_its_own(ground: Ground) -> None:
    number, town = ground.records[THEIRS]["number"], ground.town
    offer(number=number, to_station=town.station.pk, words="在贵所辖区", key=new_key(),
          by=town.actor("dispatcher@02"), at=clock.now())  # fmt: skip

    reads = {role: _page_of(ground, role, number) for role in ("dispatcher", "case_officer")}
    acts = {name: _act_on(ground, "dispatcher", name, number) for name in ("close", "tell_agencies", "refer")}
    accept(number=number, key=new_key(), by=town.actor("dispatcher"), at=clock.now())
    given_away = {name: _act_on(ground, "dispatcher@02", name, number) for name in ("close", "tell_agencies", "refer")}

    assert set(reads.values()) == {Answer.LET_IN}
    assert set(acts.values()) == set(given_away.values()) == {Answer.REFUSED}
    assert _page_of(ground, "dispatcher@02", number) == Answer.LET_IN


def test_who_may_not_see_callers_finds_none_on_any_page(ground: Ground) -> None:
    blind = sorted(ALL - TAKERS - {"community_officer", "case_officer"})
    number = ground.records[OWN]["number"]
    of_one = [reverse(f"incidents:{name}", args=[number]) for name in ("incident", "incident_parts", "run_sheet")]

    pages = [_get(ground, role, row.name) for role in blind for row in PAGES if role in row.who]
    pages += [ground.browsers[role].get(address).content.decode() for role in blind for address in of_one]

    assert len(pages) > 50
    assert not any("13900000001" in page or "林01" in page for page in pages)


def test_a_run_sheet_names_no_caller_to_anybody(ground: Ground) -> None:
    address = reverse("incidents:run_sheet", args=[ground.records[OWN]["number"]])

    pages = [ground.browsers[role].get(address).content.decode() for role in sorted(DESK)]

    assert not any("13900000001" in page or "林01" in page for page in pages)


def _page_of(ground: Ground, role: str, number: str) -> Answer | str:
    return answer_of(ground.browsers[role].get(reverse("incidents:incident", args=[number])))


def _act_on(ground: Ground, role: str, name: str, number: str) -> Answer | str:
    form = {"close": {"disposition": "handled"}, "tell_agencies": {"partners": 1, "asked": "封路"},
            "refer": {"to_words": "居委会", "words": "请办"}}[name]  # fmt: skip
    address = reverse(f"incidents:{name}", args=[number])
    return answer_of(ground.browsers[role].post(address, {"key": str(new_key()), **form}))


def _say(listeners: dict[str, Listener], station: int, number: str, others: dict[str, frozenset[int]]) -> None:
    async def hearers(numbers: Any) -> dict[str, frozenset[int]]:
        return others

    hub = Hub(hearers)
    hub.listeners = set(listeners.values())
    asyncio.run(hub.fan_out([json.dumps({"s": station, "k": "incident", "r": number, "v": 1})]))


def _heard(listener: Listener) -> str:
    said = ""
    while not listener.queue.empty():
        said += listener.queue.get_nowait()
    return said
