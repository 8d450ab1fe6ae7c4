"""A made-up city of about 100,000 junctions: lanes, streets, main roads, two expressway rings' worth, one-ways."""

from dataclasses import dataclass

import numpy as np

from linwang.science.geo.points import Points
from linwang.science.routing.road_graph import Road, RoadGraph
from linwang.science.routing.travel_times import Profile

SIDE, SPACING_METRES, SEED = 316, 100.0, 20260815
_EXPRESSWAY, _MAIN, _STREET = 80.0, 50.0, 25.0
_METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True)
class City:
    """Junctions and stretches: one arc each way, or one way only."""

    points: Points
    start: np.ndarray
    end: np.ndarray
    metres: np.ndarray
    speed: np.ndarray
    one_way: np.ndarray

    def graph(self) -> RoadGraph:
        """The city as our road graph."""
        walking = {Profile.FOOT: 4.7, Profile.EBIKE: 18.0}
        wheels = frozenset({Profile.CAR, Profile.EBIKE})
        rows = zip(
            self.start.tolist(), self.end.tolist(), self.metres.tolist(), self.speed.tolist(), self.one_way.tolist(),
            strict=True,
        )  # fmt: skip
        roads = [Road(a, b, m, {Profile.CAR: v, **walking}, wheels if one else frozenset()) for a, b, m, v, one in rows]
        return RoadGraph.build(self.points, roads)


def make_city(side: int = SIDE, seed: int = SEED) -> City:
    """Side x side junctions 100 m apart, shaken; every eighth line a main road, every fortieth an expressway."""
    rng = np.random.default_rng(seed)
    number = np.arange(side * side).reshape(side, side)
    column, row = np.meshgrid(np.arange(side), np.arange(side))
    x = column.ravel() * SPACING_METRES + rng.normal(0, 15, side * side)
    y = row.ravel() * SPACING_METRES + rng.normal(0, 15, side * side)
    start = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    end = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    line = np.concatenate([row[:, :-1].ravel(), column[:-1].ravel()])
    speed = np.where(line % 40 == 0, _EXPRESSWAY, np.where(line % 8 == 0, _MAIN, _STREET))
    kept = (rng.random(len(start)) < 0.93) | (line % 8 == 0)
    start, end, speed = start[kept], end[kept], speed[kept]
    metres = np.hypot(x[start] - x[end], y[start] - y[end])
    one_way = (speed == _STREET) & (rng.random(len(start)) < 0.2)
    points = Points(lon=121.0 + x / (_METRES_PER_DEGREE * np.cos(np.radians(30.1))), lat=30.0 + y / _METRES_PER_DEGREE)
    return City(points, start, end, metres, speed * rng.uniform(0.8, 1.1, len(start)), one_way)
