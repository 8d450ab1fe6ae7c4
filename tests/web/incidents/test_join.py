"""Whoever holds the signed link gives a name and is counted in; nobody else gets in, and nobody sees the others."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from linwang.foundation import clock
from linwang.incidents.actions.call_outs.ending import stand_down
from linwang.incidents.models import CalledPerson, CallOut, Incident
from linwang.web.incidents.call_out_links import token_for
from tests.builders import Town, new_key
from tests.incidents.making import make_incident, man_all_units
from tests.incidents.neighbours import call, make_grids, people_of, wish

HTTP_JSON = {"Accept": "application/json"}


@pytest.fixture
def call_out(town: Town) -> CallOut:
    at = clock.now()
    man_all_units(town, at)
    (grid,) = make_grids(town, 1)
    people_of(town, grid, 2)
    incident: Incident = make_incident(town, at)
    return CallOut.objects.get(pk=call(town, incident, wish([grid], at, needed=9), at))


def _address(call_out: CallOut, name: str = "join") -> str:
    return reverse(f"incidents:{name}", args=[token_for(call_out.pk, call_out.until_at)])


def _join(browser: Client, call_out: CallOut, **form: str) -> int:
    return browser.post(
        _address(call_out), {"key": str(new_key()), "name": "周大海", **form}, headers=HTTP_JSON
    ).status_code


def test_a_walk_up_joins_sees_only_themselves_and_leaves(call_out: CallOut, client: Client) -> None:
    other = CalledPerson.objects.filter(call_out=call_out).first()

    first = client.get(_address(call_out))
    joined = _join(client, call_out, phone="138 0000 0000")
    mine = client.get(_address(call_out)).content.decode()
    left = client.post(_address(call_out, "leave"), {"key": str(new_key())})

    assert first.status_code == 200 and joined == 303 and left.status_code == 303
    assert "周大海" in mine and other and other.person and other.person.name not in mine
    row = CalledPerson.objects.get(wave=0)
    assert (row.name, row.phone, row.status) == ("周大海", "138 0000 0000", "left")
    assert "已记下您平安离开" in client.get(_address(call_out)).content.decode()


def test_a_link_that_nobody_signed_leads_nowhere(call_out: CallOut, client: Client) -> None:
    for token in ("x", token_for(call_out.pk, call_out.until_at)[:-2] + "zz", "1:2:3"):
        assert client.get(reverse("incidents:join", args=[token])).status_code == 404


def test_a_link_ends_but_one_may_still_leave(call_out: CallOut, client: Client) -> None:
    _join(client, call_out)
    later: datetime = call_out.until_at + timedelta(minutes=1)

    with time_machine.travel(later, tick=False):
        late = _join(Client(), call_out)
        page = Client().get(_address(call_out)).content.decode()
        left = client.post(_address(call_out, "leave"), {"key": str(new_key())})

    assert late == 409 and "已过期" in page and left.status_code == 303


def test_after_the_stand_down_nobody_more_joins(town: Town, call_out: CallOut) -> None:
    stand_down(call_out=call_out.pk, key=new_key(), by=town.actor("dispatcher"), at=clock.now())

    assert _join(Client(), call_out) == 409


@pytest.mark.parametrize("form", [{"name": ""}, {"name": "x" * 41}, {"phone": "<b>"}, {"key": "no"}])
def test_what_cannot_be_is_refused(call_out: CallOut, form: dict[str, str]) -> None:
    assert _join(Client(), call_out, **form) == 422
    assert not CalledPerson.objects.filter(wave=0).exists()


def test_sending_twice_is_joining_once(call_out: CallOut, client: Client) -> None:
    key = str(new_key())

    assert [_join(client, call_out, key=key) for _ in range(2)] == [303, 303]
    assert CalledPerson.objects.filter(wave=0).count() == 1


def test_nobody_leaves_who_has_not_joined(call_out: CallOut) -> None:
    assert Client().post(_address(call_out, "leave"), {"key": str(new_key())}, headers=HTTP_JSON).status_code == 409
