"""Headers, cookies and tokens: what a browser is told with every answer."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.test import Client, RequestFactory, override_settings
from django.urls import get_resolver, reverse

from linwang.foundation.capabilities import Role
from tests.authorisation.ground import BACKEND
from tests.authorisation.test_matrix import _named
from tests.builders import Town

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = {
    "number": "JQ01-20260715-0001", "draft": "6f1c1f0e-0000-4000-8000-000000000000", "receipt": "ZB01-1",
    "key": "6f1c1f0e-0000-4000-8000-000000000000", "section": "kinds", "code": "theft.market", "name": "theme",
    "prefix": "abc", "incoming": 1, "task": 1, "person": 1, "hand_over": 1, "pk": 1, "uidb36": "1",
    "proposal": 1, "export": 1, "call_out": 1, "token": "walk-up",
}  # fmt: skip
NO_TOKEN = {"positions": "an app reports its position without a session; what it may write is one point of one device"}
PAGES = (
    "incidents:board",
    "incidents:search",
    "incidents:take_call",
    "personnel:me",
    "catalogue:list",
    "incidents:shift",
)


@pytest.fixture
def chief(town: Town) -> Client:
    browser = Client()
    browser.force_login(town.people["chief"], backend=BACKEND)
    return browser


def test_the_policy_runs_no_script_but_our_own_files(chief: Client) -> None:
    policy = dict(
        part.strip().partition(" ")[::2]
        for part in chief.get(reverse("incidents:board"))["Content-Security-Policy"].split(";")
    )

    assert policy["script-src"] == "'self'"
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == policy["form-action"] == policy["connect-src"] == "'self'"


@pytest.mark.parametrize("address", ["/account/login/", "/nowhere/", "/api/v1/openapi.json", "/healthz"])
def test_every_answer_is_framed_by_nobody_and_never_sniffed(db: None, address: str) -> None:
    answer = Client().get(address)

    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_somebody_is_kept_by_nobody(chief: Client, name: str) -> None:
    assert "no-store" in chief.get(reverse(name))["Cache-Control"]


def test_a_refusal_and_a_way_to_the_sign_in_are_kept_by_nobody_either(chief: Client, town: Town) -> None:
    refused = chief.get(reverse("personnel:keys"))
    sent = Client().get(reverse("incidents:board"))

    assert refused.status_code == 403 and "no-store" in refused["Cache-Control"]
    assert sent.status_code == 302 and "no-store" in sent["Cache-Control"]


def test_the_phone_may_keep_its_page_for_when_there_is_no_network(town: Town) -> None:
    browser = Client()
    browser.force_login(town.people["auxiliary"], backend=BACKEND)

    assert browser.get(reverse("duty:phone"))["Cache-Control"] == "no-cache, private"


def test_cookies_stay_with_the_server_and_the_site(town: Town) -> None:
    person = town.people["chief"]
    person.set_password("willow-river-42")
    person.save()
    browser = Client()
    browser.get("/account/login/")

    browser.post("/account/login/", {"login": "chief", "password": "willow-river-42"})

    cookies = browser.cookies
    assert {"sessionid", "linwang_desk"} <= set(cookies)
    assert all(
        cookies[name]["httponly"] and cookies[name]["samesite"] == "Lax" for name in ("sessionid", "linwang_desk")
    )
    assert cookies["csrftoken"]["samesite"] == "Lax" if "csrftoken" in cookies else True


def test_signing_in_begins_a_new_session(town: Town) -> None:
    person = town.people["chief"]
    person.set_password("willow-river-42")
    person.save()
    browser = Client()
    session = browser.session
    session["planted"] = "1"
    session.save()
    planted = session.session_key
    browser.cookies["sessionid"] = planted

    browser.post("/account/login/", {"login": "chief", "password": "willow-river-42"})

    assert browser.cookies["sessionid"].value != planted
    assert Client(headers={"Cookie": f"sessionid={planted}"}).get("/incidents/").status_code == 302


def test_signing_out_ends_the_session_on_the_server(chief: Client) -> None:
    kept = chief.cookies["sessionid"].value

    chief.post("/account/logout/")

    assert Client(headers={"Cookie": f"sessionid={kept}"}).get("/incidents/").status_code == 302


def test_behind_https_every_cookie_is_secure_and_the_browser_stays_there() -> None:
    said = _settings_with(LINWANG_HTTPS="1")

    assert said == "True True 31536000 ('HTTP_X_FORWARDED_PROTO', 'https')"


def test_without_a_secret_key_nothing_starts_unless_it_is_a_debug_machine() -> None:
    assert settings.DEBUG is False
    assert _settings_with(LINWANG_DEBUG="0", LINWANG_SECRET_KEY="", show="repr(s.SECRET_KEY)") == "''"


@override_settings(SECURE_HSTS_SECONDS=31_536_000)
def test_https_is_told_for_a_year(db: None) -> None:
    answer = SecurityMiddleware(lambda request: HttpResponse())(RequestFactory().get("/", secure=True))

    assert answer["Strict-Transport-Security"].startswith("max-age=31536000")


def _posted() -> Iterator[tuple[str, str]]:
    for name, view in _named(get_resolver()):
        if (
            name.startswith("api:")
            or name == "to_the_entrance"
            or not view.__module__.startswith(("linwang.", "allauth."))
        ):
            continue
        yield name, _address(name)


def _address(name: str) -> str:
    for possibility in get_resolver().reverse_dict.getlist(name) or _possibilities(name):
        for _pattern, needed in possibility[0]:
            return reverse(name, kwargs={one: ARGUMENTS[one] for one in needed})
    raise AssertionError(name)


def _possibilities(name: str) -> list:
    space, _colon, plain = name.rpartition(":")
    resolver = get_resolver().namespace_dict[space][1]
    return resolver.reverse_dict.getlist(plain)


def test_no_post_goes_without_its_token(town: Town) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(town.people[str(Role.CHIEF)], backend=BACKEND)

    posted = {name: browser.post(address, {"key": ARGUMENTS["key"]}).status_code for name, address in _posted()}

    assert len(posted) > 100
    assert {name for name, status in posted.items() if status != 403} == set(NO_TOKEN)


def _settings_with(show: str = "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, "
                   "s.SECURE_PROXY_SSL_HEADER", **environment: str) -> str:  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-c", f"import linwang.settings as s; print({show})"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return run.stdout.strip()
