"""Signing in: password, second factor, passkey; the lock of a shared computer and the change of person by PIN."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from playwright.sync_api import Page, expect

from linwang.foundation.models import StationSetting
from linwang.personnel.models import DeskPerson
from tests.builders import PASSWORD, Town
from tests.journeys.conftest import OpenPage, Seen, Server

TRIES = 3
"""A code may run out while it is being typed; the next one is right."""


def _code(secret: str, at: float) -> str:
    """The six digits that an authenticator app shows (RFC 6238: SHA-1, 30 seconds)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    return f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 1_000_000:06d}"


def test_the_code_is_that_of_the_standard() -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert (_code(secret, 59), _code(secret, 1111111109), _code(secret, 20000000000)) == ("287082", "081804", "353130")


@pytest.fixture
def with_password(town: Town) -> Town:
    """Two people of the desk have a password."""
    for role in ("dispatcher", "duty_officer"):
        town.people[role].set_password(PASSWORD)
        town.people[role].save(update_fields=["password"])
    return town


def _sign_in(page: Page, login: str, base: str = "") -> None:
    page.goto(f"{base}/account/login/")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def _sign_out(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_label("登录名")).to_be_visible()


def _confirm(page: Page) -> None:
    """Before the ways of signing in are changed, the password is asked for once more."""
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()


def _enter_code(page: Page, secret: str) -> None:
    """Type the code that holds now; once more if it ran out on the way."""
    field, here = page.locator("input[name=code]"), page.url
    for _ in range(TRIES):
        field.fill(_code(secret, time.time()))
        field.press("Enter")
        page.wait_for_load_state()
        if page.url != here:
            return
    raise AssertionError("the code was not accepted")


def test_the_second_factor_is_set_up_and_then_asked_for(with_password: Town, browser_page: OpenPage) -> None:
    StationSetting.objects.create(station_id=with_password.station.pk, name="second_factor", value="required")
    page = browser_page()
    _sign_in(page, "dispatcher")
    expect(page.get_by_role("heading", name="请先设置第二重验证")).to_be_visible()
    page.goto("/incidents/")
    expect(page.get_by_role("heading", name="请先设置第二重验证")).to_be_visible()

    page.get_by_role("link", name="用验证器应用").click()
    _confirm(page)
    secret = page.locator("#authenticator_secret").input_value()
    _enter_code(page, secret)
    page.goto("/")
    expect(page.get_by_text("没有未结警情。")).to_be_visible()
    assert with_password.people["dispatcher"].authenticator_set.filter(type="totp").exists()

    _sign_out(page, "测试dispatcher")
    _sign_in(page, "dispatcher")
    expect(page.locator("input[name=code]")).to_be_visible()
    page.goto("/incidents/")
    expect(page.locator("input[name=code]")).to_be_visible()
    _enter_code(page, secret)
    expect(page.get_by_text("没有未结警情。")).to_be_visible()


def test_a_passkey_signs_in_without_a_password(with_password: Town, serving: Server, browser_page: OpenPage) -> None:
    """A passkey belongs to a name, not to an address of four numbers: the page is opened as localhost."""
    base = serving.url.replace("127.0.0.1", "localhost")
    page = browser_page()
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    _sign_in(page, "dispatcher", base)
    expect(page.get_by_text("没有未结警情。")).to_be_visible()

    page.goto(f"{base}/account/2fa/webauthn/add/")
    _confirm(page)
    page.locator("input[name=name]").fill("指挥室一号机")
    page.locator("input[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile("/account/2fa/(?!webauthn/add/)"))
    assert with_password.people["dispatcher"].authenticator_set.filter(type="webauthn").count() == 1

    page.goto(f"{base}/incidents/")
    _sign_out(page, "测试dispatcher")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_text("没有未结警情。")).to_be_visible()
    assert page.get_by_role("button", name="测试dispatcher").is_visible()


def _set_pin(page: Page, pin: str) -> None:
    page.goto("/personnel/me/")
    page.get_by_label("PIN 码").fill(pin)
    page.get_by_role("button", name="保存 PIN 码").click()
    expect(page.get_by_label("换一个 PIN 码")).to_be_visible()


def _unlock(page: Page, name: str, pin: str) -> None:
    page.get_by_text(name, exact=True).click()
    page.get_by_label("PIN 码").fill(pin)
    page.get_by_role("button", name="解锁").click()


def test_a_locked_desk_changes_its_person_by_pin(with_password: Town, browser_page: OpenPage, seen: Seen) -> None:
    seen.allow("403")
    page = browser_page()
    for login, pin in (("dispatcher", "271828"), ("duty_officer", "314159")):
        _sign_in(page, login)
        _set_pin(page, pin)
        if login == "dispatcher":
            _sign_out(page, "测试dispatcher")
    page.goto("/incidents/search/")
    page.keyboard.press("Alt+L")
    expect(page.get_by_role("heading", name="已锁屏")).to_be_visible()
    page.goto("/incidents/")
    expect(page.get_by_role("heading", name="已锁屏")).to_be_visible()

    _unlock(page, "测试dispatcher", "000001")
    expect(page.get_by_role("alert")).to_contain_text("PIN 码不对，还可以试 4 次。")
    _unlock(page, "测试dispatcher", "271828")
    expect(page.get_by_text("没有未结警情。")).to_be_visible()
    expect(page.get_by_role("button", name="测试dispatcher")).to_be_visible()
    assert DeskPerson.objects.count() == 2
    assert set(DeskPerson.objects.values_list("wrong_pins", flat=True)) == {0}
