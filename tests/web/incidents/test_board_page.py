"""The board's page, its fragments, the wall, the base map and the frame around them."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.builders import Town
from tests.incidents.test_board import make

NUMBER = "JQ01-20260715-0001"


@pytest.fixture
def signed_in(client: Client, town: Town) -> Client:
    return sign_in(client, town, "dispatcher")


def sign_in(client: Client, town: Town, role: str) -> Client:
    client.force_login(town.people[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_board_shows_open_incidents_with_letter_state_and_clock(
    signed_in: Client, town: Town, now: datetime
) -> None:
    make(town, now, 1, priority="A")

    page = signed_in.get("/incidents/").content.decode()

    assert NUMBER in page
    assert 'class="priority priority-a"' in page
    assert "待派警" in page
    assert "data-due=" in page


def test_an_empty_board_says_how_it_fills(signed_in: Client) -> None:
    assert "没有未结警情。" in signed_in.get("/incidents/").content.decode()
    assert "没有符合筛选条件" in signed_in.get("/incidents/?priority=A").content.decode()


def test_rows_asked_by_number_of_another_station_do_not_come(signed_in: Client, town: Town, now: datetime) -> None:
    make(town, now, 1, station=town.neighbour)

    assert NUMBER not in signed_in.get(f"/incidents/board/rows/?n={NUMBER}").content.decode()
    sign_in(signed_in, town, "dispatcher@02")
    assert NUMBER in signed_in.get(f"/incidents/board/rows/?n={NUMBER}").content.decode()


@pytest.mark.parametrize("address", ["wall/", "board/list/", "board/units/", "board/points.json"])
def test_every_part_of_the_board_can_be_asked_alone(signed_in: Client, town: Town, now: datetime, address: str) -> None:
    make(town, now, 1)
    assert signed_in.get(f"/incidents/{address}").status_code == 200


def test_a_folded_group_of_units_comes_when_it_is_opened(signed_in: Client) -> None:
    folded = signed_in.get("/incidents/board/units/").content.decode()
    assert 'data-group="off_duty.police_car"' in folded
    assert "巡一" not in folded
    assert "巡一" in signed_in.get("/incidents/board/units/?open=off_duty.police_car").content.decode()


def test_points_are_geojson_of_ones_own(signed_in: Client, town: Town, now: datetime) -> None:
    make(town, now, 1)
    make(town, now, 2, station=town.neighbour)

    (feature,) = signed_in.get("/incidents/board/points.json").json()["incidents"]["features"]

    assert feature["geometry"] == {"type": "Point", "coordinates": [120.91, 30.21]}
    assert feature["properties"]["number"] == NUMBER


def test_the_page_with_three_hundred_open_costs_few_queries(
    signed_in: Client, town: Town, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for serial in range(300):
        make(town, now, serial)
    signed_in.get("/incidents/")
    with django_assert_max_num_queries(20):
        signed_in.get("/incidents/")


def test_whoever_may_not_see_the_board_is_told_so(client: Client, town: Town) -> None:
    answer = sign_in(client, town, "volunteer").get("/incidents/")
    assert answer.status_code == 403
    assert "权限" in answer.content.decode()
    assert Client().get("/incidents/").status_code == 302


@pytest.mark.parametrize(("role", "page"), [("dispatcher", "/incidents/"), ("auxiliary", "/duty/phone/")])
def test_the_first_page_is_the_one_somebody_works_on(client: Client, town: Town, role: str, page: str) -> None:
    assert sign_in(client, town, role).get("/").headers["Location"] == page


def test_the_base_map_comes_in_ranges_to_those_signed_in(signed_in: Client, settings: Any, tmp_path: Path) -> None:
    settings.MAP_FOLDER = tmp_path
    assert signed_in.get("/map/base.pmtiles").status_code == 404
    (tmp_path / "base.pmtiles").write_bytes(bytes(range(100)))

    part = signed_in.get("/map/base.pmtiles", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, bytes(range(10, 20)))
    assert part.headers["Content-Range"] == "bytes 10-19/100"
    assert signed_in.get("/map/base.pmtiles", headers={"Range": "bytes=100-"}).status_code == 416
    assert signed_in.get("/map/base.pmtiles", headers={"If-None-Match": part.headers["ETag"]}).status_code == 304
    assert Client().get("/map/base.pmtiles").status_code == 302


def test_theme_and_language_follow_the_person(signed_in: Client, town: Town) -> None:
    answer = signed_in.post("/choices/", {"theme": "dark", "language": "en", "next": "/incidents/"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/incidents/")

    page = signed_in.get("/incidents/").content.decode()
    assert '<html lang="en" data-bs-theme="dark"' in page
    assert signed_in.post("/choices/", {"theme": "pink"}).status_code == 422
    assert signed_in.post("/choices/", {"next": "https://elsewhere.example/"}).headers["Location"] == "/"


def test_a_form_sent_by_script_is_told_where_to_go(signed_in: Client) -> None:
    answer = signed_in.post("/choices/", {"theme": "light", "next": "/incidents/"}, headers={"X-Linwang-Form": "1"})
    assert answer.json() == {"go": "/incidents/"}
    assert answer.cookies.keys() >= set()


def test_the_menu_shows_what_one_may_do(client: Client, town: Town) -> None:
    desk = sign_in(client, town, "dispatcher").get("/incidents/").content.decode()
    assert "指挥面板" in desk
    assert "/personnel/people/" not in desk
    chief = sign_in(client, town, "chief").get("/incidents/").content.decode()
    assert "/personnel/people/" in chief
