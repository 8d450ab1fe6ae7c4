"""Loading a whole bureau's teams, partners and people at once, for a demo or a first import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from linwang.foundation import journal
from linwang.foundation.actor import program
from linwang.foundation.capabilities import Role
from linwang.personnel.models import Partner, Person, RoleGrant, Team
from linwang.personnel.states import PartnerKind, Rank, TeamKind


@dataclass(frozen=True, slots=True)
class PartnerToLoad:
    """A partner of a station (by id); `function` is the catalogue's code of what an agency does."""

    key: str
    station: int
    kind: PartnerKind
    function: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class PersonToLoad:
    """Somebody with one role; `team` is a kind of team of their station, `partner` a key."""

    login: str
    name: str
    station: int
    rank: Rank
    role: Role
    team: TeamKind | None
    partner: str
    skills: tuple[str, ...]
    phone: str
    grid: int | None = None


@dataclass(frozen=True)
class PeopleIds:
    """Partners by key and people by login."""

    partners: Mapping[str, int]
    people: Mapping[str, int]


@transaction.atomic
def load_people(
    *,
    partners: Sequence[PartnerToLoad],
    people: Sequence[PersonToLoad],
    password: str,
    pin: str,
    since: date,
    at: datetime,
) -> PeopleIds:
    """Write everything with one journal line; the shared password and PIN are hashed once."""
    made_partners = Partner.objects.bulk_create(
        Partner(station_id=one.station, kind=one.kind, function=one.function, name=one.name, phone=one.phone)
        for one in partners
    )
    partner_ids = {one.key: partner.pk for one, partner in zip(partners, made_partners, strict=True)}
    people_ids = _load_persons(people, partner_ids, make_password(password), make_password(pin))
    RoleGrant.objects.bulk_create(
        RoleGrant(person_id=people_ids[one.login], role=one.role, from_on=since) for one in people
    )
    journal.write(
        station=people[0].station, subject="people", reference=str(people[0].station), what="loaded",
        by=program(people[0].station), at=at, partners=len(partners), people=len(people),
    )  # fmt: skip
    return PeopleIds(partner_ids, people_ids)


def _load_persons(
    people: Sequence[PersonToLoad], partners: Mapping[str, int], password: str, pin: str
) -> dict[str, int]:
    teams = _load_teams(people)
    made = Person.objects.bulk_create(
        Person(
            login=one.login, password=password, pin=pin, name=one.name, station_id=one.station, rank=one.rank,
            team_id=teams.get((one.station, one.team)), partner_id=partners.get(one.partner),
            skills=list(one.skills), phone=one.phone, grid_id=one.grid,
        )
        for one in people
    )  # fmt: skip
    return {person.login: person.pk for person in made}


def _load_teams(people: Sequence[PersonToLoad]) -> dict[tuple[int, TeamKind | None], int]:
    """两队一室 at each station, as far as somebody is in them."""
    wanted = sorted({(one.station, one.team) for one in people if one.team})
    made = Team.objects.bulk_create(
        Team(station_id=station, kind=kind, name=str(TeamKind(kind).label)) for station, kind in wanted
    )
    return {key: team.pk for key, team in zip(wanted, made, strict=True)}
