"""Make the demo county and put it into the database, its map and its roads beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from django.db import transaction

from linwang.duty.actions.load_units import UnitToLoad, load_units
from linwang.duty.states import Authority, Profile, UnitKind
from linwang.foundation import clock, journal
from linwang.foundation.capabilities import Role
from linwang.incidents.actions.call_outs.load_past import load_call_out
from linwang.incidents.actions.load_history import load_history
from linwang.incidents.actions.past_parts import PastKeys
from linwang.jobs.demo.areas import RURAL
from linwang.jobs.demo.basemap import make_basemap
from linwang.jobs.demo.calls import DAYS, build_history
from linwang.jobs.demo.events import History, KindChoice
from linwang.jobs.demo.ground_rows import beats, grids, places, stations
from linwang.jobs.demo.homes import homes_of
from linwang.jobs.demo.layout import Town
from linwang.jobs.demo.people import build_staff
from linwang.jobs.demo.routes import road_graph_of
from linwang.jobs.demo.staff import DemoUnit, Staff
from linwang.jobs.demo.town import build_town
from linwang.personnel.actions.load_people import PartnerToLoad, PeopleIds, PersonToLoad, load_people
from linwang.personnel.states import PartnerKind, Rank, TeamKind
from linwang.places.actions.load_ground import LOADED, SUBJECT, GroundIds, load_ground
from linwang.places.queries.roads import ROADS

BASE_MAP = "base.pmtiles"
PASSWORD = "ling-wang-demo"
PIN = "246810"
"""One password and one PIN for everybody in the demo; both are printed, nothing real is behind them."""


@dataclass(frozen=True, slots=True)
class Demo:
    """Everything that was invented, before it is written."""

    seed: int
    town: Town
    staff: Staff
    history: History


def invent(
    seed: int, kinds: Sequence[KindChoice], at: datetime, *, closed: int = 10_000, still_open: int = 300
) -> Demo:
    """The whole county from a seed; each part has a stream of its own, so that a change in one leaves the others."""
    calls = np.random.default_rng([seed, 2])
    town = invent_town(seed)
    staff = invent_staff(seed, town)
    return Demo(seed, town, staff, build_history(calls, town, staff, kinds, at, closed=closed, still_open=still_open))


def invent_town(seed: int) -> Town:
    """The ground alone."""
    return build_town(np.random.default_rng([seed, 0]))


def invent_staff(seed: int, town: Town) -> Staff:
    """The people and units alone."""
    return build_staff(np.random.default_rng([seed, 1]), town)


def seed_of(bureau: int) -> int:
    """The seed that the demo in this database was made from, as its journal says."""
    lines = journal.lines_of(SUBJECT, [str(bureau)], station=bureau)
    return next(int(line.facts["source"]["seed"]) for line in lines if line.what == LOADED)


@transaction.atomic
def load_people_and_ground(demo: Demo, at: datetime) -> PastKeys:
    """Write stations, ground, people and units; the ids by key are what the history is loaded with."""
    ground = load_ground(
        stations=stations(demo.town),
        beats=beats(demo.town),
        grids=grids(demo.town),
        places=places(demo.town),
        at=at,
        source={"seed": demo.seed},
    )
    people = _load_people(demo, ground, at)
    units = load_units(units=_units(demo.staff, ground, people, at), on_duty_since=at - timedelta(hours=3), at=at)
    return PastKeys(
        stations=ground.stations,
        beats=ground.beats,
        grids=ground.grids,
        places=ground.places,
        units=units,
        people=people.people,
        agencies={(one.station, one.function): people.partners[one.key] for one in demo.staff.partners if one.function},
    )


def load_calls(demo: Demo, keys: PastKeys, at: datetime) -> dict[str, int]:
    """Write the past and the open incidents; the catalogue must be there."""
    return dict(load_history(incidents=[*demo.history.past, *demo.history.open], keys=keys, at=at))


def write_map(town: Town, folder: Path) -> int:
    """The base map and the roads for travel times, as files; returns the map's bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    road_graph_of(town.roads).save(folder / ROADS)
    return make_basemap(town, folder / BASE_MAP)


def tracker_of(unit: DemoUnit) -> str:
    """The identifier of the unit's positioning device."""
    return f"demo-{unit.key}"


def load_past_call_out(demo: Demo, keys: PastKeys, at: datetime) -> None:
    """The flood of some weeks ago, for which the neighbours of the rural station were called out."""
    chance = np.random.default_rng([demo.seed, 7])
    load_call_out(station=keys.stations[RURAL], meeting_place="村小学操场", chance=chance, at=at)


def _load_people(demo: Demo, ground: GroundIds, at: datetime) -> PeopleIds:
    staff, homes = demo.staff, homes_of(demo.town, demo.staff)
    return load_people(
        partners=[
            PartnerToLoad(
                one.key, ground.stations[one.station], PartnerKind(one.kind), one.function, one.name, one.phone
            )
            for one in staff.partners
        ],
        people=[
            PersonToLoad(
                login=one.login,
                name=one.name,
                station=ground.stations[one.station],
                rank=Rank(one.rank),
                role=Role(one.role),
                team=TeamKind(one.team) if one.team else None,
                partner=one.partner,
                skills=one.skills,
                phone=one.phone,
                grid=ground.grids.get(homes.get(one.login, "")),
            )
            for one in staff.workers
        ],
        password=PASSWORD,
        pin=PIN,
        since=clock.day_of(at) - timedelta(days=DAYS),
        at=at,
    )


def _units(staff: Staff, ground: GroundIds, people: PeopleIds, at: datetime) -> list[UnitToLoad]:
    """Positions some seconds old, as devices send them."""
    return [
        UnitToLoad(
            key=one.key,
            station=ground.stations[one.station],
            call_sign=one.call_sign,
            kind=UnitKind(one.kind),
            authority=Authority(one.authority),
            profile=Profile(one.profile),
            skills=one.skills,
            beat=ground.beats[one.beat],
            partner=people.partners.get(one.partner),
            crew=tuple(people.people[login] for login in one.crew),
            point=one.at,
            seen_at=at - timedelta(seconds=5 + number % 50),
            tracker=tracker_of(one),
        )
        for number, one in enumerate(staff.units)
    ]
