"""Who somebody is and what they may see and do; lists of people, teams, partners and keys."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import SENSITIVE, Capability, Role, capabilities_of
from linwang.foundation.refusals import NotFound
from linwang.personnel.models import DeskPerson, Partner, PartnerKey, Person, RoleGrant, Team
from linwang.personnel.states import KeyScope, Rank, Skill


@dataclass(frozen=True)
class PersonRow:
    """Somebody in a list."""

    id: int
    login: str
    name: str
    rank: str
    rank_label: str
    station: int
    station_name: str
    team: int | None
    team_name: str
    partner: int | None
    partner_name: str
    phone: str
    grid: int | None
    skills: tuple[str, ...]
    may_be_called_out: bool
    roles: tuple[str, ...]
    role_labels: tuple[str, ...]
    is_active: bool
    has_password: bool


@dataclass(frozen=True)
class Choice:
    """One line of a choice: a team, a partner, a station."""

    id: int
    name: str
    station: int


@dataclass(frozen=True)
class KeyRow:
    """A partner's key in the list; never its secret."""

    prefix: str
    name: str
    partner_name: str
    scope_labels: tuple[str, ...]
    made_at: datetime
    ends_at: datetime | None
    revoked_at: datetime | None


def roles_of(person_id: int, *, on: date) -> frozenset[Role]:
    """The roles somebody holds on a day."""
    held = RoleGrant.objects.filter(_holding(on), person=person_id)
    return frozenset(Role(role) for role in held.values_list("role", flat=True))


def actor_of(person: Person, *, sees: frozenset[int], on: date) -> Actor:
    """The person as every query and action knows them; `sees` are the stations open to their own station."""
    roles = roles_of(person.pk, on=on)
    return Actor(
        person=person.pk,
        name=person.name,
        station=person.station_id,
        sees=sees,
        capabilities=capabilities_of(roles),
        partner=person.partner_id,
    )


def sees_sensitive_data(actor: Actor) -> bool:
    """Whether the person's roles open sensitive records, so that a second factor may be asked of them."""
    return bool(actor.capabilities & SENSITIVE)


def people(
    *, seen_by: Actor, on: date, words: str = "", role: str = "", team: int | None = None, with_left: bool = False
) -> list[PersonRow]:
    """Everybody of the stations one sees, by name; at most what one page of people can be."""
    seen_by.check_may(Capability.MANAGE_PEOPLE)
    found = _with_roles(Person.objects.filter(station__in=seen_by.sees), on)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(login__icontains=words))
    if role:
        found = found.filter(pk__in=RoleGrant.objects.filter(_holding(on), role=role).values("person"))
    if team:
        found = found.filter(team=team)
    if not with_left:
        found = found.filter(is_active=True)
    return [_row(person) for person in found.order_by("station_id", "team_id", "name", "pk")]


def person_row(person: int, *, seen_by: Actor, on: date) -> PersonRow:
    """One person of the stations one sees."""
    seen_by.check_may(Capability.MANAGE_PEOPLE)
    found = _with_roles(Person.objects.filter(pk=person, station__in=seen_by.sees), on).first()
    if found is None:
        raise NotFound(_("没有找到这个人，或不在您可管理的单位。"))
    return _row(found)


def own_row(*, seen_by: Actor, on: date) -> PersonRow:
    """One's own entry."""
    return _row(_with_roles(Person.objects.filter(pk=seen_by.someone()), on).get())


def history_of(person: int, *, seen_by: Actor) -> list[dict[str, Any]]:
    """What the database kept of changes to the person and their roles, newest first."""
    person_row(person, seen_by=seen_by, on=date.max)
    changes = Person.pgh_event_model.objects.filter(pgh_obj_id=person)  # type: ignore[attr-defined]
    return list(changes.order_by("-pgh_id").values("pgh_created_at", "name", "rank", "team__name", "is_active")[:50])


def teams(*, seen_by: Actor) -> list[Choice]:
    """Teams of the stations one sees."""
    rows = Team.objects.filter(station__in=seen_by.sees).order_by("station_id", "kind", "name")
    return [Choice(*row) for row in rows.values_list("pk", "name", "station_id")]


def partners(*, seen_by: Actor, kind: str = "") -> list[Choice]:
    """Partners of the stations one sees."""
    rows = Partner.objects.filter(station__in=seen_by.sees, is_active=True).order_by("kind", "name", "pk")
    return [Choice(*row) for row in (rows.filter(kind=kind) if kind else rows).values_list("pk", "name", "station_id")]


def keys(*, seen_by: Actor) -> list[KeyRow]:
    """Keys of the stations one sees, newest first."""
    seen_by.check_may(Capability.MANAGE_KEYS)
    rows = PartnerKey.objects.filter(station__in=seen_by.sees).select_related("partner").order_by("-made_at", "-pk")
    return [
        KeyRow(
            prefix=row.prefix,
            name=row.name,
            partner_name=row.partner.name if row.partner else "",
            scope_labels=tuple(str(KeyScope(scope).label) for scope in row.scopes),
            made_at=row.made_at,
            ends_at=row.ends_at,
            revoked_at=row.revoked_at,
        )
        for row in rows
    ]


def skill_label(code: str) -> str:
    """A skill in the reader's language; a station's own word as it is."""
    return str(Skill(code).label) if code in Skill.values else code


def skills_there(*, station: int) -> list[str]:
    """The codes of the skills that somebody at the station has, those everybody knows first."""
    found = Person.objects.filter(station=station, is_active=True).values_list("skills", flat=True)
    has = {code for skills in found for code in skills}
    return [code for code in Skill.values if code in has] + sorted(has - set(Skill.values))


def key_for(prefix: str, secret_hash: str, *, at: datetime) -> PartnerKey | None:
    """The key that a machine shows, if it still holds."""
    return (
        PartnerKey.objects.filter(prefix=prefix, secret_hash=secret_hash, revoked_at__isnull=True)
        .filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
        .first()
    )


def people_at_desk(desk: UUID, *, since: datetime) -> dict[int, str]:
    """Who signed in fully at a shared computer since then: id and name, the latest first."""
    rows = DeskPerson.objects.filter(desk=desk, since__gte=since, person__is_active=True).order_by("-since", "-pk")
    return dict(rows.values_list("person", "person__name"))


def has_pin(person: int) -> bool:
    """Whether the person has set a PIN."""
    return Person.objects.filter(pk=person).exclude(pin="").exists()


def _holding(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gte=on))


def _with_roles(found: Any, on: date) -> Any:
    grants = Prefetch("grants", RoleGrant.objects.filter(_holding(on)).order_by("role"), to_attr="held")
    return found.select_related("station", "team", "partner").prefetch_related(grants)


def _row(person: Any) -> PersonRow:
    return PersonRow(
        id=person.pk,
        login=person.login,
        name=person.name,
        rank=person.rank,
        rank_label=str(Rank(person.rank).label),
        station=person.station_id,
        station_name=person.station.name,
        team=person.team_id,
        team_name=person.team.name if person.team else "",
        partner=person.partner_id,
        partner_name=person.partner.name if person.partner else "",
        phone=person.phone,
        grid=person.grid_id,
        skills=tuple(person.skills),
        may_be_called_out=person.may_be_called_out,
        roles=tuple(grant.role for grant in person.held),
        role_labels=tuple(str(Role(grant.role).label) for grant in person.held),
        is_active=person.is_active,
        has_password=person.has_usable_password(),
    )
