"""A call-out on the phone page: seen by who is asked, answered with one act, signed by the leader, done once."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linwang.foundation import clock
from linwang.incidents.actions.call_outs.teams import form_team
from linwang.incidents.models import CalledPerson, Rescue
from linwang.personnel.models import Person
from tests.builders import Town, new_key
from tests.incidents.making import make_incident, man_all_units
from tests.incidents.neighbours import call, called, make_grids, people_of, wish

JSON = {"Accept": "application/json"}


@pytest.fixture
def asked(town: Town) -> list[CalledPerson]:
    """Three neighbours, asked to carry."""
    at = clock.now()
    man_all_units(town, at)
    (grid,) = make_grids(town, 1)
    people_of(town, grid, 3)
    return called(call(town, make_incident(town, at), wish([grid], at, needed=9, words="带铁锹"), at))


def _client(person: Person | None) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[arg-type]
    return client


def _act(client: Client, act: str, key: str = "", **body: Any) -> HttpResponse:
    said = {"key": key or str(uuid4()), "act": act, "assignment": -1, "at": clock.now().isoformat(), "body": body}
    return client.post("/duty/acts/", json.dumps(said), content_type="application/json", headers=JSON)  # type: ignore[return-value]


def test_who_is_asked_sees_what_and_where_and_others_see_nothing(town: Town, asked: list[CalledPerson]) -> None:
    page = _client(asked[0].person).get("/duty/phone/").content.decode()
    other = _client(town.people["warden"]).get("/duty/phone/").content.decode()

    for words in ("搬运物资", "带铁锹", "东门小学操场", "能来吗", 'data-call-act="coming"'):
        assert words in page
    assert "东门小学操场" not in other
    assert asked[1].person and asked[1].person.name not in page


def test_one_tap_answers_and_sending_twice_is_sending_once(asked: list[CalledPerson]) -> None:
    client, key = _client(asked[0].person), str(uuid4())

    answers = [_act(client, "coming", key, called=str(asked[0].pk), minutes="20") for _ in range(2)]

    assert [answer.json() for answer in answers] == [{"done": True}] * 2
    asked[0].refresh_from_db()
    assert asked[0].status == "coming" and asked[0].expected_at
    assert 'data-call-act="here"' in client.get("/duty/phone/now/").content.decode()


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("coming", {"called": "x", "minutes": "20"}),
        ("coming", {"minutes": "20"}),
        ("coming", {"called": "{own}", "minutes": "soon"}),
        ("coming", {"called": "{own}", "minutes": "9999"}),
        ("here", {"called": "²"}),
        ("rescued", {"team": "1", "people": "many"}),
        ("rescued", {"people": "3"}),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(asked: list[CalledPerson], act: str, body: dict[str, str]) -> None:
    said = {name: value.replace("{own}", str(asked[0].pk)) for name, value in body.items()}

    answer = _act(_client(asked[0].person), act, **said)

    assert answer.status_code == 422 and answer.json()["refusal"]
    assert CalledPerson.objects.get(pk=asked[0].pk).status == "asked"


def test_anothers_answer_and_one_that_is_not_there_are_the_same(asked: list[CalledPerson]) -> None:
    client = _client(asked[0].person)

    for pk in (asked[1].pk, 10**12):
        assert _act(client, "not_coming", called=str(pk)).status_code == 404


def test_the_leader_sees_the_team_signs_for_it_and_reports_the_rescued(town: Town, asked: list[CalledPerson]) -> None:
    leader, mate = _client(asked[0].person), asked[1]
    for row in asked[:2]:
        _act(_client(row.person), "coming", called=str(row.pk), minutes="10")
    team = form_team(
        call_out=mate.call_out_id, task="搬沙袋", place="桥头", members=[asked[0].pk, mate.pk], key=new_key(),
        by=town.actor("dispatcher"), at=clock.now(),
    )  # fmt: skip

    page = leader.get("/duty/phone/").content.decode()
    signed = _act(leader, "here", called=str(mate.pk))
    told = _act(leader, "rescued", team=str(team), people="25", place="东门小区")
    by_mate = _act(_client(mate.person), "rescued", team=str(team), people="1")

    assert mate.person and mate.person.name in page and "您是组长" in page
    assert signed.status_code == 200 and CalledPerson.objects.get(pk=mate.pk).status == "in_field"
    assert told.status_code == 200 and Rescue.objects.get().people == 25
    assert by_mate.status_code == 404


def test_the_page_asks_as_much_for_a_large_team_as_for_a_small_one(town: Town, asked: list[CalledPerson]) -> None:
    for row in asked:
        _act(_client(row.person), "coming", called=str(row.pk), minutes="10")
    counts = []
    for members in (asked[:2], asked[2:]):
        form_team(
            call_out=asked[0].call_out_id, task="搬沙袋", place="桥头", members=[row.pk for row in members],
            key=new_key(), by=town.actor("dispatcher"), at=clock.now(),
        )  # fmt: skip
        client = _client(members[0].person)
        client.get("/duty/phone/now/")
        with CaptureQueriesContext(connection) as asked_for:
            client.get("/duty/phone/now/")
        counts.append(len(asked_for))

    assert counts[0] == counts[1]
