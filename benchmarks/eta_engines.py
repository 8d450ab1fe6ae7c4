"""The engines that `eta` asks: ours, and those that happen to be installed. Each answers one question at a time."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from os import environ
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from linwang.science.geo.points import LonLat, Points
from linwang.science.routing.by_road import ByRoad
from linwang.science.routing.hierarchy import Hierarchy
from linwang.science.routing.road_graph import RoadGraph
from linwang.science.routing.travel_times import Profile

WANTED = 10
LIMIT_SECONDS = 900.0


@dataclass(frozen=True)
class Question:
    """An incident at a junction, and 1,000 units at junctions."""

    incident: int
    units: np.ndarray


Ask = Callable[[Question], np.ndarray]
"""Seconds: of the ten nearest in order, or of each unit."""


@dataclass(frozen=True)
class Engine:
    """A name, how to make it ready, and whether it tells the nearest only."""

    name: str
    build: Callable[[RoadGraph], Ask]
    is_nearest: bool = False
    needs: str = ""
    limit: float = np.inf

    @property
    def is_ours(self) -> bool:
        """Whether it is held to the finer tolerance."""
        return self.name.startswith("ours")

    def is_here(self) -> bool:
        """Whether its package is installed."""
        return not self.needs or importlib.util.find_spec(self.needs) is not None


def engines() -> Iterator[Engine]:
    """All engines; those of others last. LINWANG_BENCH_PEERS may name a folder where they are installed."""
    if "LINWANG_BENCH_PEERS" in environ:
        sys.path.append(environ["LINWANG_BENCH_PEERS"])
    yield Engine("ours-10-nearest", _ours_nearest, is_nearest=True)
    yield Engine("ours-10-nearest-from-degrees", _ours_from_degrees, is_nearest=True)
    yield Engine("ours-all", _ours_all)
    yield Engine("routingkit-cch", _cch, needs="routingkit_cch")
    yield Engine("scipy", _scipy(np.inf))
    yield Engine("scipy-15-min", _scipy(LIMIT_SECONDS), limit=LIMIT_SECONDS)
    yield Engine("igraph", _igraph, needs="igraph")
    yield Engine("rustworkx", _rustworkx, needs="rustworkx")
    yield Engine("pandana", _pandana, needs="pandana")


def full_search(graph: RoadGraph) -> Ask:
    """The yardstick of truth: scipy's full Dijkstra in double precision."""
    return _scipy(np.inf)(graph)


def _ours_nearest(graph: RoadGraph) -> Ask:
    way_back = graph.way_back(Profile.CAR)
    extra = np.zeros(1000, dtype=np.float32)

    def ask(question: Question) -> np.ndarray:
        targets = np.array([question.incident], dtype=np.int32)
        return way_back.nearest(
            targets, question.units, extra, begin_seconds=0.0, wanted=WANTED, limit_seconds=7200.0
        )[1]  # fmt: skip

    return ask


def _ours_from_degrees(graph: RoadGraph) -> Ask:
    """As the desk asks: from longitudes and latitudes, each unit snapped to its junction first."""
    times, at = ByRoad(graph), graph.junctions
    times.graph.nearest_node(LonLat(float(at.lon[0]), float(at.lat[0])), Profile.CAR)

    def ask(question: Question) -> np.ndarray:
        units = Points(at.lon[question.units], at.lat[question.units])
        incident = LonLat(float(at.lon[question.incident]), float(at.lat[question.incident]))
        return times.nearest(units, incident, Profile.CAR, wanted=WANTED)[1]

    return ask


def _ours_all(graph: RoadGraph) -> Ask:
    hierarchy = Hierarchy.build(len(graph.junctions), *graph.arcs(Profile.CAR))
    return lambda question: hierarchy.seconds_to(np.array([question.incident], dtype=np.int32))[question.units]


def _scipy(limit: float) -> Callable[[RoadGraph], Ask]:
    def build(graph: RoadGraph) -> Ask:
        tails, heads, seconds = graph.arcs(Profile.CAR)
        size = len(graph.junctions)
        turned = csr_array((seconds.astype(np.float64), (heads, tails)), shape=(size, size))
        return lambda question: dijkstra(turned, indices=question.incident, limit=limit)[question.units]

    return build


def _cch(graph: RoadGraph) -> Ask:
    import routingkit_cch as kit

    tails, heads, seconds = graph.arcs(Profile.CAR)
    arcs = tails.tolist(), heads.tolist()
    at = graph.junctions.lat.tolist(), graph.junctions.lon.tolist()
    order = kit.compute_order_inertial(len(graph.junctions), *arcs, *at)
    metric = kit.CCHMetric(kit.CCH(order, *arcs, False), np.rint(seconds * 1000).astype(int).tolist())
    many = kit.CCHManyToOne(metric, list(range(1000)))

    def ask(question: Question) -> np.ndarray:
        many.repin_sources(question.units.tolist())
        told = many.distances_to(question.incident)
        return np.array([np.inf if one is None else one for one in told]) / 1000

    return ask


def _igraph(graph: RoadGraph) -> Ask:
    import igraph

    tails, heads, seconds = graph.arcs(Profile.CAR)
    roads = igraph.Graph(n=len(graph.junctions), edges=np.column_stack([tails, heads]), directed=True)
    weights = seconds.astype(float).tolist()

    def ask(question: Question) -> np.ndarray:
        wanted, where = np.unique(question.units, return_inverse=True)
        told = roads.distances(question.incident, wanted.tolist(), weights=weights, mode="in")[0]
        return np.array(told)[where]

    return ask


def _rustworkx(graph: RoadGraph) -> Ask:
    import rustworkx

    tails, heads, seconds = graph.arcs(Profile.CAR)
    turned: Any = rustworkx.PyDiGraph()
    turned.add_nodes_from(range(len(graph.junctions)))
    turned.add_edges_from(list(zip(heads.tolist(), tails.tolist(), seconds.astype(float).tolist(), strict=True)))

    def ask(question: Question) -> np.ndarray:
        told = dict(rustworkx.dijkstra_shortest_path_lengths(turned, question.incident, float))
        return np.array([0.0 if one == question.incident else told.get(one, np.inf) for one in question.units.tolist()])

    return ask


def _pandana(graph: RoadGraph) -> Ask:
    import pandana
    import pandas

    tails, heads, seconds = graph.arcs(Profile.CAR)
    at = graph.junctions
    roads = pandana.Network(
        pandas.Series(at.lon), pandas.Series(at.lat), pandas.Series(tails), pandas.Series(heads),
        pandas.DataFrame({"seconds": seconds.astype(float)}), twoway=False,
    )  # fmt: skip

    def ask(question: Question) -> np.ndarray:
        return np.array(roads.shortest_path_lengths(question.units, np.full(len(question.units), question.incident)))

    return ask
