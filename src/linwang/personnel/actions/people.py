"""People come, change roles and leave; nobody is ever deleted, for the journal names them."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linwang.foundation import clock, journal
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.foundation.refusals import BadInput, NotFound
from linwang.personnel import rules
from linwang.personnel.models import Person, RoleGrant

SUBJECT = "person"


@dataclass(frozen=True)
class PersonDetails:
    """What is written of somebody who works here."""

    name: str
    rank: str
    station: int
    roles: frozenset[str]
    team: int | None = None
    partner: int | None = None
    phone: str = ""
    grid: int | None = None
    skills: tuple[str, ...] = ()
    may_be_called_out: bool = True


@once
def add_person(*, login: str, details: PersonDetails, key: UUID, by: Actor, at: datetime) -> int:
    """A new account without a password; `give_password` makes the first one."""
    by.check_may(Capability.MANAGE_PEOPLE)
    login = login.strip()
    rules.check_login(login)
    _check(details, by)
    if Person.objects.filter(login__iexact=login).exists():
        sentence = _("登录名“%(login)s”已被使用，请换一个。") % {"login": login}
        raise BadInput(sentence, fields={"login": sentence})
    person = Person(login=login, password=make_password(None), **_columns(details))
    person.save()
    _grant(person, details.roles, on=clock.day_of(at))
    _record(person, "person_added", by, at, roles=sorted(details.roles))
    return person.pk


@once
def change_person(*, person: int, details: PersonDetails, is_active: bool, key: UUID, by: Actor, at: datetime) -> int:
    """Change somebody's details and roles; leaving means the account is closed, not removed."""
    by.check_may(Capability.MANAGE_PEOPLE)
    _check(details, by)
    found = person_for_update(person, by=by)
    if found.pk == by.person and not is_active:
        raise BadInput(_("不能停用自己的账号，请找另一位管理员。"))
    for name, value in {
        **_columns(details),
        **({} if is_active else {"phone": "", "grid_id": None}),
        "is_active": is_active,
    }.items():
        setattr(found, name, value)
    found.save(update_fields=[*_columns(details), "is_active"])
    before = _grant(found, details.roles, on=clock.day_of(at))
    _record(found, "person_changed", by, at, roles_before=sorted(before), roles=sorted(details.roles), active=is_active)
    return found.pk


def give_password(*, person: int, by: Actor, at: datetime) -> str:
    """A new one-time password, returned once to be handed over in person; the old one ends."""
    by.check_may(Capability.MANAGE_PEOPLE)
    found = person_for_update(person, by=by)
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    found.set_password(password)
    found.save(update_fields=["password"])
    _record(found, "password_given", by, at)
    return password


def set_pin(*, pin: str, by: Actor, at: datetime) -> None:
    """One's own PIN for changing the person at a shared desk."""
    rules.check_pin(pin)
    found = Person.objects.get(pk=by.someone())
    found.pin = make_password(pin)
    found.save(update_fields=["pin"])
    _record(found, "pin_set", by, at)


def person_for_update(person: int, *, by: Actor) -> Person:
    """Somebody of a station one sees, locked."""
    found = Person.objects.select_for_update(of=("self",), no_key=True).filter(pk=person, station__in=by.sees).first()
    if found is None:
        raise NotFound(_("没有找到这个人，或不在您可管理的单位。"))
    return found


def _check(details: PersonDetails, by: Actor) -> None:
    rules.check_name(details.name)
    rules.check_roles(details.roles)
    if details.station not in by.sees:
        raise NotFound(_("没有找到这个人，或不在您可管理的单位。"))
    if details.grid is not None and details.grid not in grids_of(details.station).values():
        raise BadInput(_("没有这个网格。"), fields={"grid": _("请从列出的网格中选择。")})


def grids_of(station: int) -> dict[str, int]:
    """The station's grids by code and by name, as the column of a person knows them: places stand beside us."""
    grids = Person._meta.get_field("grid").related_model._default_manager
    rows = grids.filter(station=station).order_by("pk").values_list("pk", "code", "name")
    return {word: pk for pk, code, name in rows for word in (name, code)}


def _columns(details: PersonDetails) -> dict[str, object]:
    return {
        "name": details.name,
        "rank": details.rank,
        "station_id": details.station,
        "team_id": details.team,
        "partner_id": details.partner,
        "phone": details.phone,
        "grid_id": details.grid,
        "skills": list(details.skills),
        "may_be_called_out": details.may_be_called_out,
    }


def _grant(person: Person, roles: frozenset[str], *, on: date) -> frozenset[str]:
    held = {grant.role: grant for grant in person.grants.filter(Q(to_on__isnull=True) | Q(to_on__gt=on))}
    for role in roles - set(held):
        RoleGrant.objects.create(person=person, role=role, from_on=on)
    for role in set(held) - roles:
        grant = held[role]
        # A role granted today and taken today never held: it leaves no period behind.
        if grant.from_on >= on:
            grant.delete()
            continue
        grant.to_on = date.fromordinal(on.toordinal() - 1)
        grant.save(update_fields=["to_on"])
    return frozenset(held)


def _record(person: Person, what: str, by: Actor, at: datetime, **facts: Any) -> None:
    journal.write(
        station=person.station_id, subject=SUBJECT, reference=str(person.pk), what=what, by=by, at=at,
        words=person.name, **facts,
    )  # fmt: skip
