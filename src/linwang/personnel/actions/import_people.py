"""Importing people (人员): a plan first, then each is added or changed by the same acts as on the screen."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from linwang.foundation import clock, importing
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability, Role
from linwang.foundation.importing import Plan, Row, Step, Table
from linwang.foundation.operations import once
from linwang.foundation.refusals import BadInput
from linwang.personnel import rules
from linwang.personnel.actions.people import PersonDetails, add_person, change_person, grids_of
from linwang.personnel.models import Partner, Person, RoleGrant, Team
from linwang.personnel.states import Rank, Skill

COLUMNS = {
    "login": ("登录名", "账号", "工号", "警号"),
    "name": ("姓名", "名字"),
    "rank": ("身份", "人员类别"),
    "roles": ("岗位", "角色", "role"),
    "team": ("队室", "部门", "所属队室"),
    "partner": ("合作单位", "所属单位", "单位"),
    "phone": ("电话", "手机", "联系电话", "手机号"),
    "skills": ("技能", "特长"),
    "grid": ("网格", "所在网格", "居住网格"),
    "may_be_called_out": ("可召集", "同意召集"),
    "is_active": ("在用", "在岗", "是否在用", "active"),
}
NEEDED = frozenset({"login", "name", "rank"})


def plan_people(*, table: Table, station: int, by: Actor, at: datetime) -> Plan:
    """What the file would change; writes nothing. A column that the file does not have changes nothing."""
    importing.check_may_import(station, by)
    by.check_may(Capability.MANAGE_PEOPLE)
    named = importing.named(table, COLUMNS)
    known = _known(station, at)
    elsewhere = set(Person.objects.exclude(station=station).values_list("login", flat=True))
    teams = dict(Team.objects.filter(station=station).values_list("name", "pk"))
    partners = dict(Partner.objects.filter(station=station).values_list("name", "pk"))
    grids = grids_of(station)

    def read(row: Row) -> Step:
        values = _values(row, teams, partners, grids)
        if values["login"] in elsewhere:
            raise BadInput(_("登录名“%(login)s”已被其他单位的人使用。") % {"login": values["login"]})
        pk, old = known.get(values["login"], (None, {}))
        return importing.compared(row.number, values["name"], values, pk=pk, old=old)

    ours = {login: str(old["name"]) for login, (_pk, old) in known.items()}
    return importing.plan(named, read, identity=lambda step: step.values["login"], ours=ours)


@once
def import_people(
    *, table: Table, station: int, skip_bad: bool = False, key: UUID, by: Actor, at: datetime
) -> dict[str, int]:
    """Add and change people as the plan says; those the file does not name keep their accounts. No passwords."""
    importing.hold(station)
    plan = plan_people(table=table, station=station, by=by, at=at)
    importing.check_can_apply(plan, skip_bad=skip_bad)
    known = _known(station, at)
    for step in plan.steps:
        if step.how != "same":
            old = known[step.values["login"]][1] if step.pk else {}
            _write(
                step, {**_DEFAULTS, **old, **step.values}, station, key=uuid5(key, step.values["login"]), by=by, at=at
            )
    return importing.record(plan, table, kind="people", station=station, by=by, at=at)


_DEFAULTS: dict[str, Any] = {
    "roles": [], "team_id": None, "partner_id": None, "phone": "", "skills": [], "is_active": True, "grid_id": None,
    "may_be_called_out": True,
}  # fmt: skip


_SKILLS = {str(skill.label): skill.value for skill in Skill}
"""The words that everybody knows stand for their codes; a station's own stay as they are."""


def _values(
    row: Row, teams: Mapping[str, int], partners: Mapping[str, int], grids: Mapping[str, int]
) -> dict[str, Any]:
    """What the row says; only of columns that are there."""
    login, name = importing.text(row, "login"), importing.text(row, "name")
    rules.check_login(login)
    rules.check_name(name)
    said: dict[str, Callable[[], Any]] = {
        "roles": lambda: sorted(_role(row, word) for word in importing.several(row, "roles")),
        "team_id": lambda: importing.reference(row.values["team"], teams, _("没有叫“%(said)s”的队室。")),
        "partner_id": lambda: importing.reference(row.values["partner"], partners, _("没有叫“%(said)s”的合作单位。")),
        "phone": lambda: row.values["phone"],
        "skills": lambda: [_SKILLS.get(word, word) for word in importing.several(row, "skills")],
        "grid_id": lambda: importing.reference(row.values["grid"], grids, _("没有叫“%(said)s”的网格。")),
        "may_be_called_out": lambda: importing.yes_or_no(row, "may_be_called_out"),
        "is_active": lambda: importing.yes_or_no(row, "is_active"),
    }
    present = {column: read() for column, read in said.items() if column.removesuffix("_id") in row.values}
    return {"login": login, "name": name, "rank": importing.one_of(row, "rank", Rank), **present}


def _role(row: Row, word: str) -> str:
    return importing.one_of(Row(row.number, {"roles": word}, headings=row.headings), "roles", Role)


def _known(station: int, at: datetime) -> dict[str, tuple[int, dict[str, Any]]]:
    """People of the station by login, with what an import may change."""
    day = clock.day_of(at)
    held = RoleGrant.objects.filter(from_on__lte=day).exclude(to_on__lt=day).order_by("role")
    people = Person.objects.filter(station=station).prefetch_related(Prefetch("grants", held, to_attr="held"))
    return {
        person.login: (person.pk, {**vars(person), "roles": sorted({grant.role for grant in person.held})})
        for person in people.order_by("login")
    }


def _write(step: Step, values: Mapping[str, Any], station: int, *, key: UUID, by: Actor, at: datetime) -> None:
    details = PersonDetails(
        name=values["name"], rank=values["rank"], station=station, roles=frozenset(values["roles"]),
        team=values["team_id"], partner=values["partner_id"], phone=values["phone"], grid=values["grid_id"],
        skills=tuple(values["skills"]), may_be_called_out=values["may_be_called_out"],
    )  # fmt: skip
    person = step.pk or add_person(login=values["login"], details=details, key=key, by=by, at=at)
    if step.pk or not values["is_active"]:
        change_person(
            person=person, details=details, is_active=values["is_active"], key=uuid5(key, "change"), by=by, at=at
        )
