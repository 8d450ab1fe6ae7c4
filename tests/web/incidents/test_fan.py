"""The fan of travel times: by road, by the straight line, without a place, and who may ask."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from linwang.foundation import clock
from linwang.incidents.models import Incident
from linwang.places.queries.roads import ROADS
from linwang.science.geo.points import LonLat, Points
from linwang.science.routing.road_graph import Road, RoadGraph
from linwang.science.routing.travel_times import Profile
from tests.builders import Town, place_unit
from tests.incidents.making import make_incident, man_all_units


@pytest.fixture
def at() -> datetime:
    return clock.now()


@pytest.fixture
def incident(town: Town, at: datetime, settings: Any, tmp_path: Path) -> Incident:
    settings.MAP_FOLDER = tmp_path
    man_all_units(town, at)
    place_unit(town.units["巡一"], 120.93, 30.211, at)
    return make_incident(town, at)


def _fan(browser: Client, incident: Incident) -> Any:
    return browser.get(f"/incidents/{incident.number}/fan/", headers={"Accept": "application/json"})


def test_places_on_the_roads_carry_their_minutes(signed_in: Any, incident: Incident, tmp_path: Path) -> None:
    points = Points.of([LonLat(120.912, 30.211), LonLat(120.93, 30.211), LonLat(121.4, 30.211)])
    ways = [Road(0, 1, 1800.0, {Profile.CAR: 36.0}), Road(1, 2, 45_000.0, {Profile.CAR: 36.0})]
    RoadGraph.build(points, ways).save(tmp_path / ROADS)

    fan = _fan(signed_in("dispatcher"), incident).json()

    assert [one["properties"]["minutes"] for one in fan["places"]["features"]] == [0.0, 3.0]
    assert fan["incidents"]["features"][0]["geometry"]["coordinates"] == [120.912, 30.211]
    assert [one["properties"]["call_sign"] for one in fan["units"]["features"]] == ["巡一"]
    assert not fan["is_estimated"]


def test_without_roads_the_fan_is_round_and_an_estimate(signed_in: Any, incident: Incident) -> None:
    fan = _fan(signed_in("dispatcher"), incident).json()

    assert fan["is_estimated"]
    assert 1000 < len(fan["places"]["features"]) <= 4000
    assert max(one["properties"]["minutes"] for one in fan["places"]["features"]) <= 20


def test_without_a_place_there_is_no_fan_and_the_page_offers_none(signed_in: Any, incident: Incident) -> None:
    Incident.objects.filter(pk=incident.pk).update(lon=None, lat=None)
    desk = signed_in("dispatcher")

    assert _fan(desk, incident).status_code == 409
    assert "data-fan" not in desk.get(f"/incidents/{incident.number}/").content.decode()


def test_the_page_offers_the_fan_to_who_may_send_units_and_to_nobody_else(signed_in: Any, incident: Incident) -> None:
    assert "data-fan" in signed_in("dispatcher").get(f"/incidents/{incident.number}/").content.decode()
    assert _fan(signed_in("call_taker"), incident).status_code in (403, 404)
    assert _fan(signed_in("dispatcher@02"), incident).status_code == 404
