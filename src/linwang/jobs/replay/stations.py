"""Where a file is played: a bureau of its own with stations, beats, people and units, apart from everything else."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linwang.duty.actions.load_units import UnitToLoad, load_units
from linwang.duty.queries.fleet import units_by_call_sign
from linwang.duty.states import Authority, Profile, UnitKind
from linwang.foundation.capabilities import Role
from linwang.foundation.refusals import BadInput
from linwang.incidents.actions.edit_catalogue import load_catalogue
from linwang.incidents.queries.replayed import kind_codes
from linwang.jobs.replay.fleet import Post, posts_of_named, posts_over, wanted_units
from linwang.jobs.replay.scan import Scan
from linwang.personnel.actions.load_people import PersonToLoad, load_people
from linwang.personnel.states import Rank, TeamKind
from linwang.places.actions.load_ground import BeatToLoad, StationToLoad, load_ground
from linwang.places.queries.codes import BureauFound, bureau_by_code, station_by_code
from linwang.places.states import Ground, StationKind

CATALOGUE = Path(settings.ROOT) / "src/linwang/incidents/catalogue.yaml"
MARK = "推演 "
"""How the name of a replay's bureau begins: no other station is ever written to."""

ACROSS, DOWN = 4, 3
BEFORE = timedelta(hours=1)
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class PlayedStation:
    """One station of the replay with the stripe of ground it answers for."""

    code: str
    id: int
    box: Box
    posts: tuple[Post, ...]
    unit_ids: dict[str, int]


@dataclass(frozen=True)
class Played:
    """The bureau's catalogue codes and its stations from west to east."""

    codes: frozenset[str]
    stations: tuple[PlayedStation, ...]


def stations_for(scan: Scan, *, code: str, file_name: str, stations: int, begins: float) -> Played:
    """The stations of an earlier run of the file, or new ones."""
    found = bureau_by_code(code)
    if found is None:
        if station_by_code(code) is not None:
            raise _not_ours(code)
        _make(scan, code, file_name, stations, datetime.fromtimestamp(begins, UTC) - BEFORE)
        found = bureau_by_code(code)
    if found is None or not found.name.startswith(MARK) or not found.stations:
        raise _not_ours(code)
    return _played(scan, found)


def _not_ours(code: str) -> BadInput:
    return BadInput(
        _("代码“%(code)s”已被一个真实单位使用，推演不会写入它。请用 --station 换一个代码。") % {"code": code}
    )


def _played(scan: Scan, found: BureauFound) -> Played:
    plans = _plans(scan, len(found.stations))
    stations = tuple(
        PlayedStation(code, id, box, tuple(posts), units_by_call_sign(id))
        for (code, id), (box, posts) in zip(found.stations.items(), plans, strict=True)
    )
    return Played(kind_codes(found.id), stations)


def _plans(scan: Scan, stations: int) -> list[tuple[Box, list[Post]]]:
    """The ground and the posts of each station, worked out from the file: the same in every run."""
    west, south, east, north = scan.box()
    cuts = [west, *scan.edges(stations), east]
    boxes = [(cuts[number], south, cuts[number + 1], north) for number in range(stations)]
    if scan.units:
        named = posts_of_named(scan.units)
        return [(box, [post for post in named if _holds(boxes, number, post)]) for number, box in enumerate(boxes)]
    each = wanted_units(len(scan.lons) // stations, seconds=scan.seconds)
    return [(box, posts_over(box, count=each)) for box in boxes]


def _holds(boxes: Sequence[Box], number: int, post: Post) -> bool:
    first, last = number == 0, number == len(boxes) - 1
    return (first or post.lon >= boxes[number][0]) and (last or post.lon < boxes[number][2])


@transaction.atomic
def _make(scan: Scan, code: str, file_name: str, stations: int, since: datetime) -> None:
    plans = _plans(scan, stations)
    codes = [f"{code}{number + 1}" for number in range(stations)]
    boxes = [box for box, _posts in plans]
    bureau = StationToLoad(
        code, code, f"{MARK}{file_name}", f"Replay of {file_name}", StationKind.BUREAU, "", "", (), _middle(scan.box())
    )
    parts = [
        StationToLoad(
            one,
            one,
            f"{MARK}{file_name} {number}",
            f"Replay of {file_name} {number}",
            StationKind.STATION,
            code,
            "",
            _ring(box),
            _middle(box),
        )
        for number, (one, box) in enumerate(zip(codes, boxes, strict=True), 1)
    ]
    beats = [beat for one, box in zip(codes, boxes, strict=True) for beat in _beats(one, box)]
    ids = load_ground(stations=[bureau, *parts], beats=beats, grids=[], places=[], at=since)
    load_catalogue(station=ids.stations[code], text=CATALOGUE.read_text(encoding="utf-8"), at=since)
    for one, (_box, posts) in zip(codes, plans, strict=True):
        _man(one, ids.stations[one], posts, since)


def _beats(station: str, box: Box) -> list[BeatToLoad]:
    """The ground in twelve beats."""
    west, south, east, north = box
    wide, high = (east - west) / ACROSS, (north - south) / DOWN
    cells = [
        (west + wide * column, south + high * row, west + wide * (column + 1), south + high * (row + 1))
        for row in range(DOWN) for column in range(ACROSS)
    ]  # fmt: skip
    return [
        BeatToLoad(
            f"{station}-{n}", station, f"{station}-{n}", f"{n} 号警格", "", Ground.TOWN, _ring(cell), _middle(cell)
        )
        for n, cell in enumerate(cells, 1)
    ]


def _man(code: str, station: int, posts: Sequence[Post], since: datetime) -> None:
    """Each unit with one officer on duty; nobody can sign in as them."""
    logins = {post.call_sign: f"replay-{code}-{number}".lower() for number, post in enumerate(posts, 1)}
    people = [
        PersonToLoad(
            logins[post.call_sign],
            f"推演 {post.call_sign}",
            station,
            Rank.OFFICER,
            Role.AUXILIARY,
            TeamKind.COMMUNITY,
            "",
            (),
            "",
        )
        for post in posts
    ]
    made = load_people(
        partners=[],
        people=people,
        password=secrets.token_hex(16),
        pin=secrets.token_hex(16),
        since=since.date(),
        at=since,
    )
    units = [
        UnitToLoad(
            post.call_sign, station, post.call_sign, UnitKind.POLICE_CAR, Authority.POLICE, Profile.CAR, (), None, None,
            (made.people[logins[post.call_sign]],), (post.lon, post.lat), since,
        )
        for post in posts
    ]  # fmt: skip
    load_units(units=units, on_duty_since=since, at=since)


def _ring(box: Box) -> list[tuple[float, float]]:
    west, south, east, north = box
    return [(west, south), (east, south), (east, north), (west, north)]


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
