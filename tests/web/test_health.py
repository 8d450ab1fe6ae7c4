"""Alive, ready, the figures for Prometheus, and the dead-man line."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings
from django.urls import reverse

from linwang.foundation import clock, outbox
from linwang.foundation.heartbeats import Heart, beat
from linwang.web import dead_man, health
from tests.authorisation.ground import BACKEND
from tests.builders import Town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def looks_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing of an earlier test is remembered."""
    monkeypatch.setattr(dead_man, "_seen", (float("-inf"), ()))
    yield
    dead_man._seen = (float("-inf"), ())


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", away)
    monkeypatch.setattr(connection, "ensure_connection", away)


def _browser(town: Town, role: str) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(town.people[role], backend=BACKEND)
    return browser


def test_alive_and_ready() -> None:
    assert Client().get("/healthz").content == b"ok"
    assert Client().get("/readyz").json() == {"database": "ok", "disk": "ok", "migrations": "ok"}


def test_without_a_database_it_lives_but_is_not_ready(no_database: None) -> None:
    ready = Client().get("/readyz")

    assert Client().get("/healthz").status_code == 200
    assert (ready.status_code, ready.json()["database"]) == (503, "away")


def test_on_a_full_disk_it_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))

    ready = Client().get("/readyz")

    assert (ready.status_code, ready.json()["disk"]) == (503, "full")


def test_a_silent_worker_is_told_on_the_board_since_when_and_what_to_do(town: Town) -> None:
    since = clock.now() - timedelta(minutes=20)
    beat(Heart.WORKER, at=since)

    page = _browser(town, "dispatcher").get(reverse("incidents:board")).content.decode()

    line = re.search(r"data-silent[^>]*>([^<]*)<", page)
    assert line is not None
    assert f"{clock.local(since):%H:%M}" in line[1] and "重启后台任务" in line[1]


def test_while_all_beat_there_is_no_line(town: Town) -> None:
    for heart in Heart:
        beat(heart, at=clock.now())

    page = _browser(town, "dispatcher").get(reverse("incidents:board")).content.decode()

    assert re.search(r'data-silent role="status" hidden></p>', page)


def test_a_lost_database_gives_a_page_and_the_sheet_that_was_kept(
    town: Town, settings: Any, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    browser = _browser(town, "dispatcher")
    browser.get(reverse("incidents:board"))
    folder = Path(settings.PAPER_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{town.station.pk}.html").write_text("登记表")
    before = Client().get("/paper/")
    request.getfixturevalue("no_database")

    page, sheet, stranger = browser.get(reverse("incidents:board")), browser.get("/paper/"), Client().get("/paper/")

    assert (before.status_code, before["Location"]) == (302, reverse("incidents:paper"))
    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert "/paper/" in page.content.decode() and "Traceback" not in page.content.decode()
    assert sheet.content.decode() == "登记表"
    assert stranger.status_code == 503 and "登记表</p>" not in stranger.content.decode()


def test_a_form_that_was_sent_into_a_lost_database_may_be_sent_again(
    town: Town, request: pytest.FixtureRequest
) -> None:
    browser = _browser(town, "dispatcher")
    browser.get(reverse("incidents:board"))
    request.getfixturevalue("no_database")

    answer = browser.post(reverse("incidents:take_call"), {"words": "x"}, headers={"Accept": "application/json"})

    assert answer.status_code == 503
    assert "不会重复登记" in answer.json()["refusal"]


def test_the_paper_sheet_shows_the_open_incidents_and_no_callers(town: Town) -> None:
    from tests.incidents.making import make_incident

    incident = make_incident(town, clock.now(), phone="13800007777")

    page = _browser(town, "dispatcher").get(reverse("incidents:paper")).content.decode()

    assert incident.number[6:] in page or incident.number.rpartition("-")[2] in page
    assert "13800007777" not in page and "林某" not in page and "手机被偷了。" not in page


def test_figures_count_views_and_name_nobody(town: Town) -> None:
    browser = _browser(town, "dispatcher")
    browser.get(reverse("incidents:board"))
    browser.get("/incidents/JQ01-20260715-0001/")
    outbox.put("unit.dispatched", assignment=1)
    beat(Heart.WORKER, at=clock.now())

    text = Client().get("/metrics").content.decode()

    assert 'linwang_requests_total{method="GET",status="200",view="incidents:board"}' in text
    assert 'linwang_jobs_waiting{queue="outbox"} 1.0' in text
    assert 'linwang_heartbeat_age_seconds{heart="worker"}' in text
    assert "linwang_request_seconds_bucket" in text and "linwang_pool" in text
    assert not re.search(r"JQ\d|20260715|dispatcher-|张|李", text)


@pytest.mark.parametrize(
    ("key", "headers", "address", "status"),
    [
        ("", {}, "127.0.0.1", 200),
        ("", {}, "10.0.0.9", 403),
        ("", {"X-Forwarded-For": "10.0.0.9"}, "127.0.0.1", 403),
        ("s3cret", {}, "127.0.0.1", 403),
        ("s3cret", {"Authorization": "Bearer s3cret"}, "10.0.0.9", 200),
        ("s3cret", {"Authorization": "Bearer other"}, "127.0.0.1", 403),
    ],
)
def test_figures_are_for_the_key_or_the_machine_itself(
    key: str, headers: dict[str, str], address: str, status: int
) -> None:
    with override_settings(METRICS_KEY=key):
        assert Client().get("/metrics", headers=headers, REMOTE_ADDR=address).status_code == status
