"""The crews: each unit signs for its order, drives along the roads, works and reports, and says where it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from numpy.random import Generator

from linwang.jobs.demo import load
from linwang.jobs.demo.lags import SPEED
from linwang.jobs.demo.layout import Point
from linwang.jobs.demo.live.scene import OpenOrder
from linwang.jobs.demo.live.streets import Streets, Way
from linwang.jobs.demo.live.visitors import Machine, Visitor
from linwang.jobs.demo.staff import DemoUnit
from linwang.jobs.demo.words import word_list

LAGS: Mapping[str, float] = {"sent": 25.0, "acknowledged": 50.0, "on_scene": 1500.0}
"""Median seconds in life before a unit takes the next step."""
NEXT: Mapping[str, str] = {"sent": "sign", "acknowledged": "leave", "en_route": "arrive", "on_scene": "outcome"}
ACTS_A_STEP = 3
REST_SECONDS = 45
"""A unit that stands still says so that often: its position stays fresh."""
_NOT_A_METRE = 0.00002  # degrees; a standing device's fix wanders that much


@dataclass(frozen=True, slots=True)
class Trip:
    """A unit on its way."""

    way: Way
    since: datetime
    metres_per_second: float

    def is_over(self, at: datetime) -> bool:
        """Whether it has come to the end."""
        return self._gone(at) >= self.way.length

    def where(self, at: datetime) -> Point:
        """Where it is now."""
        return self.way.at(self._gone(at))

    def _gone(self, at: datetime) -> float:
        return (at - self.since).total_seconds() * self.metres_per_second


class Crews:
    """All units of the demo; `speed` is how many times as fast as life they are."""

    def __init__(
        self,
        rng: Generator,
        units: Sequence[DemoUnit],
        streets: Streets,
        address: str,
        devices: Mapping[str, Machine],
        speed: float,
    ) -> None:
        self._rng, self._streets, self._speed = rng, streets, speed
        self._units, self._devices = units, devices
        self._visitors = {unit.key: Visitor(address, unit.crew[0], load.PASSWORD) for unit in units}
        self._at: dict[str, Point] = {unit.key: unit.at for unit in units}
        self._trips: dict[int, Trip] = {}
        self._due: dict[tuple[int, str], datetime] = {}
        self._rested_at: datetime | None = None
        self._outcomes = word_list("stories")["outcomes"]
        self.acts = self.refused = 0

    def step(self, orders: Sequence[OpenOrder], at: datetime) -> None:
        """Move everybody, let the few that are due take their next step, and tell where the moving ones are."""
        self._drive(orders, at)
        for order in [order for order in orders if self._is_due(order, at)][:ACTS_A_STEP]:
            self._act(order, at)
        self._tell_positions({order.unit.key for order in orders if order.assignment in self._trips}, at)

    def _drive(self, orders: Sequence[OpenOrder], at: datetime) -> None:
        for order in orders:
            if order.status == "en_route":
                if order.assignment not in self._trips:
                    way = self._streets.way(self._at[order.unit.key], order.point)
                    self._trips[order.assignment] = Trip(way, at, SPEED[order.unit.profile] * self._speed)
                self._at[order.unit.key] = self._trips[order.assignment].where(at)

    def _is_due(self, order: OpenOrder, at: datetime) -> bool:
        if order.status == "en_route":
            return self._trips[order.assignment].is_over(at)
        moment = (order.assignment, order.status)
        if moment not in self._due:
            lag = LAGS[order.status] * float(self._rng.lognormal(0.0, 0.6)) / self._speed
            self._due[moment] = at + timedelta(seconds=lag)
        return at >= self._due[moment]

    def _act(self, order: OpenOrder, at: datetime) -> None:
        act = NEXT[order.status]
        said = {"key": str(uuid4()), "act": act, "assignment": order.assignment, "at": at.isoformat()}
        body = self._outcome() if act == "outcome" else {}
        answer = self._visitors[order.unit.key].post_json("/duty/acts/", {**said, "body": body})
        self._due[order.assignment, order.status] = at + timedelta(seconds=60)  # if refused, not at once again
        if act == "arrive":
            self._at[order.unit.key] = self._trips.pop(order.assignment).way.at(float("inf"))
        self.acts += answer.is_done
        self.refused += not answer.is_done

    def _outcome(self) -> dict[str, str]:
        kind = str(self._rng.choice(["settled", "mediated", "helped", "nothing_found"], p=[0.5, 0.2, 0.2, 0.1]))
        words = self._outcomes[kind]
        return {"kind": kind, "words": str(words[self._rng.integers(len(words))])}

    def _tell_positions(self, moving: set[str], at: datetime) -> None:
        is_everybody = self._rested_at is None or at - self._rested_at >= timedelta(seconds=REST_SECONDS)
        if is_everybody:
            self._rested_at = at
        for station, device in self._devices.items():
            told = [
                self._position(unit, at)
                for unit in self._units
                if unit.station == station and (is_everybody or unit.key in moving)
            ]
            if told:
                device.post("/api/v1/positions", {"positions": told})

    def _position(self, unit: DemoUnit, at: datetime) -> dict[str, object]:
        lon, lat = self._at[unit.key]
        east, north = self._rng.normal(0.0, _NOT_A_METRE, 2)
        return {
            "tracker": load.tracker_of(unit),
            "lon": round(lon + float(east), 6),
            "lat": round(lat + float(north), 6),
            "at": at.isoformat(),
            "accuracy_metres": 8.0,
        }
