"""The units of a replayed station: where they are, which are free, and which is nearest."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from linwang.jobs.replay.lags import MEAN_BUSY_SECONDS
from linwang.jobs.replay.scan import Points
from linwang.science.geo.points import LonLat
from linwang.science.geo.points import Points as Places
from linwang.science.routing.no_roads import NoRoads
from linwang.science.routing.travel_times import Profile

FEWEST, MOST = 12, 150
SPARE = 3
"""Units for each that is busy on average: calls bunch, and a station is never manned for the mean."""


@dataclass(frozen=True)
class Post:
    """A unit's call sign and the point it waits at."""

    call_sign: str
    lon: float
    lat: float


def posts_of_named(units: Points) -> list[Post]:
    """Units that the file names wait in the middle of where they were sent."""
    return [Post(name, *map(float, np.median(points, axis=0))) for name, points in sorted(units.items())]


def posts_over(box: tuple[float, float, float, float], *, count: int) -> list[Post]:
    """Units spread evenly over the ground where the file names none."""
    west, south, east, north = box
    across = ceil(count**0.5)
    down = ceil(count / across)
    return [
        Post(
            f"推{number + 1:02d}",
            west + (east - west) * (number % across + 0.5) / across,
            south + (north - south) * (number // across + 0.5) / down,
        )
        for number in range(count)
    ]


def wanted_units(calls: int, *, seconds: float) -> int:
    """How many units answer so many calls in so long."""
    busy = calls / max(seconds, 3600.0) * MEAN_BUSY_SECONDS
    return min(MOST, max(FEWEST, ceil(busy * SPARE)))


class Fleet:
    """Who is free, kept in memory: the desk asks it thousands of times a minute.

    A unit that is free again drives back to its post; called on its way it starts from where it is.
    """

    def __init__(self, posts: Sequence[Post], ids: dict[str, int]) -> None:
        known = [post for post in posts if post.call_sign in ids]
        self._ids = [ids[post.call_sign] for post in known]
        self._place = {post.call_sign: number for number, post in enumerate(known)}
        self._of_id = {unit: number for number, unit in enumerate(self._ids)}
        self._home = np.array([(post.lon, post.lat) for post in known], dtype=float).reshape(-1, 2)
        self._last = self._home.copy()
        self._free_since = np.full(len(known), -np.inf)
        self._way_home = np.ones(len(known))
        self._is_free = np.ones(len(known), dtype=bool)
        self._travel = NoRoads()

    def __len__(self) -> int:
        return len(self._ids)

    def free_unit(self, name: str, lon: float | None, lat: float | None, *, at: float) -> int | None:
        """The unit of that name if it is free, else the nearest free one; none if all are busy."""
        number = self._place.get(name)
        if number is not None and self._is_free[number]:
            return self._ids[number]
        free = np.flatnonzero(self._is_free)
        if not len(free):
            return None
        if lon is None or lat is None:
            return self._ids[int(free[0])]
        return self._ids[int(free[np.argmin(self._seconds(free, lon, lat, at))])]

    def send(self, unit: int, lon: float | None, lat: float | None, *, at: float) -> float:
        """Bind the unit and return the seconds of its way."""
        number = self._of_id[unit]
        self._is_free[number] = False
        if lon is None or lat is None:
            return 0.0
        seconds = float(self._seconds(np.array([number]), lon, lat, at)[0])
        self._last[number] = lon, lat
        home = Places(self._home[[number], 0], self._home[[number], 1])
        self._way_home[number] = max(1.0, float(self._travel.seconds(home, LonLat(lon, lat), Profile.CAR)[0]))
        return seconds

    def release(self, unit: int, *, at: float) -> None:
        """The unit has reported and is free."""
        self._is_free[self._of_id[unit]] = True
        self._free_since[self._of_id[unit]] = at

    def set_aside(self, unit: int) -> None:
        """The desk may not send this unit: it is left out from here on."""
        self._is_free[self._of_id[unit]] = False

    def has(self, unit: int) -> bool:
        """Whether the unit is one of ours."""
        return unit in self._of_id

    def is_named(self, name: str, unit: int) -> bool:
        """Whether the unit goes by that name; where the file names none, any does."""
        return not name or self._place.get(name) == self._of_id[unit]

    def _seconds(self, numbers: np.ndarray, lon: float, lat: float, at: float) -> np.ndarray:
        back = np.clip((at - self._free_since[numbers]) / self._way_home[numbers], 0.0, 1.0)[:, None]
        here = self._last[numbers] + (self._home[numbers] - self._last[numbers]) * back
        return self._travel.seconds(Places(here[:, 0].copy(), here[:, 1].copy()), LonLat(lon, lat), Profile.CAR)
