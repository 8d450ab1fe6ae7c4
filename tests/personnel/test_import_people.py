"""Importing people: the same words in either language, nothing by a dry run, no column no change."""

from datetime import datetime
from typing import Any

import pytest

from linwang.foundation.importing import Table
from linwang.foundation.refusals import NotAllowed
from linwang.gateways.tables import read_table
from linwang.personnel.actions.import_people import import_people, plan_people
from linwang.personnel.models import Person, Team
from tests.builders import Town, new_key


def _table(text: str) -> Table:
    return read_table("人员.csv", text.encode("gb18030"))


@pytest.fixture
def said(town: Town, now: datetime) -> dict[str, Any]:
    return {"station": town.station.pk, "by": town.actor("administrator"), "at": now}


def test_people_are_added_with_their_roles_and_team(town: Town, said: dict[str, Any]) -> None:
    team = Team.objects.create(station=town.station, kind="community", name="社区警务队")
    table = _table("登录名,姓名,身份,岗位,队室,技能\nli.wei,李维,民警,社区民警、派警员,社区警务队,水性\n")

    counts = import_people(table=table, key=new_key(), **said)

    person = Person.objects.get(login="li.wei")
    assert (counts["added"], person.rank, person.team_id, person.skills) == (1, "officer", team.pk, ["水性"])
    assert set(person.grants.values_list("role", flat=True)) == {"community_officer", "dispatcher"}
    assert not person.has_usable_password()


def test_a_second_import_says_the_same_and_a_missing_column_changes_nothing(said: dict[str, Any]) -> None:
    import_people(
        table=_table("login,name,rank,roles,phone\nli.wei,李维,officer,dispatcher,13800000000\n"), key=new_key(), **said
    )

    again = import_people(table=_table("login,name,rank\nli.wei,李维,officer\n"), key=new_key(), **said)
    renamed = import_people(table=_table("login,name,rank\nli.wei,李纬,officer\n"), key=new_key(), **said)

    assert (again["same"], renamed["changed"]) == (1, 1)
    person = Person.objects.get(login="li.wei")
    assert (person.name, person.phone) == ("李纬", "13800000000")
    assert list(person.grants.values_list("role", flat=True)) == ["dispatcher"]


def test_somebody_who_left_is_closed_not_removed(said: dict[str, Any]) -> None:
    import_people(table=_table("login,name,rank\nli.wei,李维,officer\n"), key=new_key(), **said)

    import_people(table=_table("login,name,rank,在岗\nli.wei,李维,officer,否\n"), key=new_key(), **said)

    assert not Person.objects.get(login="li.wei").is_active


def test_a_dry_run_writes_nobody_and_names_every_fault(town: Town, said: dict[str, Any]) -> None:
    table = _table(
        "登录名,姓名,身份,岗位,队室\n,无名,民警,,\nok.one,好人,民警,,\nbad.rank,某,将军,,\nbad.role,某,民警,国王,\n"
        "bad.team,某,民警,,没有的队\n坏 名,某,民警,,\n"
    )

    plan = plan_people(table=table, **said)

    assert [fault.number for fault in plan.faults] == [2, 4, 5, 6, 7]
    assert [step.name for step in plan.of("added")] == ["好人"]
    assert not Person.objects.filter(login="ok.one").exists()


def test_a_login_of_another_station_is_not_taken_over(town: Town, said: dict[str, Any]) -> None:
    login = town.people["dispatcher@02"].login

    plan = plan_people(table=_table(f"login,name,rank\n{login},某,officer\n".replace("@", "@")), **said)

    assert len(plan.faults) == 1
    assert Person.objects.get(login=login).station_id == town.neighbour.pk


def test_who_may_not_manage_people_may_not_import_them(town: Town, said: dict[str, Any]) -> None:
    with pytest.raises(NotAllowed):
        plan_people(table=_table("login,name,rank\n"), **{**said, "by": town.actor("chief")})
