"""People of the stations one manages: list, add, change, close the account."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability, Role
from linwang.foundation.refusals import BadInput
from linwang.personnel import queries
from linwang.personnel.actions import people as actions
from linwang.personnel.states import Rank, Skill
from linwang.places.queries import station_choices
from linwang.places.queries.neighbours import grid_choices
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.keys_of_forms import key_of
from linwang.web.whole_numbers import whole_number


@needs(Capability.MANAGE_PEOPLE)
def people(request: Request) -> HttpResponse:
    """Everybody, by name, role and team."""
    team = request.GET.get("team", "")
    chosen: dict[str, Any] = {
        "words": request.GET.get("q", "").strip(),
        "role": request.GET.get("role", ""),
        "team": whole_number(team),
        "with_left": request.GET.get("left") == "1",
    }
    rows = queries.people(seen_by=request.actor, on=clock.day_of(clock.now()), **chosen)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    teams = queries.teams(seen_by=request.actor)
    return render(
        request,
        "personnel/people.html",
        {"page": page, "chosen": chosen, "roles": Role.choices, "teams": teams, "address": _address(request)},
    )


@needs(Capability.MANAGE_PEOPLE)
def add(request: Request) -> HttpResponse:
    """A new person."""
    if request.method != "POST":
        return _form(request, _empty(request), login="")
    details = _details(request)
    login = request.POST.get("login", "")
    try:
        person = actions.add_person(
            login=login, details=details, key=key_of(request), by=request.actor, at=clock.now()
        )  # fmt: skip
    except BadInput as refusal:
        return _form(request, details, login=login, refusal=refusal)
    return redirect("personnel:person", person=person)


@needs(Capability.MANAGE_PEOPLE)
def person(request: Request, person: int) -> HttpResponse:
    """One person's details and history; POST changes them."""
    actor = request.actor
    row = queries.person_row(person, seen_by=actor, on=clock.day_of(clock.now()))
    if request.method != "POST":
        return _form(request, _as_details(row), login=row.login, row=row)
    details = _details(request)
    try:
        actions.change_person(
            person=person, details=details, is_active=request.POST.get("is_active") == "1",
            key=key_of(request), by=actor, at=clock.now(),
        )  # fmt: skip
    except BadInput as refusal:
        return _form(request, details, login=row.login, row=row, refusal=refusal)
    return redirect("personnel:person", person=person)


@require_POST
@needs(Capability.MANAGE_PEOPLE)
def give_password(request: Request, person: int) -> HttpResponse:
    """A one-time password, shown once."""
    actor = request.actor
    password = actions.give_password(person=person, by=actor, at=clock.now())
    row = queries.person_row(person, seen_by=actor, on=clock.day_of(clock.now()))
    response = render(request, "personnel/password.html", {"row": row, "password": password})
    response["Cache-Control"] = "no-store"
    return response


def _form(
    request: Request,
    details: actions.PersonDetails,
    *,
    login: str,
    row: queries.PersonRow | None = None,
    refusal: BadInput | None = None,
) -> HttpResponse:
    actor = request.actor
    page: dict[str, Any] = {
        "details": details, "login": login, "row": row,
        "problem": str(refusal) if refusal else "", "fields": refusal.fields if refusal else {},
        "roles": Role.choices, "ranks": Rank.choices, "teams": queries.teams(seen_by=actor),
        "partners": queries.partners(seen_by=actor), "stations": station_choices(seen_by=actor),
        "grids": grid_choices(station=details.station) if details.station in actor.sees else (),
        "skills": _skills(details),
        "history": queries.history_of(row.id, seen_by=actor) if row else [],
        "is_active": (request.POST.get("is_active") == "1") if refusal else (row.is_active if row else True),
    }  # fmt: skip
    return render(request, "personnel/person.html", page, status=422 if refusal else 200)


def _details(request: Request) -> actions.PersonDetails:
    said = request.POST
    return actions.PersonDetails(
        name=said.get("name", "").strip(),
        rank=said.get("rank", Rank.STAFF) if said.get("rank") in Rank.values else Rank.STAFF,
        station=whole_number(said.get("station")) or request.actor.station,
        roles=frozenset(said.getlist("roles")),
        team=whole_number(said.get("team")),
        partner=whole_number(said.get("partner")),
        phone=said.get("phone", "").strip(),
        grid=whole_number(said.get("grid")),
        skills=tuple(dict.fromkeys(skill for said_one in said.getlist("skills") if (skill := said_one.strip()[:40]))),
        may_be_called_out=said.get("may_be_called_out") == "1",
    )


def _skills(details: actions.PersonDetails) -> list[tuple[str, str]]:
    """Those everybody knows, and the station's own words that the person has."""
    own = [(skill, skill) for skill in details.skills if skill not in Skill.values]
    return [*((skill.value, str(skill.label)) for skill in Skill), *own]


def _empty(request: Request) -> actions.PersonDetails:
    return actions.PersonDetails(
        name="", rank=Rank.OFFICER, station=request.actor.station, roles=frozenset()
    )  # fmt: skip


def _as_details(row: queries.PersonRow) -> actions.PersonDetails:
    return actions.PersonDetails(
        name=row.name, rank=row.rank, station=row.station, roles=frozenset(row.roles),
        team=row.team, partner=row.partner, phone=row.phone, grid=row.grid, skills=row.skills,
        may_be_called_out=row.may_be_called_out,
    )  # fmt: skip


def _address(request: Request) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()
