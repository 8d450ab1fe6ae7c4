"""A place told by another, a house on a road, a river with its bridges, and the nation's list."""

from datetime import datetime
from pathlib import Path

import pytest
from django.test.utils import override_settings

from linwang.foundation.actor import program
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import BadInput, NotAllowed
from linwang.places.actions.load_national_names import load_national_names
from linwang.places.models import PlaceName
from linwang.places.queries.long_places import long_place
from linwang.places.queries.names import places_meant
from linwang.places.queries.national_names import listed_places
from linwang.science.geo.points import LonLat
from tests.builders import Town

LISTS = {
    "areas": [("330281", "余姚市"), ("330282", "慈溪市")],
    "streets": [("330281106", "马渚镇"), ("330282107", "观海卫镇")],
    "villages": [
        ("330281106207", "斗门村委会"),
        ("330282107220", "三塘头村委会"),
        ("330282107221", "斗门村委会"),
    ],
}


def name(town: Town, text: str, lon: float, lat: float, kind: str = "other", **more: object) -> PlaceName:
    return PlaceName.objects.create(
        station=town.station, beat=town.beat, name=text, kind=kind, lon=lon, lat=lat, cell=0, **more
    )


def test_behind_the_market_is_the_market_and_near(town: Town) -> None:
    (offer, *_) = places_meant(station=town.station.pk, said="东门菜市场后面").places

    assert (offer.id, offer.reasons[0], offer.within_metres) == (town.market.pk, "在其后面", 120)


def test_between_two_places_is_half_way(town: Town) -> None:
    name(town, "柳湾小学", 120.916, 30.211)

    (offer, *_) = places_meant(station=town.station.pk, said="东门菜市场和柳湾小学之间").places

    assert offer.reasons[0] == "在两处之间"
    assert offer.lon == pytest.approx(120.914)


def test_a_house_is_reckoned_between_its_neighbours_and_the_road_remains_without_them(town: Town) -> None:
    road = name(town, "解放路", 120.900, 30.210, "road")
    name(town, "解放路100号", 120.900, 30.210)
    name(town, "解放路200号", 120.910, 30.210)

    (known, *_) = places_meant(station=town.station.pk, said="解放路128号").places
    (unknown, *_) = places_meant(station=town.station.pk, said="解放路900号").places

    assert (known.id, known.reasons[0]) == (road.pk, "按门牌推算")
    assert known.lon == pytest.approx(120.9028)
    assert unknown.reasons[0] == "路上，门牌位置不详"


def test_a_river_gives_its_stretches_and_bridges_and_a_market_gives_none(town: Town) -> None:
    river = name(town, "三塘江", 121.0, 30.0, "river", line=[[121.0, 30.0], [121.02, 30.0]])
    local = name(town, "老塘河", 121.0, 30.0, "river", alias_of=river)
    name(town, "东桥", 121.015, 30.0001, "bridge")
    name(town, "西桥", 121.005, 30.0001, "bridge")
    name(town, "远桥", 121.5, 30.3, "bridge")

    told = long_place(place=local.pk, near=LonLat(121.016, 30.0))

    assert told is not None
    assert [(one.start, one.end) for one in told.stretches] == [("", "西桥"), ("西桥", "东桥"), ("东桥", "")]
    assert [one.name for one in told.accesses] == ["东桥", "西桥"]
    assert long_place(place=town.market.pk) is None


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "list"
    folder.mkdir()
    for level, rows in LISTS.items():
        (folder / f"{level}.csv").write_text("code,name\n" + "".join(f"{code},{text}\n" for code, text in rows))
    return folder


def test_the_national_list_answers_with_county_and_town(town: Town, lists: Path, tmp_path: Path, now: datetime) -> None:
    with override_settings(MAP_FOLDER=tmp_path / "map"):
        assert listed_places(said="斗门", county="330281") == ()

        assert load_national_names(folder=lists, by=town.actor("administrator"), at=now) == 5

        own, neighbour = listed_places(said="斗门", county="330281")[:2]
        assert (own.code, own.county, own.town, own.is_in_county) == ("330281106207", "余姚市", "马渚镇", True)
        assert (neighbour.county, neighbour.is_in_county) == ("慈溪市", False)
        assert listed_places(said="慈溪的斗门", county="330281")[0].code == "330282107221"


def test_the_list_is_taken_over_whole_by_those_who_may(town: Town, lists: Path, tmp_path: Path, now: datetime) -> None:
    (lists / "villages.csv").unlink()
    with override_settings(MAP_FOLDER=tmp_path / "map"):
        with pytest.raises(BadInput, match="villages"):
            load_national_names(folder=lists, by=town.actor("administrator"), at=now)
        with pytest.raises(NotAllowed):
            load_national_names(folder=lists, by=program(town.station.pk), at=now)

    assert not town.actor("dispatcher").may(Capability.IMPORT_DATA)
