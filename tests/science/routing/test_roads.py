"""Roads and travel times: a worked example, comparison with a plain search, refusals, and speed."""

import heapq
import random
from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linwang.science.geo.points import LonLat, Points
from linwang.science.routing.by_road import ByRoad
from linwang.science.routing.no_roads import NoRoads
from linwang.science.routing.road_graph import Road, RoadGraph
from linwang.science.routing.travel_times import Profile, TravelTimes

CAR_36 = {Profile.CAR: 36.0, Profile.FOOT: 3.6}
LINE = Points(lon=np.array([121.0, 121.01, 121.02]), lat=np.array([30.0, 30.0, 30.0]))
WEST, MIDDLE, EAST = (LonLat(lon, 30.0) for lon in LINE.lon)


def line(*roads: Road) -> RoadGraph:
    return RoadGraph.build(LINE, roads)


TWO_ROADS = (Road(0, 1, 1000.0, CAR_36), Road(1, 2, 500.0, CAR_36, one_way=frozenset({Profile.CAR})))


def grid(side: int, seed: int = 1) -> RoadGraph:
    """A town of side x side junctions 100 m apart with uneven speeds and some one-way streets."""
    chance = random.Random(seed)
    number = np.arange(side * side).reshape(side, side)
    pairs = [*zip(number[:, :-1].ravel(), number[:, 1:].ravel(), strict=True)]
    pairs += [*zip(number[:-1].ravel(), number[1:].ravel(), strict=True)]
    row, column = np.divmod(np.arange(side * side), side)
    places = Points(lon=121 + column * 0.00104, lat=30 + row * 0.0009)
    roads = [
        Road(
            int(a),
            int(b),
            100.0,
            {Profile.CAR: chance.choice([20.0, 40.0, 60.0]), Profile.FOOT: 4.7},
            frozenset({Profile.CAR}) if chance.random() < 0.2 else frozenset(),
        )
        for a, b in pairs
    ]
    return RoadGraph.build(places, roads)


def plain_search(graph: RoadGraph, source: int, profile_row: int) -> list[float]:
    """Forward Dijkstra by the book, from one junction to all."""
    best = [inf] * len(graph.junctions)
    best[source] = 0.0
    queue = [(0.0, source)]
    while queue:
        so_far, node = heapq.heappop(queue)
        for arc in range(graph.starts[node], graph.starts[node + 1]) if so_far <= best[node] else ():
            reached = so_far + float(graph.seconds[profile_row, arc])
            if reached < best[graph.heads[arc]]:
                best[graph.heads[arc]] = reached
                heapq.heappush(queue, (reached, int(graph.heads[arc])))
    return best


def test_a_car_at_ten_metres_a_second_on_two_roads():
    to_east = line(*TWO_ROADS).seconds_to(2, Profile.CAR)

    assert to_east.tolist() == pytest.approx([150.0, 50.0, 0.0])


def test_a_one_way_street_holds_for_the_car_and_not_for_the_walker():
    graph = line(*TWO_ROADS)

    assert graph.seconds_to(0, Profile.CAR).tolist() == pytest.approx([0.0, 100.0, inf])
    assert graph.seconds_to(0, Profile.FOOT).tolist() == pytest.approx([0.0, 1000.0, 1500.0])


def test_where_two_roads_join_the_same_junctions_the_faster_counts():
    graph = line(*TWO_ROADS, Road(0, 1, 2000.0, {Profile.CAR: 144.0}))

    assert graph.seconds_to(1, Profile.CAR)[0] == pytest.approx(50.0)


def test_who_may_use_no_road_here_has_no_way():
    graph = line(*TWO_ROADS)

    assert np.isinf(ByRoad(graph).seconds(Points.of([WEST]), EAST, Profile.EBIKE)).all()
    with pytest.raises(ValueError, match="no road here is open"):
        graph.nearest_node(WEST, Profile.EBIKE)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.integers(0, 80))
def test_backwards_from_the_incident_equals_forwards_from_each_unit(seed, target):
    graph = grid(9, seed)

    backwards = graph.seconds_to(target, Profile.CAR)

    for source in range(0, 81, 7):
        assert backwards[source] == pytest.approx(plain_search(graph, source, 0)[target])


def test_the_limit_cuts_what_is_farther_and_changes_nothing_nearer():
    graph = grid(12)
    in_full = graph.seconds_to(5, Profile.CAR)

    limited = graph.seconds_to(5, Profile.CAR, limit_seconds=60.0)

    assert limited[in_full <= 60.0].tolist() == in_full[in_full <= 60.0].tolist()
    assert np.isinf(limited[in_full > 60.0]).all()


def test_the_way_to_and_from_the_road_counts():
    times = ByRoad(line(*TWO_ROADS))
    beside = LonLat(121.0, 30.001)

    on_road, off_road = times.seconds(Points.of([WEST, beside]), EAST, Profile.CAR)

    assert on_road == pytest.approx(150.0)
    assert off_road == pytest.approx(150.0 + 111.195 * 1.33 / 8.3, rel=0.01)


def test_two_points_at_the_same_junction_need_not_pass_it():
    times = ByRoad(line(*TWO_ROADS))
    here, there = LonLat(121.0, 30.0010), LonLat(121.0, 30.0011)

    assert times.seconds(Points.of([here]), there, Profile.CAR)[0] == pytest.approx(11.1 * 1.33 / 8.3, rel=0.02)


@pytest.mark.parametrize("times", [ByRoad(line(*TWO_ROADS)), NoRoads()])
def test_a_unit_without_a_position_is_infinitely_far(times: TravelTimes):
    answer = times.seconds(Points.of([None, WEST]), EAST, Profile.CAR)

    assert np.isinf(answer[0])
    assert np.isfinite(answer[1])


def test_without_roads_the_straight_line_is_made_longer_and_marked():
    times: TravelTimes = NoRoads(detour_factor=1.5, metres_per_second={Profile.CAR: 10.0})

    seconds = times.seconds(Points.of([LonLat(121.0, 30.0)]), LonLat(121.0, 31.0), Profile.CAR)

    assert seconds[0] == pytest.approx(111_195 * 1.5 / 10, rel=1e-4)
    assert times.is_estimated
    assert not ByRoad(line(*TWO_ROADS)).is_estimated


def test_a_piece_cut_off_by_the_edge_of_the_map_swallows_no_unit():
    town = grid(15)
    lone = Points(
        lon=np.append(town.junctions.lon, [121.0, 121.0]), lat=np.append(town.junctions.lat, [29.999, 29.9985])
    )
    roads = [
        Road(tail, int(town.heads[arc]), 100.0, CAR_36)
        for tail in range(225)
        for arc in range(town.starts[tail], town.starts[tail + 1])
    ]
    graph = RoadGraph.build(lone, [*roads, Road(225, 226, 50.0, CAR_36)])

    assert graph.nearest_node(LonLat(121.0, 29.999), Profile.CAR) == 0


def test_a_graph_is_read_back_as_it_was_written(tmp_path):
    graph = grid(6)
    graph.save(tmp_path / "roads.npz")

    again = RoadGraph.load(tmp_path / "roads.npz")

    assert again.seconds_to(3, Profile.CAR).tolist() == graph.seconds_to(3, Profile.CAR).tolist()
    assert [path.name for path in tmp_path.iterdir()] == ["roads.npz"]


def test_a_damaged_file_is_refused(tmp_path):
    grid(6).save(tmp_path / "roads.npz")
    whole = (tmp_path / "roads.npz").read_bytes()
    (tmp_path / "cut.npz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.npz").write_text("not a graph")

    for name in ("cut.npz", "text.npz"):
        with pytest.raises(ValueError, match="not a road graph"):
            RoadGraph.load(tmp_path / name)
    with pytest.raises(FileNotFoundError):
        RoadGraph.load(tmp_path / "none.npz")


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="length"):
        Road(0, 1, -5.0, CAR_36)
    with pytest.raises(ValueError, match="speed"):
        Road(0, 1, 5.0, {Profile.CAR: 0.0})
    with pytest.raises(ValueError, match="does not exist"):
        line(Road(0, 7, 5.0, CAR_36))
    with pytest.raises(ValueError, match="each with a place"):
        RoadGraph.build(Points.of([None]), [])
    with pytest.raises(ValueError, match="fit together"):
        replace(line(*TWO_ROADS), heads=np.array([0], dtype=np.int32))
    with pytest.raises(ValueError, match="shorter"):
        NoRoads(detour_factor=0.9)
