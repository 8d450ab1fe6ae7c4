"""Rivers, roads and what is told by its relation to a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linwang.science.geo.distance import metres_between
from linwang.science.geo.long_places import Access, LongPlace
from linwang.science.geo.points import LonLat
from linwang.science.geo.related_points import at_house, beside, between
from linwang.science.matching.spoken_places import Relation

RIVER = LongPlace((LonLat(121.0, 30.0), LonLat(121.02, 30.0), LonLat(121.02, 30.02)))
NORTH_BRIDGE = Access(1, "北桥", LonLat(121.02, 30.015))
SOUTH_BRIDGE = Access(2, "南桥", LonLat(121.01, 30.0001))
FAR_BRIDGE = Access(3, "远桥", LonLat(121.5, 30.0))
BRIDGES = (NORTH_BRIDGE, SOUTH_BRIDGE, FAR_BRIDGE)


def test_a_river_is_cut_at_its_bridges_and_a_bridge_elsewhere_is_not_on_it():
    stretches = RIVER.stretches(BRIDGES)

    assert [(s.start and s.start.name, s.end and s.end.name) for s in stretches] == [
        (None, "南桥"),
        ("南桥", "北桥"),
        ("北桥", None),
    ]
    assert sum(s.to_metres - s.from_metres for s in stretches) == pytest.approx(stretches[-1].to_metres)


def test_a_spot_is_reached_from_the_nearest_bridge_along_the_river():
    at = RIVER.nearest_accesses(LonLat(121.0201, 30.013), BRIDGES)

    assert [one.access.name for one in at] == ["北桥", "南桥"]


@given(st.floats(0, 4000))
def test_a_point_along_the_line_lies_as_far_along_as_asked(metres):
    assert RIVER.metres_along(RIVER.point_at(metres)) == pytest.approx(metres, abs=0.5)


def test_a_river_without_bridges_is_one_stretch():
    assert len(RIVER.stretches(())) == 1


def test_beside_and_to_the_east_are_near():
    market = LonLat(121.0, 30.0)

    behind, east = beside(market, Relation.BEHIND), beside(market, Relation.EAST)

    assert behind.point == market
    assert behind.is_near
    assert east.point.lon > market.lon
    assert metres_between(market, east.point) == pytest.approx(80, abs=1)
    assert not beside(market, Relation.AT).is_near


def test_between_two_is_half_way():
    found = between(LonLat(121.0, 30.0), LonLat(121.01, 30.0))

    assert found.point.lon == pytest.approx(121.005)
    assert found.within_metres == pytest.approx(482, abs=3)


def test_a_house_lies_between_its_neighbours_on_its_side():
    known = {
        100: LonLat(121.0, 30.0),
        200: LonLat(121.01, 30.0),
        101: LonLat(121.0, 30.001),
        150: LonLat(121.005, 30.0),
    }

    assert at_house(128, known).point.lon == pytest.approx(121.0028)
    assert at_house(150, known).is_near is False
    assert at_house(400, known) is None
    assert at_house(1, {}) is None


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="two points"):
        LongPlace((LonLat(121, 30),))
