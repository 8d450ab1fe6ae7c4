"""Beyond what a process can do, readers are sent away first, acts with when to come again, and nothing by halves."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from linwang.incidents.queries.search import search_incidents
from linwang.incidents.queries.search_filters import SearchFilters
from linwang.web import gate
from tests.authorisation.ground import BACKEND
from tests.builders import Town
from tests.concurrency.at_once import Desks

KINDS = (gate.GLANCE, gate.HINT, gate.POSITION, gate.READ, gate.ACT)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in KINDS:
        monkeypatch.setattr(kind, "patience", 0.3)


@contextmanager
def full(*kinds: gate.Kind) -> Iterator[None]:
    """No place is left."""
    with ExitStack() as stack:
        for kind in kinds:
            for _ in range(kind.places):
                assert stack.enter_context(kind.place())
        yield


@pytest.fixture
def desk(town: Town) -> Client:
    browser = Client()
    browser.force_login(town.people["dispatcher"], backend=BACKEND)
    return browser


def _call() -> dict[str, str]:
    return {"key": str(uuid4()), "words": "钱包被偷", "channel": "phone"}


@pytest.mark.parametrize("name", ["incidents:board_list", "incidents:board_points", "incidents:search", "live"])
def test_a_glance_is_sent_away_with_when_to_come_again(desk: Client, name: str) -> None:
    with full(gate.GLANCE):
        answer = desk.get(reverse(name))

    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "5 秒" in answer.content.decode()
    assert answer["X-Frame-Options"] == "DENY" and "script-src 'self'" in answer["Content-Security-Policy"]


def test_while_glances_wait_acts_are_done(desk: Client) -> None:
    with full(gate.GLANCE, gate.READ, gate.POSITION):
        answer = desk.post(reverse("incidents:take_call"), _call())

    assert answer.status_code in (201, 302, 303)


def test_an_act_beyond_the_limit_is_refused_before_it_begins(desk: Client, town: Town) -> None:
    with full(gate.ACT):
        answer = desk.post(
            reverse("incidents:take_call"), _call(), headers={"Accept": "application/json", "X-Linwang-Form": "1"}
        )

    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert answer.json()["refusal"].startswith("服务器繁忙，没有保存")
    found = search_incidents(seen_by=town.actor("dispatcher"), filters=SearchFilters.read({}), page=1)
    assert found.total == 0


def test_health_needs_no_place(desk: Client) -> None:
    with full(*KINDS):
        assert desk.get("/healthz").status_code == 200
        assert desk.get("/readyz").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("GET", "/incidents/", gate.READ),
        ("GET", "/incidents/board/rows/", gate.GLANCE),
        ("POST", "/incidents/new/", gate.ACT),
        ("POST", "/incidents/new/suggest/", gate.HINT),
        ("POST", "/duty/acts/", gate.ACT),
        ("POST", "/duty/position/", gate.POSITION),
        ("POST", "/api/v1/positions", gate.POSITION),
        ("POST", "/api/v1/calls", gate.ACT),
        ("GET", "/healthz", None),
    ],
)
def test_each_address_has_its_kind(method: str, path: str, kind: gate.Kind | None) -> None:
    request: HttpRequest = RequestFactory().generic(method, path)

    assert gate.kind_of(request) is kind


def test_the_places_need_no_more_connections_than_there_are() -> None:
    most = connection.settings_dict["OPTIONS"]["pool"]["max_size"]

    assert sum(kind.places for kind in KINDS) + 2 <= most


@pytest.mark.django_db(transaction=True)
def test_a_held_back_database_lets_the_first_acts_wait_and_refuses_the_rest(desk: Client, town: Town) -> None:
    """A table is locked: as many acts as have places wait for it and are done, the others are refused."""
    count = gate.ACT.places + 3
    let_go, forms = threading.Event(), [_call() for _ in range(count)]

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("lock table incidents_call in exclusive mode")
            held.set()
            let_go.wait(20)
        connection.close()

    held = threading.Event()
    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    refused: list[int] = []

    def post(form: dict[str, str]) -> None:
        status = _post(desk, form)
        if status == 503:
            refused.append(status)
        if len(refused) == 3:
            let_go.set()

    with Desks(count) as desks:
        desks.at_once([lambda form=form: post(form) for form in forms])
    let_go.set()
    holder.join()

    found = search_incidents(seen_by=town.actor("dispatcher"), filters=SearchFilters.read({}), page=1)
    assert len(refused) == 3
    assert found.total == count - len(refused)


def _post(desk: Client, form: dict[str, str]) -> int:
    browser = Client()
    browser.cookies = desk.cookies
    return browser.post(reverse("incidents:take_call"), form).status_code
