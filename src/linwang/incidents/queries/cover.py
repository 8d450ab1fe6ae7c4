"""What a beat is left with when a unit goes: the price of each offer, and who could move up.

The zones of the chapter on cover are the beats one sees. Their demand is what happened there in ninety days; both are
read once an hour and kept. A unit covers a beat when it is in its middle within the time usual for such ground.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import numpy as np
from django.db.models import Count, Q

from linwang.duty.queries.units import UnitNow
from linwang.duty.states import Authority
from linwang.foundation.actor import Actor
from linwang.foundation.kept import Kept
from linwang.incidents.models import Incident
from linwang.places.models import Beat
from linwang.places.queries.roads import to_posts
from linwang.places.states import Ground
from linwang.science.dispatching.cover import Cover, busy_share_of, shares_of
from linwang.science.dispatching.move_up import best_move_up
from linwang.science.geo.points import Points
from linwang.science.routing.to_posts import ToPosts
from linwang.science.routing.travel_times import Profile

SEEN = timedelta(days=90)
COVER_SECONDS: Mapping[Ground, float] = {Ground.TOWN: 600.0, Ground.OUTSKIRTS: 900.0, Ground.COUNTRY: 1200.0}
COVERS = frozenset({Authority.POLICE, Authority.AUXILIARY})
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
class BeatsNow:
    """The beats one sees, in the order of their ids, with their share of the demand."""

    names: tuple[str, ...]
    middles: Points
    limits: np.ndarray
    demand: np.ndarray


@dataclass(frozen=True, eq=False)
class CoverNow:
    """The free units that give cover, each with the seconds it needs to every beat's middle."""

    beats: BeatsNow
    posts: ToPosts
    units: tuple[UnitNow, ...]
    seconds: np.ndarray
    busy_share: float

    @cached_property
    def cover(self) -> Cover:
        """Who reaches what in time."""
        return Cover(self.beats.demand, (self.seconds <= self.beats.limits[:, None]).T, self.busy_share)

    @cached_property
    def rows(self) -> Mapping[int, int]:
        """Where in the cover each unit stands."""
        return {unit.id: row for row, unit in enumerate(self.units)}

    @cached_property
    def losses(self) -> np.ndarray:
        """The share of the demand lost without each unit."""
        return self.cover.losses()

    def loss_of(self, unit: int) -> float:
        """The share of the demand that nobody meets in time while the unit is away."""
        return float(self.losses[self.rows[unit]]) if unit in self.rows else 0.0

    def is_last_of(self, unit: int) -> bool:
        """Whether some beat has no other free unit in reach."""
        return unit in self.rows and bool(len(self.cover.left_alone_by(self.rows[unit])))

    def price_of(self, unit: int) -> Price:
        """What sending the unit costs, and who could move up; nothing where it gives no cover."""
        if unit not in self.rows:
            return Price()
        row = self.rows[unit]
        alone = self.cover.left_alone_by(row)
        beats = tuple(self.beats.names[zone] for zone in alone[:NAMED])
        price = Price(loss=float(self.losses[row]), beats=beats, more_beats=max(0, len(alone) - NAMED))
        return self._with_move_up(price, row, alone) if len(alone) else price

    def _with_move_up(self, price: Price, row: int, alone: np.ndarray) -> Price:
        may_move = np.arange(len(self.units)) != row
        is_post = np.zeros(len(self.beats.names), dtype=bool)
        is_post[alone] = True
        move = best_move_up(self.cover.without(row), self._post_reaches, may_move=may_move, posts=is_post)
        if move is None:
            return price
        seconds = float(self.seconds[move.post, move.unit])
        return Price(
            price.loss, price.beats, price.more_beats, self.units[move.unit].call_sign, self.beats.names[move.post],
            seconds if np.isfinite(seconds) else None,
        )  # fmt: skip

    @cached_property
    def _post_reaches(self) -> np.ndarray:
        """Which beats a unit waiting in the middle of each beat reaches in time."""
        return (self.posts.seconds(self.beats.middles, Profile.CAR) <= self.beats.limits[:, None]).T


_beats: Kept[BeatsNow] = Kept(most=32)


def cover_now(units: Sequence[UnitNow], *, busy: AbstractSet[int], seen_by: Actor, at: datetime) -> CoverNow:
    """The cover that the free officers and auxiliaries on duty give now."""
    beats = _beats.get(frozenset(seen_by.sees), f"{at:%Y%m%d%H}", lambda: _read(seen_by.sees, at))
    posts = to_posts(beats.middles)
    on_duty = [unit for unit in units if unit.is_on_duty and unit.authority in COVERS]
    free = tuple(unit for unit in on_duty if unit.id not in busy and unit.lon is not None and unit.lat is not None)
    share = busy_share_of(busy=sum(unit.id in busy for unit in on_duty), units=len(on_duty))
    return CoverNow(beats, posts, free, _seconds(posts, free), share)


def _seconds(posts: ToPosts, units: Sequence[UnitNow]) -> np.ndarray:
    seconds = np.full((len(posts.posts), len(units)), np.inf)
    lon, lat = (np.array([getattr(unit, name) for unit in units], dtype=float) for name in ("lon", "lat"))
    for profile in {unit.profile for unit in units}:
        these = np.flatnonzero([unit.profile == profile for unit in units])
        seconds[:, these] = posts.seconds(Points(lon[these], lat[these]), Profile(str(profile)))
    return seconds


def _read(sees: AbstractSet[int], at: datetime) -> BeatsNow:
    rows = list(Beat.objects.filter(station__in=sees).order_by("pk").values_list("pk", "name", "ground", "lon", "lat"))
    recent = Incident.objects.filter(Q(received_at__gt=at - SEEN, received_at__lte=at), station__in=sees)
    counts = dict(recent.order_by().values_list("beat").annotate(Count("pk")))
    return BeatsNow(
        names=tuple(name for _pk, name, *_rest in rows),
        middles=Points(
            np.array([row[3] for row in rows], dtype=float), np.array([row[4] for row in rows], dtype=float)
        ),
        limits=np.array([COVER_SECONDS[Ground(row[2])] for row in rows], dtype=float),
        demand=shares_of(np.array([counts.get(row[0], 0) for row in rows], dtype=float)),
    )
