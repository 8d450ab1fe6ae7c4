"""The shared desk: signing in, lock screen, changing the person, second factor."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from linwang.foundation import clock, station_settings
from linwang.foundation.models import StationSetting
from linwang.personnel.actions import people
from tests.builders import PASSWORD, Town, new_key

PIN = "482910"


@pytest.fixture
def desk(town: Town) -> Client:
    for role in ("dispatcher", "call_taker"):
        town.people[role].set_password(PASSWORD)
        town.people[role].save()
        people.set_pin(pin=PIN, by=town.actor(role), at=clock.now())
    return Client()


def _sign_in(browser: Client, login: str, password: str = PASSWORD) -> object:
    return browser.post("/account/login/", {"login": login, "password": password})


def test_the_right_password_opens_and_a_wrong_one_says_so_and_keeps_the_login(desk: Client) -> None:
    wrong = _sign_in(desk, "dispatcher", "not-this-one")
    assert wrong.status_code == 200
    assert 'value="dispatcher"' in wrong.content.decode()

    assert _sign_in(desk, "dispatcher").status_code == 302
    assert desk.get("/personnel/me/").status_code == 200


def test_a_page_asks_a_stranger_to_sign_in_and_brings_them_back(desk: Client) -> None:
    assert desk.get("/personnel/me/")["Location"] == "/account/login/?next=/personnel/me/"


def test_a_locked_desk_shows_nothing_until_the_pin(desk: Client) -> None:
    _sign_in(desk, "dispatcher")
    desk.get("/personnel/me/")

    desk.post("/personnel/lock/")

    assert desk.get("/personnel/me/").status_code == 302
    assert desk.get("/personnel/me/", headers={"X-Linwang-Passive": "1"}).status_code == 423
    me = desk.session["_auth_user_id"]
    assert desk.post("/personnel/unlock/", {"person": me, "pin": "000001"}).status_code == 403
    assert (
        desk.post("/personnel/unlock/", {"person": me, "pin": PIN, "next": "/personnel/me/"})["Location"]
        == "/personnel/me/"
    )
    assert desk.get("/personnel/me/").status_code == 200


def test_who_signed_in_here_before_may_take_over_by_pin_and_nobody_else(desk: Client, town: Town) -> None:
    _sign_in(desk, "call_taker")
    desk.get("/personnel/me/")
    mate, mine = town.people["dispatcher"].pk, town.people["call_taker"].pk
    assert desk.post("/personnel/unlock/", {"person": mate, "pin": PIN}).status_code == 403

    desk.post("/account/logout/")
    _sign_in(desk, "dispatcher")

    assert desk.post("/personnel/unlock/", {"person": mine, "pin": PIN}).status_code == 302
    assert desk.session["_auth_user_id"] == str(mine)


def test_five_wrong_pins_leave_only_the_full_sign_in(desk: Client, town: Town) -> None:
    _sign_in(desk, "dispatcher")
    desk.get("/personnel/me/")
    desk.post("/personnel/lock/")
    mine = town.people["dispatcher"].pk

    for _ in range(5):
        desk.post("/personnel/unlock/", {"person": mine, "pin": "999998"})

    assert desk.post("/personnel/unlock/", {"person": mine, "pin": PIN}).status_code == 403


def test_a_desk_that_nobody_touched_locks_itself_and_live_updates_do_not_keep_it_awake(desk: Client) -> None:
    start = datetime(2026, 7, 15, 12, 0, tzinfo=UTC)
    desk.cookies.clear()
    with time_machine.travel(start, tick=False):
        _sign_in(desk, "dispatcher")
        desk.get("/personnel/me/")
    for minute in range(1, 11):
        with time_machine.travel(start + timedelta(minutes=minute), tick=False):
            assert desk.get("/personnel/me/", headers={"X-Linwang-Passive": "1"}).status_code == 200

    with time_machine.travel(start + timedelta(minutes=11), tick=False):
        assert desk.get("/personnel/me/").status_code == 302


def test_where_required_a_second_factor_comes_before_sensitive_data(desk: Client, town: Town) -> None:
    StationSetting.objects.create(station_id=town.station.pk, name="second_factor", value="required")
    _sign_in(desk, "dispatcher")

    assert desk.get("/personnel/me/")["Location"] == "/personnel/second-factor/"
    assert desk.get("/personnel/second-factor/").status_code == 200
    assert desk.get("/account/2fa/totp/activate/").status_code in (200, 302)


def test_a_changed_setting_holds_and_a_wrong_one_is_refused_with_its_limits(town: Town, signed_in: object) -> None:
    chief = signed_in("chief")

    answer = chief.post("/personnel/settings/lock_after_minutes/", {"value": "15", "key": str(new_key())})
    wrong = chief.post("/personnel/settings/lock_after_minutes/", {"value": "9999", "key": str(new_key())})

    assert answer.status_code == 302
    assert wrong.status_code == 422 and "120" in wrong.content.decode()
    assert station_settings.value_of(town.station.pk, "lock_after_minutes") == 15
    assert "15" in chief.get("/personnel/settings/").content.decode()


def test_pages_of_people_and_keys_answer(town: Town, signed_in: object) -> None:
    chief, admin = signed_in("chief"), signed_in("administrator")

    assert chief.get("/personnel/people/?q=测试&role=dispatcher").status_code == 200
    assert chief.get("/personnel/people/new/").status_code == 200
    assert chief.get(f"/personnel/people/{town.people['dispatcher'].pk}/").status_code == 200
    assert chief.get(f"/personnel/people/{town.people['dispatcher@02'].pk}/").status_code == 404
    form = {"name": "110平台", "scopes": ["calls"], "days": "30", "key": str(new_key())}
    made = admin.post("/personnel/keys/", form)
    assert "lw_" in made.content.decode()
    assert admin.get("/personnel/keys/").status_code == 200
    assert chief.get("/personnel/keys/").status_code == 403


def test_a_new_person_with_a_bad_login_is_told_and_keeps_what_was_typed(town: Town, signed_in: object) -> None:
    form = {"login": "周", "name": "周小溪", "rank": "officer", "roles": ["dispatcher"], "key": str(new_key())}

    answer = signed_in("chief").post("/personnel/people/new/", form)

    assert answer.status_code == 422
    assert "周小溪" in answer.content.decode()
