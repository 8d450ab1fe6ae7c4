"""Form the units on duty: police cars, foot and auxiliary patrols, joint teams, guards, wardens, volunteers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from numpy.random import Generator

from linwang.jobs.demo.areas import RURAL, TOWN
from linwang.jobs.demo.layout import BeatArea, Point, Town
from linwang.jobs.demo.staff import DemoUnit, PartnerFirm, Worker
from linwang.jobs.demo.words import word_list


@dataclass(frozen=True, slots=True)
class UnitPattern:
    """How units of a kind are made up: how many at each station, and which roles sit in one (1+2+1: joint)."""

    kind: str
    authority: str
    profile: str
    sign: str
    crew: tuple[str, ...]
    count: dict[str, int]
    skills: tuple[str, ...] = ()


_CAR_CREW = ("case_officer", "auxiliary")
PATTERNS = (
    UnitPattern("police_car", "police", "car", "车巡", _CAR_CREW, {TOWN: 9, RURAL: 5}, ("evidence", "interview")),
    UnitPattern("officer_foot", "police", "foot", "社区", ("community_officer",), {TOWN: 7, RURAL: 5}, ("mediation",)),
    UnitPattern("auxiliary", "auxiliary", "ebike", "辅巡", ("auxiliary",) * 2, {TOWN: 9, RURAL: 6}, ("traffic",)),
    UnitPattern(
        "joint",
        "auxiliary",
        "ebike",
        "联防",
        ("auxiliary", "volunteer", "volunteer"),
        {TOWN: 6, RURAL: 4},
        ("first_aid",),
    ),
    UnitPattern("guard", "guard", "foot", "保安", ("guard",) * 2, {TOWN: 18, RURAL: 8}, ("fire_safety",)),
    UnitPattern("warden", "volunteer", "foot", "守望", ("warden",) * 2, {TOWN: 12, RURAL: 44}, ("dialect",)),
    UnitPattern("volunteer", "volunteer", "ebike", "义警", ("volunteer",) * 2, {TOWN: 8, RURAL: 6}),
)


def build_units(
    rng: Generator, town: Town, workers: Sequence[Worker], partners: Sequence[PartnerFirm]
) -> list[DemoUnit]:
    """All units of both stations, each person in one unit at most, spread over the beats."""
    employers = {partner.key for partner in partners}
    return [unit for station in (TOWN, RURAL) for unit in _units_of(rng, town, station, workers, employers)]


def _units_of(
    rng: Generator, town: Town, station: str, workers: Sequence[Worker], employers: set[str]
) -> Iterator[DemoUnit]:
    waiting = {
        role: iter([one for one in workers if (one.station, one.role) == (station, role)])
        for role in {role for pattern in PATTERNS for role in pattern.crew}
    }
    short_name = town.station(station).short_name
    for pattern in PATTERNS:
        beats = _beats_for(town, station, pattern.kind)
        for n in range(pattern.count[station]):
            crew = [next(waiting[role]) for role in pattern.crew]
            beat = beats[n % len(beats)]
            yield DemoUnit(
                key=f"{station}-{pattern.kind}-{n + 1}",
                station=station,
                call_sign=f"{short_name}{pattern.sign}{n + 1:02}",
                kind=pattern.kind,
                authority=pattern.authority,
                profile=pattern.profile,
                skills=pattern.skills,
                beat=beat.key,
                partner=crew[0].partner if crew[0].partner in employers else "",
                crew=tuple(one.login for one in crew),
                at=_spot_in(rng, town, beat),
            )


def _beats_for(town: Town, station: str, kind: str) -> list[BeatArea]:
    """All beats of the station; the town's wardens stand in the estate of twelve grids."""
    beats = [beat for beat in town.beats if beat.station == station]
    if (station, kind) != (TOWN, "warden"):
        return beats
    estate = next(area for area in town.neighbourhoods if area.name == word_list("names")["big_estate"])
    return [beat for beat in beats if beat.key == estate.beat]


def _spot_in(rng: Generator, town: Town, beat: BeatArea) -> Point:
    """Somewhere people go, in the unit's own beat."""
    spots = [place.at for place in town.places if place.beat == beat.key]
    return spots[rng.integers(len(spots))]
