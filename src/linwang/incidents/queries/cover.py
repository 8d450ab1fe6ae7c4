"""What a beat is left with when a unit goes: the price of each offer, and who could move up.

The zones of the chapter on cover are the grids one sees, and beats that have none. Their demand is what happened there
in ninety days; both are read once an hour and kept. A unit covers a zone when it is in its middle within the time
that the catalogue gives urgent calls on such ground. A beat is left alone where most of its demand is.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np
from django.db.models import Count

from linwang.duty.queries.units import UnitNow
from linwang.duty.states import Authority
from linwang.foundation.actor import Actor
from linwang.foundation.kept import Kept
from linwang.incidents.models import Incident
from linwang.places.models import Beat, Grid
from linwang.places.queries.roads import to_posts
from linwang.places.states import Ground
from linwang.science.dispatching.cover import Cover, busy_share_of, shares_of
from linwang.science.dispatching.move_up import best_move_up
from linwang.science.geo.points import LonLat, Points
from linwang.science.routing.to_posts import ToPosts
from linwang.science.routing.travel_times import Profile

SEEN = timedelta(days=90)
COVER_SECONDS: Mapping[Ground, float] = {Ground.TOWN: 300.0, Ground.OUTSKIRTS: 600.0, Ground.COUNTRY: 1200.0}
COVERS = frozenset({Authority.POLICE, Authority.AUXILIARY})
MOST_OF_A_BEAT = 0.5
ENOUGH_ZONES = 20
"""With fewer zones the picture is too coarse to keep anybody waiting for: cover counts for so much less."""
NAMED = 2
"""Beats left alone that the sentence names; the others are counted."""


@dataclass(frozen=True)
class Price:
    """What sending one unit costs the others: the share of the demand lost, the beats left alone, the move-up."""

    loss: float = 0.0
    beats: tuple[str, ...] = ()
    more_beats: int = 0
    mover: str = ""
    move_to: str = ""
    move_seconds: float | None = None


@dataclass(frozen=True, eq=False)
class GroundNow:
    """The zones one sees with their share of the demand, and the beats that they lie in (`beat` counts from 0)."""

    middles: Points
    limits: np.ndarray
    demand: np.ndarray
    beat: np.ndarray
    names: tuple[str, ...]
    posts: Points


@dataclass(frozen=True, eq=False)
class CoverNow:
    """The free units that give cover, each with the seconds it needs to every zone's middle."""

    ground: GroundNow
    zones: ToPosts
    units: tuple[UnitNow, ...]
    seconds: np.ndarray
    busy_share: float

    @cached_property
    def cover(self) -> Cover:
        """Who reaches what in time."""
        return Cover(self.ground.demand, (self.seconds <= self.ground.limits[:, None]).T, self.busy_share)

    @cached_property
    def rows(self) -> Mapping[int, int]:
        """Where in the cover each unit stands."""
        return {unit.id: row for row, unit in enumerate(self.units)}

    @cached_property
    def losses(self) -> np.ndarray:
        """The share of the demand lost without each unit."""
        return self.cover.losses()

    def loss_of(self, unit: int) -> float:
        """The share of the demand that nobody meets in time while the unit is away; less where zones are few."""
        is_fine = min(1.0, max(0, len(self.ground.demand) - 1) / ENOUGH_ZONES)
        return is_fine * float(self.losses[self.rows[unit]]) if unit in self.rows else 0.0

    def is_last_of(self, unit: int) -> bool:
        """Whether some beat is left alone without the unit."""
        return unit in self.rows and bool(len(self._beats_left_by(self.rows[unit])))

    def price_of(self, unit: int) -> Price:
        """What sending the unit costs, and who could move up; nothing where it gives no cover."""
        if unit not in self.rows:
            return Price()
        row = self.rows[unit]
        alone = self._beats_left_by(row)
        beats = tuple(self.ground.names[beat] for beat in alone[:NAMED])
        price = Price(loss=float(self.losses[row]), beats=beats, more_beats=max(0, len(alone) - NAMED))
        return self._with_move_up(price, row, alone) if len(alone) else price

    def _beats_left_by(self, row: int) -> np.ndarray:
        """Beats most of whose demand nobody else reaches in time, those that lose most first."""
        demand, beat, many = self.ground.demand, self.ground.beat, len(self.ground.names)
        alone = self.cover.left_alone_by(row)
        lost = np.bincount(beat[alone], weights=demand[alone], minlength=many)
        left = np.flatnonzero((lost > 0) & (lost >= MOST_OF_A_BEAT * np.bincount(beat, weights=demand, minlength=many)))
        return left[np.argsort(-lost[left], kind="stable")]

    def _with_move_up(self, price: Price, row: int, alone: np.ndarray) -> Price:
        may_move = np.arange(len(self.units)) != row
        is_post = np.isin(np.arange(len(self.ground.names)), alone)
        move = best_move_up(self.cover.without(row), self._post_reaches, may_move=may_move, posts=is_post)
        if move is None:
            return price
        unit = self.units[move.unit]
        return replace(
            price, mover=unit.call_sign, move_to=self.ground.names[move.post], move_seconds=self._way(unit, move.post)
        )  # fmt: skip

    def _way(self, unit: UnitNow, post: int) -> float | None:
        """Seconds to a beat's middle; None where there is no way."""
        there = LonLat(float(self.ground.posts.lon[post]), float(self.ground.posts.lat[post]))
        here = LonLat(float(unit.lon or 0.0), float(unit.lat or 0.0))
        seconds = float(self.zones.times.seconds(Points.of([here]), there, Profile(str(unit.profile)))[0])
        return seconds if np.isfinite(seconds) else None

    @cached_property
    def _post_reaches(self) -> np.ndarray:
        """Which zones a car waiting in the middle of each beat reaches in time."""
        return (self.zones.seconds(self.ground.posts, Profile.CAR) <= self.ground.limits[:, None]).T


_ground: Kept[GroundNow] = Kept(most=32)


def cover_now(units: Sequence[UnitNow], *, busy: AbstractSet[int], seen_by: Actor, at: datetime) -> CoverNow:
    """The cover that the free officers and auxiliaries on duty give now."""
    ground = _ground.get(frozenset(seen_by.sees), f"{at:%Y%m%d%H}", lambda: _read(seen_by.sees, at))
    zones = to_posts(ground.middles)
    on_duty = [unit for unit in units if unit.is_on_duty and unit.authority in COVERS]
    free = tuple(unit for unit in on_duty if unit.id not in busy and unit.lon is not None and unit.lat is not None)
    share = busy_share_of(busy=sum(unit.id in busy for unit in on_duty), units=len(on_duty))
    return CoverNow(ground, zones, free, _seconds(zones, free), share)


def _seconds(zones: ToPosts, units: Sequence[UnitNow]) -> np.ndarray:
    seconds = np.full((len(zones.posts), len(units)), np.inf)
    here = _points([(unit.lon, unit.lat) for unit in units])
    for profile in {unit.profile for unit in units}:
        these = np.flatnonzero([unit.profile == profile for unit in units])
        seconds[:, these] = zones.seconds(Points(here.lon[these], here.lat[these]), Profile(str(profile)))
    return seconds


def _read(sees: AbstractSet[int], at: datetime) -> GroundNow:
    beats = list(Beat.objects.filter(station__in=sees).order_by("pk").values_list("pk", "name", "ground", "lon", "lat"))
    grids = Grid.objects.filter(station__in=sees, beat__station__in=sees).order_by("pk")
    zones = [(beat, pk, lon, lat) for pk, beat, lon, lat in grids.values_list("pk", "beat", "lon", "lat")]
    divided = {beat for beat, *_rest in zones}
    zones += [(pk, 0, lon, lat) for pk, _name, _ground, lon, lat in beats if pk not in divided]
    number = {pk: place for place, (pk, *_rest) in enumerate(beats)}
    counts = _counts(sees, at)
    by_beat = Counter(dict.fromkeys(number, 0))
    for (beat, _grid), count in counts.items():
        by_beat[beat or 0] += count
    happened = [counts.get((beat, grid), 0) if grid else by_beat[beat] for beat, grid, _lon, _lat in zones]
    return GroundNow(
        middles=_points([(lon, lat) for _beat, _grid, lon, lat in zones]),
        limits=np.array([COVER_SECONDS[Ground(beats[number[beat]][2])] for beat, *_rest in zones], dtype=float),
        demand=shares_of(np.array(happened, dtype=float)),
        beat=np.array([number[beat] for beat, *_rest in zones], dtype=np.int64),
        names=tuple(name for _pk, name, *_rest in beats),
        posts=_points([(lon, lat) for *_rest, lon, lat in beats]),
    )


def _counts(sees: AbstractSet[int], at: datetime) -> dict[tuple[int | None, int | None], int]:
    """How many incidents each beat and grid had."""
    recent = Incident.objects.filter(received_at__gt=at - SEEN, received_at__lte=at, station__in=sees)
    rows = recent.order_by().values_list("beat", "grid").annotate(Count("pk"))
    return {(beat, grid): count for beat, grid, count in rows}


def _points(pairs: Sequence[tuple[float | None, float | None]]) -> Points:
    table = np.array(pairs, dtype=float).reshape(-1, 2)
    return Points(table[:, 0].copy(), table[:, 1].copy())
