"""A place that neither we nor our neighbours know is looked for in the national list, if it is there."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings

from linwang.foundation.models import StationSetting
from linwang.incidents.queries.intake import Typed, suggestions
from linwang.places.models import Beat, PlaceName
from linwang.places.queries.elsewhere import elsewhere
from linwang.places.queries.names import places_meant
from linwang.places.queries.national_names import national_names, national_names_folder
from linwang.science.matching.name_files import WORDS
from linwang.science.matching.names import Name, NameIndex
from tests.builders import Town

COUNTIES = {"330281": "余姚市", "330282": "慈溪市", "320583": "昆山市"}
NAMES = [
    Name(330281106, "马渚镇", "330281", "town", town="马渚镇"),
    Name(330282107, "观海卫镇", "330282", "town", town="观海卫镇"),
    Name(320583102, "周庄镇", "320583", "town", town="周庄镇"),
    Name(330281106207, "斗门村委会", "330281", "village", town="马渚镇"),
    Name(330282107221, "斗门村委会", "330282", "village", town="观海卫镇"),
]


@pytest.fixture
def listed(tmp_path: Path) -> Iterator[None]:
    """The list as it is laid out on a machine."""
    with override_settings(MAP_FOLDER=tmp_path):
        NameIndex.build(NAMES, area_words=COUNTIES).save(national_names_folder())
        yield


def _our_county(town: Town, code: int = 330282) -> None:
    StationSetting.objects.create(station_id=town.station.pk, name="county_code", value=code)


def _elsewhere(town: Town, said: str) -> Any:
    station = town.station.pk
    return elsewhere(station=station, said=said, offers=places_meant(station=station, said=said).places)


def test_our_county_comes_first_and_the_others_are_marked(town: Town, listed: None) -> None:
    _our_county(town)

    ours, theirs = _elsewhere(town, "斗门村")[:2]

    assert (ours.county, ours.is_far, ours.words) == ("慈溪市", False, "斗门村委会（慈溪市观海卫镇）")
    assert (theirs.county, theirs.is_far) == ("余姚市", True)


def test_the_station_is_told_where_one_of_our_beats_has_the_town(town: Town, listed: None) -> None:
    _our_county(town)
    Beat.objects.create(station=town.neighbour, code="02-9", name="卫山警格", town="观海卫镇", lon=121.0, lat=30.2)

    ours, theirs = _elsewhere(town, "斗门村")[:2]

    assert (ours.station_name, theirs.station_name) == ("柳湾派出所", "")


def test_without_our_county_none_is_called_far(town: Town, listed: None) -> None:
    assert {one.is_far for one in _elsewhere(town, "斗门村")} == {False}


def test_what_we_know_ourselves_is_not_looked_for_in_the_country(town: Town, listed: None) -> None:
    assert _elsewhere(town, "斗门村")
    PlaceName.objects.create(station=town.neighbour, name="斗门村", kind="village", lon=120.9, lat=30.2, cell=0)

    assert _elsewhere(town, "斗门村") == ()
    assert _elsewhere(town, "东门菜市场") == _elsewhere(town, " ") == ()


def test_without_the_list_nothing_is_offered_and_nothing_fails(
    town: Town, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    with override_settings(MAP_FOLDER=tmp_path):
        assert national_names() is None
        with django_assert_num_queries(0):
            assert elsewhere(station=town.station.pk, said="斗门村", offers=()) == ()


def test_the_intake_offers_it_with_the_words_for_the_field(town: Town, now: datetime, listed: None) -> None:
    found = suggestions(Typed(place_words="周庄镇"), seen_by=town.actor("call_taker"), at=now)

    assert [one.words for one in found.elsewhere][:1] == ["周庄镇（昆山市）"]


def test_the_import_page_says_whether_the_list_is_there(town: Town, listed: None) -> None:
    client = Client()
    client.force_login(town.people["administrator"], backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.get("/places/import/").content.decode()
    assert "已导入" in page and f'<dd class="number">{len(NAMES)}</dd>' in page

    words = national_names_folder() / WORDS
    words.write_text(words.read_text().replace('"layout": 2', '"layout": 1'))
    assert "需重新导入" in client.get("/places/import/").content.decode()
    words.unlink()
    assert "未导入" in client.get("/places/import/").content.decode()
