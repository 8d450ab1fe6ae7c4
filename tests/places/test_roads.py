"""Travel times: by road where roads are loaded, else an estimate that says so."""

from pathlib import Path

import pytest

from linwang.places.queries.roads import ORDER, ROADS, make_ready, to_posts, travel_times
from linwang.science.geo.points import LonLat, Points
from linwang.science.routing import compiled
from linwang.science.routing.road_graph import Road, RoadGraph
from linwang.science.routing.travel_times import Profile

HERE, THERE = LonLat(120.90, 30.20), LonLat(120.91, 30.20)


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    settings.MAP_FOLDER = tmp_path
    return tmp_path


def _minutes() -> float:
    return float(travel_times().seconds(Points.of([HERE]), THERE, Profile.CAR)[0]) / 60


def test_without_roads_the_way_is_estimated(folder: Path) -> None:
    assert travel_times().is_estimated
    assert 1 < _minutes() < 5


def test_roads_are_used_as_soon_as_they_are_there(folder: Path) -> None:
    _minutes()
    ways = [Road(0, 1, 20_000.0, {Profile.CAR: 60.0, Profile.FOOT: 5.0, Profile.EBIKE: 20.0})]

    RoadGraph.build(Points.of([HERE, THERE]), ways).save(folder / ROADS)

    assert not travel_times().is_estimated
    assert _minutes() == pytest.approx(20.0, abs=0.1)


def test_a_damaged_file_does_not_stop_the_desk(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / ROADS).write_bytes(b"not a graph")

    assert travel_times().is_estimated
    assert "cannot be read" in caplog.text


def test_after_the_start_of_a_process_the_compiled_search_answers_the_same(folder: Path) -> None:
    ways = [Road(0, 1, 20_000.0, {Profile.CAR: 60.0, Profile.FOOT: 5.0, Profile.EBIKE: 20.0})]
    RoadGraph.build(Points.of([HERE, THERE]), ways).save(folder / ROADS)
    before = _minutes()

    make_ready()
    try:
        orders = travel_times().graph.hierarchies
        assert set(orders) == set(Profile)
        assert _minutes() == pytest.approx(before, abs=1e-4)
    finally:
        compiled._ready.clear()

    assert (folder / ORDER).exists()
    assert sorted(path.name for path in folder.iterdir()) == sorted([ROADS, ORDER])


def test_posts_are_asked_of_new_roads_as_soon_as_they_are_there(folder: Path) -> None:
    posts = Points.of([THERE])
    estimated = to_posts(posts).seconds(Points.of([HERE]), Profile.CAR)
    ways = [Road(0, 1, 20_000.0, {Profile.CAR: 60.0, Profile.FOOT: 5.0, Profile.EBIKE: 20.0})]

    RoadGraph.build(Points.of([HERE, THERE]), ways).save(folder / ROADS)

    assert estimated[0, 0] < 600
    assert to_posts(posts).seconds(Points.of([HERE]), Profile.CAR)[0, 0] == pytest.approx(1200, abs=1)
