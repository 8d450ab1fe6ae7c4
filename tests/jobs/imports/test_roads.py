"""Roads from an OpenStreetMap file: what is read, who may go where, what is told, and what is refused."""

import gzip
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import osmium
import pytest
from django.core.management import CommandError, call_command

from linwang.gateways.osm_file import read_roads
from linwang.places.queries.roads import ROADS, travel_times
from linwang.science.geo.points import LonLat
from linwang.science.routing.osm_roads import build_roads
from linwang.science.routing.osm_tags import blocks_cars, going_on
from linwang.science.routing.road_graph import RoadGraph
from linwang.science.routing.travel_times import Profile
from tests.jobs.imports.osm_town import METRES, as_xml, place

RESIDENTIAL = METRES / 25.0 * 3.6
WALKED = METRES / 4.7 * 3.6


@pytest.fixture
def town_file(tmp_path: Path) -> Path:
    path = tmp_path / "town.osm"
    path.write_text(as_xml())
    return path


@pytest.fixture
def graph(town_file: Path) -> RoadGraph:
    return build_roads(read_roads(town_file)).graph


def seconds(graph: RoadGraph, start: int, end: int, profile: Profile = Profile.CAR) -> float:
    nodes = [graph.nearest_node(LonLat(*place(number)), profile) for number in (start, end)]
    return float(graph.seconds_to(nodes[1], profile)[nodes[0]])


def test_streets_are_driven_at_the_speed_of_their_kind(graph: RoadGraph) -> None:
    assert seconds(graph, 1, 3) == pytest.approx(2 * RESIDENTIAL, rel=0.01)
    assert seconds(graph, 1, 3, Profile.FOOT) == pytest.approx(2 * WALKED, rel=0.01)


def test_a_one_way_street_binds_wheels_and_not_walkers(graph: RoadGraph) -> None:
    assert seconds(graph, 6, 8) == pytest.approx(2 * RESIDENTIAL, rel=0.01)
    assert seconds(graph, 8, 5) == pytest.approx(3 * RESIDENTIAL, rel=0.01)
    assert seconds(graph, 8, 5, Profile.FOOT) == pytest.approx(WALKED, rel=0.01)


def test_a_forbidden_turn_is_driven_around_and_walked(graph: RoadGraph) -> None:
    assert seconds(graph, 4, 5) == pytest.approx(RESIDENTIAL, rel=0.01)
    assert seconds(graph, 4, 8) == pytest.approx(2 * RESIDENTIAL, rel=0.01)
    assert seconds(graph, 4, 8, Profile.EBIKE) == pytest.approx(2 * METRES / 20 * 3.6, rel=0.01)
    assert seconds(graph, 4, 6) == pytest.approx(2 * RESIDENTIAL, rel=0.01)


def test_where_only_straight_on_is_allowed_the_side_streets_cost_a_detour(graph: RoadGraph) -> None:
    assert seconds(graph, 2, 8) == pytest.approx(2 * RESIDENTIAL, rel=0.01)
    assert seconds(graph, 2, 6) == pytest.approx(2 * RESIDENTIAL, rel=0.01)
    assert seconds(graph, 2, 4) == pytest.approx(2 * RESIDENTIAL, rel=0.01)


def test_a_bollard_stops_cars_only(graph: RoadGraph) -> None:
    assert seconds(graph, 8, 9) > 2 * RESIDENTIAL
    assert seconds(graph, 8, 9, Profile.EBIKE) == pytest.approx(METRES / 20 * 3.6, rel=0.01)


def test_compressed_and_binary_files_are_read_alike(town_file: Path, tmp_path: Path) -> None:
    packed, binary = tmp_path / "town.osm.gz", tmp_path / "town.osm.pbf"
    packed.write_bytes(gzip.compress(town_file.read_bytes()))
    with osmium.SimpleWriter(str(binary)) as writer:
        for one in osmium.FileProcessor(str(town_file)):
            writer.add(one)

    plain = read_roads(town_file)

    for other in (read_roads(packed), read_roads(binary)):
        assert [way.id for way in other.ways] == [way.id for way in plain.ways]
        assert other.bans == plain.bans
        assert other.blocked == plain.blocked == {30}


def test_a_dry_run_says_what_is_there_and_writes_nothing(town_file: Path, settings: Any, tmp_path: Path) -> None:
    settings.MAP_FOLDER = tmp_path / "map"
    out = StringIO()

    call_command("import_data", "roads", str(town_file), stdout=out)

    assert "道路 14 条，分成 15 段" in out.getvalue()
    assert "禁止转向 3 处，用上 2 处；阻车桩 1 处" in out.getvalue()
    assert "隔断：2 个路口，在 122.00" in out.getvalue()
    assert not (tmp_path / "map").exists()


def test_with_commit_the_roads_are_used(town_file: Path, settings: Any, tmp_path: Path) -> None:
    settings.MAP_FOLDER = tmp_path / "map"

    call_command("import_data", "roads", str(town_file), "--commit", stdout=StringIO())

    assert (tmp_path / "map" / ROADS).exists()
    assert not travel_times().is_estimated


@pytest.mark.parametrize(("name", "content"), [("town.osm", "no map"), ("empty.osm", '<osm version="0.6"></osm>')])
def test_a_file_without_roads_is_refused(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)

    with pytest.raises(CommandError, match="道路"):
        call_command("import_data", "roads", str(tmp_path / name), stdout=StringIO())
    with pytest.raises(CommandError, match="打不开"):
        call_command("import_data", "roads", str(tmp_path / "nothing.osm"), stdout=StringIO())


CAR, BIKE, FOOT = Profile.CAR, Profile.EBIKE, Profile.FOOT


@pytest.mark.parametrize(
    ("tags", "who"),
    [
        ({"highway": "motorway"}, {CAR}),
        ({"highway": "primary", "motorroad": "yes"}, {CAR}),
        ({"highway": "residential", "access": "private"}, {CAR, BIKE, FOOT}),
        ({"highway": "service", "access": "no"}, set()),
        ({"highway": "service", "access": "no", "foot": "yes"}, {FOOT}),
        ({"highway": "pedestrian"}, {BIKE, FOOT}),
        ({"highway": "pedestrian", "emergency": "yes"}, {CAR, BIKE, FOOT}),
        ({"highway": "footway", "bicycle": "no"}, {FOOT}),
        ({"highway": "steps"}, {FOOT}),
        ({"highway": "residential", "motor_vehicle": "no"}, {BIKE, FOOT}),
        ({"highway": "construction"}, set()),
        ({"highway": "pedestrian", "area": "yes"}, set()),
    ],
)
def test_who_may_go_where(tags: dict[str, str], who: set[Profile]) -> None:
    going = going_on(tags)

    assert set(going.speeds if going else ()) == who


@pytest.mark.parametrize(
    ("tags", "one_way", "is_reversed"),
    [
        ({"highway": "primary", "oneway": "yes"}, {CAR, BIKE}, False),
        ({"highway": "primary", "oneway": "-1"}, {CAR, BIKE}, True),
        ({"highway": "primary", "oneway": "yes", "oneway:bicycle": "no"}, {CAR}, False),
        ({"highway": "tertiary", "junction": "roundabout"}, {CAR, BIKE}, False),
        ({"highway": "motorway"}, {CAR}, False),
        ({"highway": "motorway", "oneway": "no"}, set(), False),
        ({"highway": "primary"}, set(), False),
    ],
)
def test_who_must_go_one_way(tags: dict[str, str], one_way: set[Profile], is_reversed: bool) -> None:
    going = going_on(tags)

    assert going is not None
    assert (going.one_way, going.is_reversed) == (one_way, is_reversed)


def test_a_limit_slows_the_car_and_words_do_not() -> None:
    speeds = [
        going_on({"highway": "primary", "maxspeed": said}).speeds[CAR] for said in ("60", "30 mph", "CN:urban", "0")
    ]

    assert speeds == pytest.approx([48.0, 38.6, 45.0, 45.0], abs=0.1)


def test_a_gate_for_cars_is_no_bollard() -> None:
    assert blocks_cars({"barrier": "bollard"})
    assert not blocks_cars({"barrier": "bollard", "motor_vehicle": "yes"})
    assert not blocks_cars({"barrier": "gate"})


def test_a_long_winding_road_gets_junctions_on_its_way(tmp_path: Path) -> None:
    points = {number: (121.0 + number * 0.001, 30.0) for number in range(1, 21)}
    nodes = "".join(f'<node id="{number}" lon="{lon}" lat="{lat}"/>' for number, (lon, lat) in points.items())
    refs = "".join(f'<nd ref="{number}"/>' for number in points)
    (tmp_path / "road.osm").write_text(
        f'<osm version="0.6">{nodes}<way id="1">{refs}<tag k="highway" v="tertiary"/></way></osm>'
    )

    at = build_roads(read_roads(tmp_path / "road.osm")).graph.junctions

    assert max(after - before for before, after in pairwise(sorted(at.lon.tolist()))) < 0.0045
