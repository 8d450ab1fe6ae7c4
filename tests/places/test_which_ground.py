"""Beat, grid and ground of a point, and the places that a name may mean."""

from datetime import datetime
from typing import Any

from linwang.places.models import Beat, PlaceName
from linwang.places.queries.areas import ground_at
from linwang.places.queries.names import places_meant
from linwang.science.geo.points import LonLat
from tests.builders import Town

RING = [[120.90, 30.20], [120.93, 30.20], [120.93, 30.23], [120.90, 30.23]]


def name(town: Town, text: str, *, beat: Beat | None = None, **more: Any) -> PlaceName:
    told = {"station": town.station, "beat": beat, "kind": "river", "lon": 120.9, "lat": 30.2, "cell": 0, **more}
    return PlaceName.objects.create(name=text, **told)


def beat(town: Town, code: str, of_town: str) -> Beat:
    return Beat.objects.create(
        station=town.station, code=code, name=code, town=of_town, lon=120.9, lat=30.2, area=[], ground="country"
    )


def test_where_outlines_overlap_ones_own_beat_comes_first(town: Town) -> None:
    theirs = Beat.objects.create(station=town.neighbour, code="n", name="n", lon=120.9, lat=30.2, area=RING)

    point = LonLat(120.91, 30.21)

    assert ground_at(station=town.station.pk, point=point).beat == town.beat.pk
    assert ground_at(station=town.neighbour.pk, point=point).beat == theirs.pk
    assert ground_at(station=town.station.pk, point=LonLat(0, 0)).beat is None


def test_an_outline_that_crosses_itself_spoils_nothing(town: Town) -> None:
    crossed = [[120.0, 30.0], [120.1, 30.1], [120.1, 30.0], [120.0, 30.1]]
    Beat.objects.create(station=town.station, code="x", name="x", lon=120.05, lat=30.05, area=crossed)

    assert ground_at(station=town.station.pk, point=LonLat(120.91, 30.21)).beat == town.beat.pk


def test_two_rivers_of_one_name_are_told_apart_by_their_towns(town: Town) -> None:
    long_river, wide_river = (
        name(town, "三塘江", beat=beat(town, code, of_town)) for code, of_town in (("b-1", "长河镇"), ("b-2", "柳湾镇"))
    )

    found = places_meant(station=town.station.pk, said="三塘江")

    assert {place.id for place in found.places} == {long_river.pk, wide_river.pk}
    assert found.question is not None
    assert found.question.sentence.startswith("请问是在哪个镇或街道？")
    left = {answer.value: answer.remaining for answer in found.question.answers}
    assert left == {"长河镇": (str(long_river.pk),), "柳湾镇": (str(wide_river.pk),)}

    (one,) = places_meant(station=town.station.pk, said="三塘江", narrowed=left["柳湾镇"]).places
    assert one.town == "柳湾镇"


def test_a_local_name_leads_to_the_proper_place(town: Town) -> None:
    name(town, "老供销社", name_kind="old", alias_of=town.market, kind="market")

    place = places_meant(station=town.station.pk, said="老供销社").places[0]

    assert (place.id, place.name, place.matched_name) == (town.market.pk, "东门菜市场", "老供销社")
    assert "俗称或旧名" in place.reasons


def test_ones_own_come_first_and_the_neighbours_are_marked(town: Town) -> None:
    own = name(town, "红旗桥", kind="bridge")
    theirs = name(town, "红旗桥", kind="bridge", station=town.neighbour)

    places = places_meant(station=town.station.pk, said="红旗桥").places

    assert [(place.id, place.is_own) for place in places] == [(own.pk, True), (theirs.pk, False)]


def test_a_new_name_is_found_at_once_and_one_out_of_use_is_not(town: Town, now: datetime) -> None:
    station = town.station.pk
    assert not places_meant(station=station, said="金桂花园").places

    place = name(town, "金桂花园", kind="estate")
    assert places_meant(station=station, said="金桂花园").places[0].id == place.pk

    PlaceName.objects.filter(pk=place.pk).update(is_used=False)
    assert not places_meant(station=station, said="金桂花园").places
