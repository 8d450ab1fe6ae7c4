"""Distances: worked figures, the properties of a distance, and refusals."""

from math import acos, cos, pi, radians, sin

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linwang.science.geo.distance import EARTH_RADIUS_METRES, great_circle_metres, metres_between, road_metres
from linwang.science.geo.points import LonLat, Points

points = st.builds(LonLat, st.floats(-180, 180), st.floats(-90, 90))


def test_a_quarter_of_the_earth_and_half_of_it():
    assert metres_between(LonLat(0, 0), LonLat(90, 0)) == pytest.approx(EARTH_RADIUS_METRES * pi / 2)
    assert metres_between(LonLat(0, 90), LonLat(0, -90)) == pytest.approx(EARTH_RADIUS_METRES * pi)


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres():
    assert metres_between(LonLat(121, 30), LonLat(121, 31)) == pytest.approx(111_195, abs=1)


@given(points, points)
def test_it_agrees_with_the_law_of_cosines(here, there):
    phi, other = radians(here.lat), radians(there.lat)
    cosine = sin(phi) * sin(other) + cos(phi) * cos(other) * cos(radians(there.lon - here.lon))

    assert metres_between(here, there) == pytest.approx(EARTH_RADIUS_METRES * acos(max(-1, min(1, cosine))), abs=200)


@given(points, points, points)
def test_it_is_a_distance(one, two, three):
    assert metres_between(one, one) == 0
    assert metres_between(one, two) == pytest.approx(metres_between(two, one), abs=1e-6)
    assert metres_between(one, three) <= metres_between(one, two) + metres_between(two, three) + 0.01


def test_many_at_once_and_one_unknown():
    many = Points.of([LonLat(121, 31), None, LonLat(121, 30)])

    metres = great_circle_metres(many.lon, many.lat, 121.0, 30.0)

    assert metres[0] == pytest.approx(111_195, abs=1)
    assert np.isnan(metres[1])
    assert metres[2] == 0


def test_a_road_is_longer_by_the_factor():
    assert road_metres([100.0, 200.0], detour_factor=1.5).tolist() == [150.0, 300.0]
    with pytest.raises(ValueError, match="shorter"):
        road_metres(100.0, detour_factor=0.5)


@pytest.mark.parametrize("place", [(181, 0), (0, 91), (float("nan"), 0), (0, float("inf"))])
def test_what_is_no_point_on_earth_is_refused(place):
    with pytest.raises(ValueError, match="not a point"):
        LonLat(*place)


def test_rows_of_different_length_or_off_the_earth_are_refused():
    with pytest.raises(ValueError, match="same length"):
        Points(np.zeros(2), np.zeros(3))
    with pytest.raises(ValueError, match="outside"):
        Points(np.array([0.0]), np.array([95.0]))
    assert len(Points.of([])) == 0
