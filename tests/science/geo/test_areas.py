"""Areas: borders and gaps, comparison with asking every outline, and refusals."""

import random

import numpy as np
import pytest
import shapely

from linwang.science.geo.areas import Area, AreaIndex
from linwang.science.geo.points import LonLat, Points

WEST = Area(10, shapely.box(121.0, 30.0, 121.1, 30.1))
EAST = Area(20, shapely.box(121.1, 30.0, 121.2, 30.1))
WITH_HOLE = Area(30, shapely.box(121.0, 30.0, 121.2, 30.1).difference(shapely.box(121.04, 30.04, 121.06, 30.06)))
INDEX = AreaIndex.build([WEST, EAST, WITH_HOLE])


def test_a_point_lies_in_its_beat_and_in_the_larger_area():
    assert INDEX.containing(LonLat(121.02, 30.02)) == (10, 30)


def test_a_point_on_the_border_belongs_to_both():
    assert INDEX.containing(LonLat(121.1, 30.05)) == (10, 20, 30)


def test_a_point_in_the_hole_is_not_in_the_area():
    assert INDEX.containing(LonLat(121.05, 30.05)) == (10,)


def test_a_point_outside_lies_in_none():
    assert INDEX.containing(LonLat(122.0, 30.0)) == ()
    assert AreaIndex.build([]).containing(LonLat(121.0, 30.0)) == ()


def test_many_points_agree_with_asking_every_outline():
    chance = random.Random(2)
    outlines = [
        shapely.Point(121 + chance.random(), 30 + chance.random()).buffer(0.02 + chance.random() * 0.05)
        for _ in range(200)
    ]
    areas = [Area(100 + number, outline) for number, outline in enumerate(outlines)]
    places = [LonLat(121 + chance.random(), 30 + chance.random()) for _ in range(300)]
    index = AreaIndex.build(areas)

    first = index.first_of_each(Points.of([*places, None]))

    for place, answer in zip(places, first[:-1], strict=True):
        held = tuple(a.id for a in areas if a.outline.intersects(shapely.Point(place.lon, place.lat)))
        assert index.containing(place) == held
        assert answer == (held[0] if held else None)
    assert first[-1] is None


def test_what_has_no_surface_or_crosses_itself_is_refused():
    with pytest.raises(ValueError, match="no surface"):
        Area(1, shapely.LineString([(0, 0), (1, 1)]))
    with pytest.raises(ValueError, match="no surface"):
        Area(1, shapely.Polygon())
    with pytest.raises(ValueError, match="crosses itself"):
        Area(1, shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]))


def test_no_points_no_answers():
    assert INDEX.first_of_each(Points(np.array([]), np.array([]))) == ()
