"""The grounds on which rules of dispatch are compared: the demo district, and replayed real calls.

A unit waits at its post, drives to the call, works there, drives back, and is free again at its post: the same for
every rule. How long the work takes is drawn once for each call, so that every rule meets the same calls.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import zstandard
from scipy.cluster.vq import kmeans2

from linwang.incidents.queries.cover import COVER_SECONDS
from linwang.jobs.demo import load
from linwang.jobs.demo.routes import road_graph_of
from linwang.jobs.demo.topics import read_kinds
from linwang.jobs.management.commands.demo import CATALOGUE, SEED
from linwang.science.geo.distance import great_circle_metres
from linwang.science.geo.points import Points
from linwang.science.routing.by_road import ByRoad
from linwang.science.routing.no_roads import USUAL_METRES_PER_SECOND, NoRoads
from linwang.science.routing.to_posts import ToPosts
from linwang.science.routing.travel_times import Profile, TravelTimes

DAY = 86_400.0
WORK_MINUTES, WORK_SPREAD = 35.0, 0.5
HOURS = np.array([3, 2, 1.5, 1.2, 1.2, 1.6, 3, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6.5, 7, 8, 9, 9, 8, 6, 4])
"""Calls by hour of the day in the demo district: most in the evening."""


@dataclass(frozen=True)
class Zones:
    """Ground by zones: middles, share of the demand, and the seconds within which a unit counts as there in time."""

    middles: Points
    demand: np.ndarray
    limits: np.ndarray


@dataclass(frozen=True)
class World:
    """Units and calls. Arrays by [way of moving, post, call or zone or post]; times in seconds."""

    name: str
    home: np.ndarray
    way: np.ndarray
    to_call: np.ndarray
    crow_to_call: np.ndarray
    to_post: np.ndarray
    known: Zones
    known_reach: np.ndarray
    true: Zones
    true_reach: np.ndarray
    rang: np.ndarray
    work: np.ndarray
    limit: np.ndarray

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self.home)


@dataclass(frozen=True)
class Ground:
    """What stays while calls change: posts, units, roads, and the zones as the past shows them."""

    name: str
    times: TravelTimes
    posts: Points
    home: np.ndarray
    ways: tuple[Profile, ...]
    way: np.ndarray
    known: Zones
    true: Zones


def world_of(ground: Ground, at: np.ndarray, points: Points, limits: np.ndarray, rng: np.random.Generator) -> World:
    """Put calls on the ground; the way to each is by road where roads are known."""
    sigma = np.sqrt(np.log(1 + WORK_SPREAD**2))
    work = rng.lognormal(np.log(WORK_MINUTES * 60) - sigma**2 / 2, sigma, len(at))
    return World(
        name=ground.name, home=ground.home, way=ground.way,
        to_call=_seconds(ground, points), crow_to_call=_crow(ground, points), to_post=_seconds(ground, ground.posts),
        known=ground.known, known_reach=_seconds(ground, ground.known.middles) <= ground.known.limits,
        true=ground.true, true_reach=_seconds(ground, ground.true.middles) <= ground.true.limits,
        rang=at, work=work, limit=limits,
    )  # fmt: skip


def _seconds(ground: Ground, to_points: Points) -> np.ndarray:
    """From every post to every point, [way, post, point]."""
    fixed = ToPosts(ground.times, to_points)
    return np.stack([fixed.seconds(ground.posts, way).T for way in ground.ways])


def _crow(ground: Ground, to_points: Points) -> np.ndarray:
    metres = great_circle_metres(
        ground.posts.lon[:, None], ground.posts.lat[:, None], to_points.lon[None], to_points.lat[None]
    )  # fmt: skip
    return np.stack([metres / USUAL_METRES_PER_SECOND[way] for way in ground.ways])


class DemoDistrict:
    """The invented county: its roads, police cars and auxiliary patrols, and the places of its past incidents."""

    name = "demo"
    utilisation = 0.4

    def __init__(self) -> None:
        at = datetime.fromisoformat("2026-08-15T20:00:00+08:00")
        demo = load.invent(SEED, read_kinds(CATALOGUE), at, closed=4000, still_open=0)
        units = [unit for unit in demo.staff.units if unit.kind in ("police_car", "auxiliary")]
        self._limits = {name.value: seconds for name, seconds in COVER_SECONDS.items()}
        self._past = demo.history.past
        posts = _points([unit.at for unit in units])
        ways = (Profile.CAR, Profile.EBIKE)
        grids, remoteness = demo.town.grids, {beat.key: beat.remoteness for beat in demo.town.beats}
        half = len(self._past) // 2
        self.ground = Ground(
            self.name, ByRoad(road_graph_of(demo.town.roads)), posts, np.arange(len(units)), ways,
            np.array([ways.index(Profile(unit.profile)) for unit in units]),
            known=self._zones(grids, remoteness, [one.grid for one in self._past[:half]]),
            true=self._zones(grids, remoteness, [one.grid for one in self._past]),
        )  # fmt: skip

    def days(self, seed: int, *, days: int) -> World:
        """So many days of calls from a seed: places of the past, hours of the day, as many as keep half busy."""
        rng = np.random.default_rng(seed)
        rate = self.utilisation * len(self.ground.home) / ((WORK_MINUTES + 10) * 60)
        count = rng.poisson(rate * days * DAY)
        hours = rng.choice(24, size=count, p=HOURS / HOURS.sum()) + rng.random(count)
        at = np.sort(rng.integers(0, days, count) * DAY + hours * 3600)
        chosen = [self._past[number] for number in rng.integers(0, len(self._past), count)]
        limits = np.array([self._limits[one.ground] for one in chosen])
        return world_of(self.ground, at, _points([one.point for one in chosen]), limits, rng)

    def _zones(self, grids: Sequence[Any], remoteness: dict[str, str], happened: list[str]) -> Zones:
        counts = dict(zip(*np.unique(happened, return_counts=True), strict=True))
        demand = np.array([counts.get(grid.key, 0) + 1.0 for grid in grids])
        limits = np.array([self._limits[remoteness[grid.beat]] for grid in grids])
        return Zones(_points([_middle(grid.ring) for grid in grids]), demand / demand.sum(), limits)


class RealCalls:
    """Montgomery County's calls: their times and places alone. No roads are known: the straight line made longer."""

    name = "montgomery"
    fleet = 75
    limit_seconds = 600.0
    _cell = 0.03
    _file = "calls_for_service/montgomery_county_pa_911_2015-12_2016-08.csv.zst"

    def __init__(self, folder: Path, *, learn: tuple[str, str]) -> None:
        self._at, self._lon, self._lat = _read_calls(folder / self._file)
        past = self._between(*learn)
        places = np.column_stack([self._lon[past], self._lat[past]])
        posts, _ = kmeans2(places, self.fleet, seed=1, minit="++")
        zones = self._zones(past)
        self.ground = Ground(
            self.name, NoRoads(), _points(posts), np.arange(self.fleet), (Profile.CAR,), np.zeros(self.fleet, int),
            zones, zones,
        )  # fmt: skip

    def days(self, start: str, end: str) -> World:
        """The real calls of these days."""
        chosen = self._between(start, end)
        points = Points(self._lon[chosen], self._lat[chosen])
        ground = Ground(**{**vars(self.ground), "true": self._zones(chosen)})
        at = self._at[chosen] - self._at[chosen][0]
        limits = np.full(len(chosen), self.limit_seconds)
        return world_of(ground, at, points, limits, np.random.default_rng(len(chosen)))

    def _moment(self, day: str) -> float:
        return datetime.fromisoformat(f"{day}T00:00:00").timestamp()

    def _between(self, start: str, end: str) -> np.ndarray:
        return np.flatnonzero((self._at >= self._moment(start)) & (self._at < self._moment(end)))

    def _zones(self, chosen: np.ndarray) -> Zones:
        """Square cells of about three kilometres that had a call."""
        cells = np.column_stack([self._lon[chosen], self._lat[chosen]]) // self._cell
        kinds, counts = np.unique(cells, axis=0, return_counts=True)
        middles = (kinds + 0.5) * self._cell
        return Zones(_points(middles), counts / counts.sum(), np.full(len(kinds), self.limit_seconds))


def _read_calls(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Moments, longitudes and latitudes, in order; rows far outside the county are left out."""
    with path.open("rb") as packed:
        text = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), encoding="utf-8")
        rows = [
            (datetime.fromisoformat(row["timeStamp"]).timestamp(), float(row["lng"]), float(row["lat"]))
            for row in csv.DictReader(text)
        ]
    table = np.array(rows)
    near = (abs(table[:, 1] + 75.35) < 0.45) & (abs(table[:, 2] - 40.2) < 0.3)
    table = table[near]
    table = table[np.argsort(table[:, 0], kind="stable")]
    return table[:, 0], table[:, 1].copy(), table[:, 2].copy()


def _points(pairs: list | np.ndarray) -> Points:
    table = np.asarray(pairs, dtype=float).reshape(-1, 2)
    return Points(table[:, 0].copy(), table[:, 1].copy())


def _middle(ring: tuple) -> tuple[float, float]:
    lon, lat = np.mean(np.asarray(ring), axis=0)
    return float(lon), float(lat)
