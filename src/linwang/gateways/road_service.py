"""Travel times from a Valhalla or OSRM server, for a ground too large for one graph in memory.

Fulfils `TravelTimes`. A server that does not answer in time, or answers nonsense, is left alone for a while; meanwhile
the fallback answers, and what it says about being an estimate holds. Nobody waits longer than the time-out in all.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import numpy as np

from linwang.science.geo.points import LonLat, Points
from linwang.science.routing.travel_times import Profile, Seconds, TravelTimes

TIMEOUT_SECONDS = 2.0
LEFT_ALONE_SECONDS = 30.0
MOST_AT_ONCE = 50
"""What both servers accept in one table as they are delivered."""

_log = logging.getLogger(__name__)


class Make(StrEnum):
    """Whose server it is."""

    VALHALLA = "valhalla"
    OSRM = "osrm"


_VALHALLA_COSTING = {Profile.CAR: "auto", Profile.EBIKE: "bicycle", Profile.FOOT: "pedestrian"}
_OSRM_PROFILE = {Profile.CAR: "driving", Profile.EBIKE: "cycling", Profile.FOOT: "walking"}


@dataclass(eq=False)
class RoadService:
    """A server, and who answers while it does not."""

    make: Make
    address: str
    fallback: TravelTimes
    timeout_seconds: float = TIMEOUT_SECONDS
    left_alone_seconds: float = LEFT_ALONE_SECONDS
    _silent_until: float = field(default=0.0, repr=False)

    @property
    def is_estimated(self) -> bool:
        """What the fallback says, while it answers."""
        return self._is_silent() and self.fallback.is_estimated

    def seconds(self, from_points: Points, to_point: LonLat, profile: Profile) -> Seconds:
        """Seconds from each point; infinite where the server knows no way or the position is not known."""
        if self._is_silent():
            return self.fallback.seconds(from_points, to_point, profile)
        try:
            return self._ask_all(from_points, to_point, profile)
        except (OSError, ValueError, KeyError, TypeError, IndexError) as problem:
            self._silent_until = time.monotonic() + self.left_alone_seconds
            _log.warning("the road server does not answer, travel times come from elsewhere: %s", problem)
            return self.fallback.seconds(from_points, to_point, profile)

    def _is_silent(self) -> bool:
        return time.monotonic() < self._silent_until

    def _ask_all(self, from_points: Points, to_point: LonLat, profile: Profile) -> Seconds:
        until = time.monotonic() + self.timeout_seconds
        seconds = np.full(len(from_points), np.inf)
        known = np.flatnonzero(~np.isnan(from_points.lon))
        for first in range(0, len(known), MOST_AT_ONCE):
            some = known[first : first + MOST_AT_ONCE]
            places = [(float(from_points.lon[one]), float(from_points.lat[one])) for one in some]
            told = _ASK[self.make](self.address, places, to_point, profile, until - time.monotonic())
            if len(told) != len(some):
                raise ValueError("the road server answered for other points than it was asked")
            seconds[some] = [np.inf if one is None else float(one) for one in told]
        return seconds


def service_of(said: str, fallback: TravelTimes) -> TravelTimes:
    """The server that a setting like `valhalla+http://roads:8002` names; nonsense is refused."""
    make, _plus, address = said.partition("+")
    if make not in set(Make) or urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
        raise ValueError(f"LINWANG_ROADS is valhalla+http://… or osrm+http://…, not {said!r}")
    return RoadService(Make(make), address.rstrip("/"), fallback)


Places = Sequence[tuple[float, float]]


def _ask_valhalla(address: str, places: Places, to_point: LonLat, profile: Profile, timeout: float) -> list[Any]:
    question = {
        "sources": [{"lon": lon, "lat": lat} for lon, lat in places],
        "targets": [{"lon": to_point.lon, "lat": to_point.lat}],
        "costing": _VALHALLA_COSTING[profile],
    }
    body = json.dumps(question).encode()
    headers = {"Content-Type": "application/json"}
    answer = _read(Request(f"{address}/sources_to_targets", body, headers), timeout)
    return [row[0]["time"] for row in answer["sources_to_targets"]]


def _ask_osrm(address: str, places: Places, to_point: LonLat, profile: Profile, timeout: float) -> list[Any]:
    points = ";".join(f"{lon:.6f},{lat:.6f}" for lon, lat in [*places, (to_point.lon, to_point.lat)])
    sources = ";".join(map(str, range(len(places))))
    query = f"sources={sources}&destinations={len(places)}&annotations=duration"
    answer = _read(Request(f"{address}/table/v1/{_OSRM_PROFILE[profile]}/{points}?{query}"), timeout)
    if answer["code"] != "Ok":
        raise ValueError(f"the road server says {answer['code']}")
    return [row[0] for row in answer["durations"]]


def _read(request: Request, timeout: float) -> dict[str, Any]:
    if timeout <= 0:
        raise TimeoutError("the road server took too long")
    with urlopen(request, timeout=timeout) as answer:
        told = json.load(answer)
    if not isinstance(told, dict):
        raise ValueError("the road server did not answer with an object")
    return told


_ASK: dict[Make, Callable[[str, Places, LonLat, Profile, float], list[Any]]] = {
    Make.VALHALLA: _ask_valhalla,
    Make.OSRM: _ask_osrm,
}
