"""Invent who works in the demo county. Telephone numbers start with 128, which no operator has been given."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.random import Generator

from linwang.jobs.demo.areas import RURAL, TOWN
from linwang.jobs.demo.layout import Town
from linwang.jobs.demo.partners import build_partners
from linwang.jobs.demo.staff import BUREAU, PartnerFirm, Staff, Worker
from linwang.jobs.demo.units import build_units
from linwang.jobs.demo.words import word_list

# role: (rank, team, (people at the bureau, at the town station, at the rural station))
_POSTS: dict[str, tuple[str, str, tuple[int, int, int]]] = {
    "administrator": ("staff", "", (1, 0, 0)),
    "analyst": ("officer", "", (2, 0, 0)),
    "chief": ("officer", "", (1, 1, 1)),
    "duty_officer": ("officer", "command_room", (2, 3, 2)),
    "call_taker": ("auxiliary", "command_room", (3, 6, 4)),
    "dispatcher": ("auxiliary", "command_room", (2, 4, 3)),
    "community_officer": ("officer", "community", (0, 8, 6)),
    "case_officer": ("officer", "case", (0, 10, 6)),
    "auxiliary": ("auxiliary", "community", (0, 34, 22)),
    "warden": ("warden", "", (0, 24, 210)),
    "volunteer": ("volunteer", "", (0, 36, 24)),
    "guard": ("guard", "", (0, 42, 20)),
    "grid_worker": ("staff", "", (0, 34, 58)),
    "mediator": ("volunteer", "", (0, 7, 5)),
}
_SKILLS = {
    "community_officer": ("mediation", "village"),
    "case_officer": ("evidence", "interview"),
    "auxiliary": ("first_aid", "traffic", "video", "drone"),
    "volunteer": ("first_aid", "boat", "driving", "dialect"),
    "warden": ("dialect", "village"),
    "guard": ("fire_safety", "first_aid"),
    "mediator": ("law", "psychology", "mediation"),
}
_FIRST_IN_SECOND = 0.55  # share of given names with two characters


def build_staff(rng: Generator, town: Town) -> Staff:
    """All people of the bureau and its stations, their partners, and the units on duty."""
    names = person_names(rng)
    partners = build_partners(rng, town)
    workers = [
        *_officers(rng, town, names, partners),
        *_contacts(rng, names, partners),
    ]
    return Staff(partners=partners, workers=workers, units=build_units(rng, town, workers, partners))


def person_names(rng: Generator) -> Iterator[str]:
    """An endless line of invented names; the common surnames come more often."""
    words = word_list("names")
    surnames = words["surnames"]
    weights = np.linspace(2.0, 0.4, len(surnames))
    while True:
        chosen = rng.choice(surnames, size=256, p=weights / weights.sum())
        is_woman, is_short = rng.random(256) < 0.45, rng.random(256) < 1 - _FIRST_IN_SECOND
        for surname, woman, short in zip(chosen, is_woman, is_short, strict=True):
            sex = "women" if woman else "men"
            first = "" if short else str(rng.choice(words[f"given_first_{sex}"]))
            yield f"{surname}{first}{rng.choice(words[f'given_second_{sex}'])}"


def phone_number(rng: Generator) -> str:
    """Eleven digits that nobody can be reached at."""
    return f"128{rng.integers(10**8):08d}"


def _officers(rng: Generator, town: Town, names: Iterator[str], partners: Sequence[PartnerFirm]) -> Iterator[Worker]:
    """Everybody in a post, with a login that says where and what: `town-duty-1`."""
    for station, column in ((BUREAU, 0), (TOWN, 1), (RURAL, 2)):
        beats = [beat.key for beat in town.beats if beat.station == station]
        firms = [firm for firm in partners if (firm.station, firm.kind) == (station, "property")]
        committees = [firm for firm in partners if (firm.station, firm.kind) == (station, "committee")]
        for role, (rank, team, counts) in _POSTS.items():
            for n in range(counts[column]):
                yield Worker(
                    login=f"{station}-{role.replace('_', '-')}-{n + 1}",
                    name=next(names),
                    station=station,
                    role=role,
                    rank=rank,
                    team=team,
                    partner=_employer(role, n, firms, committees),
                    beat=beats[n % len(beats)] if beats else "",
                    skills=_some_skills(rng, role),
                    phone=phone_number(rng),
                )


def _employer(role: str, n: int, firms: Sequence[PartnerFirm], committees: Sequence[PartnerFirm]) -> str:
    """Guards belong to a property firm, wardens to a village committee."""
    of_role = {"guard": firms, "warden": committees}.get(role, ())
    return of_role[n % len(of_role)].key if of_role else ""


def _some_skills(rng: Generator, role: str) -> tuple[str, ...]:
    skills = _SKILLS.get(role, ())
    return tuple(skill for skill in skills if rng.random() < 0.5)


def _contacts(rng: Generator, names: Iterator[str], partners: Sequence[PartnerFirm]) -> Iterator[Worker]:
    """One contact for each agency."""
    for firm in partners:
        if firm.kind == "agency":
            yield Worker(
                login=firm.key,
                name=next(names),
                station=firm.station,
                role="agency",
                rank="staff",
                team="",
                partner=firm.key,
                beat="",
                skills=(),
                phone=firm.phone,
            )
