"""A road network in the making, and how it is finished: bridges, one connected part, one-way streets."""

from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from linwang.jobs.demo import ground
from linwang.jobs.demo.layout import RoadNetwork

MAIN, STREET, LANE = "main", "street", "lane"
_BRIDGE_CHANCE = {MAIN: 1.0, STREET: 0.25, LANE: 0.0}
_ONE_WAY_SHARE = 0.25


@dataclass(slots=True)
class Draft:
    """A network in the making: points and stretches in metres."""

    x: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)
    stretches: list[tuple[int, int, str, str]] = field(default_factory=list)

    def point(self, x: float, y: float) -> int:
        """Add a point and say its number."""
        self.x.append(float(x))
        self.y.append(float(y))
        return len(self.x) - 1

    def stretch(self, start: int, end: int, road_class: str, name: str) -> None:
        """Add a stretch of road between two points."""
        self.stretches.append((start, end, road_class, name))


def water_side(places: np.ndarray) -> np.ndarray:
    """On which side of river and canal each spot lies."""
    north = places[:, 1] > ground.river_north(places[:, 0])
    east = places[:, 0] > ground.canal_east(places[:, 1])
    return np.column_stack([north, east])


def finish(rng: Generator, draft: Draft) -> RoadNetwork:
    """Take away what has no bridge, keep the part that hangs together, choose one-ways; in degrees."""
    x, y = np.array(draft.x), np.array(draft.y)
    start, end, classes, names = (list(part) for part in zip(*draft.stretches, strict=True))
    tail, head = np.array(start), np.array(end)
    sides = water_side(np.column_stack([x, y]))
    wet = (sides[tail] != sides[head]).any(axis=1)
    chance = np.array([_BRIDGE_CHANCE[road_class] for road_class in classes])
    kept = ~wet | (rng.random(len(tail)) < chance) | (wet & _is_country(x, tail, classes))
    kept &= _largest_part(len(x), tail, head, kept)
    return _numbered(rng, x, y, tail[kept], head[kept], np.array(classes)[kept], np.array(names)[kept], wet[kept])


def _is_country(x: np.ndarray, tail: np.ndarray, classes: list[str]) -> np.ndarray:
    """Country roads cross the water wherever they meet it."""
    return (x[tail] < 0) & (np.array(classes) != LANE)


def _largest_part(size: int, tail: np.ndarray, head: np.ndarray, kept: np.ndarray) -> np.ndarray:
    ones = np.ones(int(kept.sum()))
    graph = coo_matrix((ones, (tail[kept], head[kept])), shape=(size, size))
    _, part = connected_components(graph, directed=False)
    biggest = np.bincount(part).argmax()
    return part[tail] == biggest


def _numbered(
    rng: Generator,
    x: np.ndarray,
    y: np.ndarray,
    tail: np.ndarray,
    head: np.ndarray,
    classes: np.ndarray,
    names: np.ndarray,
    wet: np.ndarray,
) -> RoadNetwork:
    used, renumbered = np.unique(np.concatenate([tail, head]), return_inverse=True)
    tail, head = renumbered[: len(tail)], renumbered[len(tail) :]
    x, y = x[used], y[used]
    degrees = ground.to_degrees(np.column_stack([x, y]))
    return RoadNetwork(
        lon=degrees[:, 0],
        lat=degrees[:, 1],
        tail=tail,
        head=head,
        metres=np.round(np.hypot(x[tail] - x[head], y[tail] - y[head]), 1),
        road_class=classes,
        one_way=_one_ways(rng, tail, head, names, (classes == STREET) & (x[tail] >= 0) & (x[head] >= 0)),
        names=tuple(names.tolist()),
        bridges=tuple(np.flatnonzero(wet).tolist()),
    )


def _one_ways(
    rng: Generator, tail: np.ndarray, head: np.ndarray, names: np.ndarray, is_town_street: np.ndarray
) -> np.ndarray:
    """Some whole streets of the town go one way; those that would cut a corner off stay open both ways."""
    streets = np.unique(names[is_town_street])
    chosen = rng.choice(streets, size=int(len(streets) * _ONE_WAY_SHARE), replace=False)
    one_way = np.isin(names, chosen) & is_town_street
    size = int(max(tail.max(), head.max())) + 1
    while True:
        back = ~one_way
        both = (np.concatenate([tail, head[back]]), np.concatenate([head, tail[back]]))
        graph = coo_matrix((np.ones(len(both[0])), both), shape=(size, size))
        count, part = connected_components(graph, directed=True, connection="strong")
        if count == 1:
            return one_way
        biggest = np.bincount(part).argmax()
        one_way &= (part[tail] == biggest) & (part[head] == biggest)
