"""A river that runs through two towns, and a point that somebody put on the map."""

from typing import Any

import pytest

from linwang.places.models import Beat, PlaceName
from linwang.places.queries.names import places_meant
from linwang.places.queries.place_offers import PlaceOffer
from linwang.places.queries.point_told import point_told
from linwang.science.geo.points import LonLat
from tests.builders import Town

RIVER = [[120.90, 30.20], [120.95, 30.20], [121.00, 30.20], [121.20, 30.20]]


@pytest.fixture
def border(town: Town) -> Town:
    """The neighbour's ground begins at 120.95; beyond 121.02 the river runs through nobody's."""
    theirs = Beat.objects.create(
        station=town.neighbour, code="02-1", name="江边警格", town="柳湾镇", lon=120.98, lat=30.2,
        area=[[120.95, 30.18], [121.02, 30.18], [121.02, 30.24], [120.95, 30.24]],
    )  # fmt: skip
    _name(town, "三塘江", "river", 120.95, 30.2, line=RIVER)
    _name(town, "红旗桥", "bridge", 120.93, 30.2)
    _name(town, "田间路口", "crossing", 120.93, 30.19)
    _name(town, "柳湾码头", "landing", 120.97, 30.2001, station=town.neighbour, beat=theirs)
    _name(town, "新桥", "bridge", 121.01, 30.2, station=town.neighbour, beat=theirs)
    return town


def _name(town: Town, name: str, kind: str, lon: float, lat: float, **more: Any) -> PlaceName:
    told = {"station": town.station, "beat": town.beat, "cell": 0, **more}
    return PlaceName.objects.create(name=name, kind=kind, lon=lon, lat=lat, **told)


def _offers(town: Town, *narrowed: str) -> tuple[PlaceOffer, ...]:
    return places_meant(station=town.station.pk, said="三塘江", narrowed=narrowed).places


def test_a_river_is_offered_by_its_stretches_with_the_ways_to_it(border: Town) -> None:
    ours, theirs = _offers(border)

    assert (ours.town, ours.is_own, [one.name for one in ours.accesses]) == ("城东街道", True, ["红旗桥"])
    assert (theirs.town, theirs.is_own, theirs.station) == ("柳湾镇", False, "柳湾派出所")
    assert [one.name for one in theirs.along] == ["柳湾码头", "新桥"]
    assert theirs.goal == LonLat(120.97, 30.2001)
    assert not ours.is_sure and ours.label == "三塘江 · 城东街道"


def test_the_question_for_the_town_leaves_one_stretch(border: Town) -> None:
    question = places_meant(station=border.station.pk, said="三塘江").question

    assert question is not None and question.sentence.startswith("请问是在哪个镇或街道？")
    left = {answer.value: answer.remaining for answer in question.answers}
    (one,) = _offers(border, *left["柳湾镇"])
    assert (one.town, one.key) == ("柳湾镇", left["柳湾镇"][0])


def test_a_mark_of_the_same_name_on_the_line_is_the_same_river(border: Town) -> None:
    _name(border, "三塘江", "river", 120.92, 30.2005)
    far = _name(border, "三塘江", "river", 120.92, 30.23)

    assert [one.id for one in _offers(border) if not one.is_stretch] == [far.pk]


def test_a_river_on_nobodys_ground_is_one_stretch_of_its_own_place(town: Town) -> None:
    _name(town, "三塘江", "river", 122.0, 30.2, line=[[122.0, 30.2], [122.1, 30.2]])

    (only,) = _offers(town)

    assert (only.is_stretch, only.town, only.accesses, only.is_sure) == (True, "城东街道", (), True)


def test_lines_are_cut_once_and_anew_when_the_ground_changes(border: Town, django_assert_max_num_queries: Any) -> None:
    _offers(border)

    with django_assert_max_num_queries(5):
        _offers(border)
    _name(border, "通济桥", "bridge", 120.94, 30.2)
    assert {one.name for one in _offers(border)[0].accesses} == {"红旗桥", "通济桥"}


def test_a_point_is_told_by_its_beat_and_the_nearest_name(border: Town, django_assert_max_num_queries: Any) -> None:
    point_told(LonLat(120.912, 30.212), station=border.station.pk)

    with django_assert_max_num_queries(5):
        told = point_told(LonLat(120.912, 30.212), station=border.station.pk)
    theirs = point_told(LonLat(120.971, 30.201), station=border.station.pk)
    nobodys = point_told(LonLat(10.0, 50.0), station=border.station.pk)

    assert (told.near, told.near_metres, told.beat, told.is_own) == ("东门菜市场", 111, "东门警格", True)
    assert (theirs.near, theirs.station_name, theirs.is_own) == ("柳湾码头", "柳湾派出所", False)
    assert (nobodys.near, nobodys.beat, nobodys.is_own) == ("", "", True)
