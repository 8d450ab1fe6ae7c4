from collections import Counter

import numpy as np
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from shapely.geometry import Point, Polygon
from shapely.ops import unary_union

from linwang.jobs.demo.layout import RoadNetwork, Town
from linwang.jobs.demo.town import build_town


def test_the_same_seed_gives_the_same_town(county: Town) -> None:
    again = build_town(np.random.default_rng(7))

    assert again.places == county.places
    assert again.grids == county.grids
    assert np.array_equal(again.roads.lon, county.roads.lon)


def test_another_seed_gives_another_town(county: Town) -> None:
    assert build_town(np.random.default_rng(8)).places != county.places


def test_the_rural_station_has_115_grids_and_one_estate_of_the_town_has_twelve(county: Town) -> None:
    grids = Counter(grid.station for grid in county.grids)
    of_area = Counter(grid.neighbourhood for grid in county.grids)
    estates = {area.key for area in county.neighbourhoods if area.kind == "estate"}

    assert grids["rural"] == 115
    assert [of_area[key] for key in estates if of_area[key]] == [12]
    assert len(estates) > 15


def _area(polygons: list[Polygon]) -> float:
    return sum(polygon.area for polygon in polygons)


def test_grids_tile_beats_and_beats_tile_stations(county: Town) -> None:
    for station in county.stations:
        whole = Polygon(station.ring)
        beats = [Polygon(beat.ring) for beat in county.beats if beat.station == station.key]
        grids = [Polygon(grid.ring) for grid in county.grids if grid.station == station.key]

        assert all(shape.is_valid for shape in (whole, *beats, *grids))
        assert _area(beats) == pytest.approx(whole.area, rel=1e-6)
        assert _area(grids) == pytest.approx(whole.area, rel=1e-6)
        assert unary_union(grids).symmetric_difference(whole).area < whole.area * 1e-6


def test_the_stations_touch_but_do_not_overlap(county: Town) -> None:
    town, rural = (Polygon(station.ring) for station in county.stations)

    assert town.intersection(rural).area < 1e-12
    assert town.distance(rural) < 1e-6


def _parts(roads: RoadNetwork) -> int:
    back = ~roads.one_way
    ends = (np.concatenate([roads.tail, roads.head[back]]), np.concatenate([roads.head, roads.tail[back]]))
    graph = coo_matrix((np.ones(len(ends[0])), ends), shape=(len(roads.lon),) * 2)
    return connected_components(graph, directed=True, connection="strong")[0]


def test_every_crossing_can_be_driven_to_from_every_other(county: Town) -> None:
    assert _parts(county.roads) == 1
    assert county.roads.one_way.any()
    assert 3000 <= len(county.roads.lon) <= 6000


def test_there_are_no_crossings_in_the_river(county: Town) -> None:
    for edge in county.roads.bridges:
        assert county.roads.road_class[edge] != "lane"
    assert 15 <= len(county.roads.bridges) <= 60


def test_a_place_lies_in_the_grid_it_names_or_across_the_road(county: Town) -> None:
    shapes = {grid.key: Polygon(grid.ring) for grid in county.grids}
    outside = [place for place in county.places if shapes[place.grid].distance(Point(place.at)) > 2e-4]

    assert not outside


def test_some_names_stand_in_both_towns_and_the_river_crosses_the_border(county: Town) -> None:
    where: dict[str, set[str]] = {}
    for place in county.places:
        where.setdefault(place.name, set()).add(place.station)

    assert sum(len(stations) == 2 for stations in where.values()) >= 15
    assert where["三蓼江"] == {"town", "rural"}


def test_places_have_old_local_and_misheard_names(county: Town) -> None:
    kinds = Counter(alias.kind for place in county.places for alias in place.aliases)

    assert 1300 <= len(county.places) <= 1900
    assert all(kinds[kind] >= 8 for kind in ("old", "local", "short", "homophone"))
