"""The compiled search and the sweep give the figures of the plain search, also where turns are forbidden."""

from collections.abc import Iterator

import numpy as np
import pytest

from linwang.science.geo.points import LonLat, Points
from linwang.science.routing import compiled
from linwang.science.routing.by_road import ByRoad
from linwang.science.routing.hierarchy import Hierarchy
from linwang.science.routing.road_graph import Road, RoadGraph
from linwang.science.routing.to_posts import ToPosts
from linwang.science.routing.travel_times import Profile
from tests.science.routing.test_roads import CAR_36, grid


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> Iterator[None]:
    """Compiled for this module only: the other tests ask the plain search."""
    compiled.make_ready()
    yield
    compiled._ready.clear()


def plain(graph: RoadGraph, target: int, profile: Profile = Profile.CAR) -> np.ndarray:
    held = dict(compiled._ready)
    compiled._ready.clear()
    try:
        return graph.seconds_to(target, profile)
    finally:
        compiled._ready.update(held)


@pytest.mark.parametrize("seed", range(4))
def test_search_and_sweep_agree_with_the_plain_search(seed):
    graph = grid(14, seed)
    hierarchy = Hierarchy.build(len(graph.junctions), *graph.arcs(Profile.CAR))

    for target in range(0, 196, 13):
        expected = plain(graph, target)
        assert graph.seconds_to(target, Profile.CAR) == pytest.approx(expected, abs=1e-3)
        assert hierarchy.seconds_to(graph.places_of(target)) == pytest.approx(expected, abs=1e-3)


def test_the_limit_holds_with_every_search():
    graph = grid(10)
    expected = np.where(plain(graph, 7) <= 60.0, plain(graph, 7), np.inf)

    searched = graph.seconds_to(7, Profile.CAR, limit_seconds=60.0)
    graph.hierarchies[Profile.CAR] = Hierarchy.build(100, *graph.arcs(Profile.CAR))

    assert searched == pytest.approx(expected, abs=1e-3)
    assert graph.seconds_to(7, Profile.CAR, limit_seconds=60.0) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("seed", range(6))
def test_the_nearest_are_the_first_of_all(seed):
    times = ByRoad(grid(16, seed))
    chance = np.random.default_rng(seed)
    for _ in range(10):
        lon, lat = 121 + chance.random(60) * 0.016, 30 + chance.random(60) * 0.014
        lon[:5] = np.nan
        units, incident = (
            Points(lon, np.where(np.isnan(lon), np.nan, lat)),
            LonLat(121.008, 30 + chance.random() * 0.01),
        )

        found, seconds = times.nearest(units, incident, Profile.CAR, wanted=10)

        everyone = times.seconds(units, incident, Profile.CAR)
        assert seconds == pytest.approx(np.sort(everyone)[:10], abs=1e-3)
        assert everyone[found] == pytest.approx(seconds, abs=1e-3)


def test_fewer_come_where_there_are_fewer():
    times = ByRoad(grid(6))
    units = Points.of([LonLat(121.0, 30.0), None, LonLat(121.004, 30.004)])

    found, _ = times.nearest(units, LonLat(121.0, 30.0), Profile.CAR, wanted=10)

    assert found.tolist() == [0, 2]


def test_a_forbidden_turn_is_driven_around_and_the_place_is_still_reached():
    four = Points(lon=np.array([121.0, 121.01, 121.02, 121.01, 121.01]), lat=np.array([30.0, 30.0, 30.0, 30.01, 30.0]))
    roads = (
        Road(0, 4, 1000.0, CAR_36, one_way=frozenset({Profile.CAR})),
        Road(1, 0, 1000.0, CAR_36, one_way=frozenset({Profile.CAR})),
        Road(4, 2, 1000.0, CAR_36, one_way=frozenset({Profile.CAR})),
        Road(1, 2, 1000.0, CAR_36),
        Road(1, 3, 1000.0, CAR_36),
    )
    graph = RoadGraph.build(four, roads, stands_for=np.array([0, 1, 2, 3, 1], dtype=np.int32))
    hierarchy = Hierarchy.build(5, *graph.arcs(Profile.CAR))

    for target, from_west in ((1, 100.0), (2, 200.0), (3, 400.0)):
        assert graph.seconds_to(target, Profile.CAR)[0] == pytest.approx(from_west)
        assert hierarchy.seconds_to(graph.places_of(target))[0] == pytest.approx(from_west)
        assert plain(graph, target)[0] == pytest.approx(from_west)
    assert graph.nearest_node(LonLat(121.01, 30.0), Profile.CAR) == 1


def test_an_order_of_importance_is_read_back_as_it_was_written():
    graph = grid(8)
    hierarchy = Hierarchy.build(64, *graph.arcs(Profile.FOOT))

    again = Hierarchy.of(hierarchy.arrays("foot"), "foot")

    assert again.seconds_to(graph.places_of(3)).tolist() == hierarchy.seconds_to(graph.places_of(3)).tolist()


def test_too_little_room_for_shortcuts_is_asked_for_again(monkeypatch):
    monkeypatch.setattr("linwang.science.routing.hierarchy.ROOM_AT_FIRST", 1)
    graph = grid(12)

    hierarchy = Hierarchy.build(144, *graph.arcs(Profile.CAR))

    assert hierarchy.seconds_to(graph.places_of(20)) == pytest.approx(plain(graph, 20), abs=1e-3)


def test_fixed_posts_are_asked_from_a_table():
    graph = grid(10)
    times, units = ByRoad(graph), Points.of([LonLat(121.001, 30.002), None, LonLat(121.007, 30.004)])
    posts = Points.of([LonLat(121.0, 30.0), LonLat(121.009, 30.008)])

    seconds = ToPosts(times, posts).seconds(units, Profile.CAR)

    for row, post in enumerate((LonLat(121.0, 30.0), LonLat(121.009, 30.008))):
        assert seconds[row] == pytest.approx(times.seconds(units, post, Profile.CAR), abs=0.6)
