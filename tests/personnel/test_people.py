"""People, roles, PINs and keys."""

from datetime import datetime, timedelta

import pytest

from linwang.foundation import journal
from linwang.foundation.capabilities import Capability, Role
from linwang.foundation.refusals import BadInput, NotAllowed, NotFound
from linwang.personnel import queries
from linwang.personnel.actions import desk, keys, people
from tests.builders import Town, new_key


def _details(town: Town, **changes: object) -> people.PersonDetails:
    return people.PersonDetails(
        **{
            "name": "周小溪",
            "rank": "officer",
            "station": town.station.pk,
            "roles": frozenset({"dispatcher"}),
            **changes,
        }
    )


def test_a_new_person_holds_the_roles_from_today(town: Town, now: datetime) -> None:
    chief = town.actor("chief")

    person = people.add_person(login="zhouxx", details=_details(town), key=new_key(), by=chief, at=now)

    assert queries.roles_of(person, on=now.date()) == {Role.DISPATCHER}
    assert not queries.person_row(person, seen_by=chief, on=now.date()).has_password
    assert [line.what for line in journal.lines_of("person", [str(person)])] == ["person_added"]


def test_a_login_is_given_once_whatever_its_case(town: Town, now: datetime) -> None:
    chief = town.actor("chief")
    people.add_person(login="zhouxx", details=_details(town), key=new_key(), by=chief, at=now)

    with pytest.raises(BadInput) as refused:
        people.add_person(login="ZhouXX", details=_details(town), key=new_key(), by=chief, at=now)

    assert "login" in refused.value.fields


def test_a_changed_role_ends_and_its_period_stays(town: Town, now: datetime) -> None:
    chief = town.actor("chief")
    person = people.add_person(login="zhouxx", details=_details(town), key=new_key(), by=chief, at=now)
    later = now + timedelta(days=10)

    people.change_person(
        person=person, details=_details(town, roles=frozenset({"call_taker"})), is_active=True,
        key=new_key(), by=chief, at=later,
    )  # fmt: skip

    assert queries.roles_of(person, on=later.date()) == {Role.CALL_TAKER}
    assert queries.roles_of(person, on=now.date()) == {Role.DISPATCHER}


def test_nobody_closes_their_own_account(town: Town, now: datetime) -> None:
    chief = town.actor("chief")

    with pytest.raises(BadInput):
        people.change_person(
            person=chief.person, details=_details(town, roles=frozenset({"chief"})), is_active=False,
            key=new_key(), by=chief, at=now,
        )  # fmt: skip


def test_people_of_another_station_are_not_there(town: Town, now: datetime) -> None:
    stranger = town.people["dispatcher@02"].pk

    with pytest.raises(NotFound):
        queries.person_row(stranger, seen_by=town.actor("chief"), on=now.date())
    with pytest.raises(NotFound):
        people.give_password(person=stranger, by=town.actor("chief"), at=now)


def test_only_who_manages_people_may(town: Town, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        people.add_person(login="x1", details=_details(town), key=new_key(), by=town.actor("dispatcher"), at=now)


@pytest.mark.parametrize("pin", ["12345", "1234567", "abcdef", "111111", "123456"])
def test_an_easy_pin_is_refused(town: Town, now: datetime, pin: str) -> None:
    with pytest.raises(BadInput):
        people.set_pin(pin=pin, by=town.actor("dispatcher"), at=now)


def test_a_pin_opens_only_for_its_person_at_a_computer_that_knows_them(town: Town, now: datetime) -> None:
    people.set_pin(pin="482910", by=town.actor("dispatcher"), at=now)
    mine, here = town.people["dispatcher"].pk, new_key()
    desk.remember(desk=here, person=mine, at=now)

    assert desk.come_back(desk=here, person=mine, pin="482910", at=now).pk == mine
    for elsewhere, person, pin in ((new_key(), mine, "482910"), (here, mine, "482911"), (here, mine + 1, "482910")):
        with pytest.raises(NotAllowed):
            desk.come_back(desk=elsewhere, person=person, pin=pin, at=now)
    with pytest.raises(NotAllowed):
        desk.come_back(desk=here, person=mine, pin="482910", at=now + timedelta(hours=13))


def test_a_key_is_shown_once_and_ends_when_revoked(town: Town, now: datetime) -> None:
    admin, request = town.actor("administrator"), new_key()
    facts = {"name": "110平台", "scopes": frozenset({"calls"}), "partner": None, "days": 30}

    secret = keys.make_key(**facts, key=request, by=admin, at=now)
    again = keys.make_key(**facts, key=request, by=admin, at=now)

    assert secret is not None and again is None
    prefix, bare = secret.removeprefix("lw_").split("_", 1)
    found = keys.hash_of(bare)
    assert queries.key_for(prefix, found, at=now)
    assert queries.key_for(prefix, found, at=now + timedelta(days=31)) is None
    keys.revoke_key(prefix=prefix, key=new_key(), by=admin, at=now)
    assert queries.key_for(prefix, found, at=now) is None


def test_a_list_of_people_costs_the_same_queries_however_many(
    town: Town, now: datetime, django_assert_num_queries: object
) -> None:
    chief = town.actor("chief")
    assert chief.may(Capability.MANAGE_PEOPLE)

    with django_assert_num_queries(2):
        rows = queries.people(seen_by=chief, on=now.date())

    assert len(rows) > 10
