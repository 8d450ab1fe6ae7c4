"""Whom to send: reasons and shortfalls as the desk reads them."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from linwang.duty.models import UnitPosition
from linwang.incidents.models import Incident
from linwang.incidents.queries.ranking import Ranking, ranking_for
from linwang.places.models import Beat
from tests.builders import Town, place_unit
from tests.incidents.acting import send
from tests.incidents.making import make_incident


@pytest.fixture
def placed(manned: Town, now: datetime, settings: Any, tmp_path: Path) -> Town:
    settings.MAP_FOLDER = tmp_path
    for call_sign, lon in (("巡一", 120.9125), ("巡二", 120.93), ("辅三", 120.9121)):
        place_unit(manned.units[call_sign], lon, 30.211, now)
    return manned


def _ranking(town: Town, incident: Incident, at: datetime) -> Ranking:
    loaded = Incident.objects.select_related("kind__limits", "kind__procedure").get(pk=incident.pk)
    return ranking_for(loaded, seen_by=town.actor("dispatcher"), at=at)


def test_the_nearest_lawful_unit_stands_first_with_its_reasons(placed: Town, now: datetime) -> None:
    first, *_others = _ranking(placed, make_incident(placed, now), now).lawful

    assert (first.call_sign, first.shortfalls) == ("辅三", ("须与民警同去",))
    assert {"最近", "时限内可到", "空闲"} <= set(first.reasons)


def test_an_auxiliary_is_advised_only_when_police_are_at_it(placed: Town, now: datetime) -> None:
    incident = make_incident(placed, now)
    alone = {offer.call_sign for offer in _ranking(placed, incident, now).lawful if offer.is_advised}
    send(placed, incident, "巡一", at=now)

    together = {offer.call_sign for offer in _ranking(placed, incident, now).lawful if offer.is_advised}

    assert alone == {"巡一"}
    assert together == {"辅三"}


def test_the_price_is_told_before_a_beat_is_stripped(placed: Town, now: datetime) -> None:
    away = Beat.objects.create(
        station=placed.station, code="01-2", name="西桥警格", town="城西街道", lon=120.80, lat=30.211, ground="town"
    )  # fmt: skip
    for call_sign, lon in (("巡一", 120.801), ("巡二", 120.84)):
        UnitPosition.objects.filter(unit=placed.units[call_sign]).update(lon=lon)
    offers = {offer.call_sign: offer for offer in _ranking(placed, make_incident(placed, now), now).lawful}

    assert offers["巡一"].price == f"派出后{away.name}暂无留守，补位建议：巡二移至{away.name}（约 10 分钟）"
    assert offers["巡二"].price == ""


def test_as_many_are_asked_to_look_as_can_come_first_and_how_sure_that_is(placed: Town, now: datetime) -> None:
    place_unit(placed.units["守四"], 120.9121, 30.211, now)
    UnitPosition.objects.exclude(unit=placed.units["守四"]).update(lon=120.95)
    kind = placed.kinds["theft.market"]
    kind.first_eyes = ["observe"]
    kind.save(update_fields=["first_eyes"])

    ranking = _ranking(placed, make_incident(placed, now), now)

    assert [offer.call_sign for offer in ranking.first_eyes if offer.is_advised] == ["守四"]
    assert ranking.asking == "先到的只有 1 个可请，按以往应答率有 31% 把握来一个"


def test_a_busy_unit_says_with_what_and_stands_behind(placed: Town, now: datetime) -> None:
    other = make_incident(placed, now)
    send(placed, other, "辅三", at=now)

    offers = {offer.call_sign: offer for offer in _ranking(placed, make_incident(placed, now), now).lawful}

    assert offers["辅三"].shortfalls == (f"正在处置 {other.number}",)
    assert not offers["辅三"].is_possible
    assert offers["守四"].shortfalls[0] == "须辅警处置"


def test_volunteers_are_kept_from_danger_in_both_answers(placed: Town, now: datetime) -> None:
    ranking = _ranking(placed, make_incident(placed, now, kind="violence.fight"), now)

    for answer in (ranking.lawful, ranking.first_eyes):
        warden = next(offer for offer in answer if offer.call_sign == "守四")
        assert "有危险，不派" in warden.shortfalls


def test_an_old_position_is_told_with_its_age(placed: Town, now: datetime) -> None:
    late = now + timedelta(minutes=10)

    offer = next(o for o in _ranking(placed, make_incident(placed, late), late).lawful if o.call_sign == "巡一")

    assert "位置是 10 分钟前的" in offer.shortfalls


def test_without_a_place_units_are_still_offered(placed: Town, now: datetime) -> None:
    incident = make_incident(placed, now)
    incident.lon = incident.lat = None
    incident.save(update_fields=["lon", "lat"])

    ranking = _ranking(placed, incident, now)

    assert not ranking.has_place
    assert all(offer.seconds is None for offer in ranking.lawful)


def test_ranking_takes_few_queries(placed: Town, now: datetime, django_assert_max_num_queries: Any) -> None:
    incident = Incident.objects.select_related("kind__limits", "kind__procedure").get(pk=make_incident(placed, now).pk)
    by = placed.actor("dispatcher")

    ranking_for(incident, seen_by=by, at=now)
    with django_assert_max_num_queries(2):
        ranking_for(incident, seen_by=by, at=now)
