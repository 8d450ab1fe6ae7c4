from collections import Counter
from datetime import timedelta
from pathlib import Path

import numpy as np

from linwang import incidents
from linwang.foundation.clock import local
from linwang.incidents.rules.past import PastOrder
from linwang.jobs.demo.calls import build_history
from linwang.jobs.demo.events import History
from linwang.jobs.demo.layout import Town
from linwang.jobs.demo.staff import Staff
from linwang.jobs.demo.topics import read_kinds, topics_of
from linwang.jobs.demo.words import word_list
from tests.jobs.demo.conftest import KINDS, THIS_MOMENT

CATALOGUE = Path(incidents.__file__).parent / "catalogue.yaml"


def test_the_same_seed_gives_the_same_calls(county: Town, staff: Staff) -> None:
    first, again = (
        build_history(np.random.default_rng(3), county, staff, KINDS, THIS_MOMENT, closed=60, still_open=30)
        for _ in range(2)
    )

    assert first == again


def test_the_number_of_open_incidents_is_the_number_asked_for(county: Town, staff: Staff, history: History) -> None:
    few = build_history(np.random.default_rng(3), county, staff, KINDS, THIS_MOMENT, closed=20, still_open=7)

    assert len(history.open) == 300
    assert len(few.open) == 7
    assert sum(not incident.same_as for incident in history.past) == 1500


def _moments(order: PastOrder) -> list:
    moments = (order.sent_at, order.acknowledged_at, order.en_route_at, order.on_scene_at, order.reported_at)
    return [moment for moment in moments if moment]


def test_moments_follow_each_other_and_none_lies_ahead(history: History) -> None:
    for incident in (*history.past, *history.open):
        assert incident.rang_at <= incident.received_at <= THIS_MOMENT
        for order in incident.orders:
            assert _moments(order) == sorted(_moments(order))
            assert incident.received_at <= order.sent_at
            assert _moments(order)[-1] <= THIS_MOMENT
        if incident.closed_at:
            reported = [order.reported_at for order in incident.orders]
            assert all(moment <= incident.closed_at <= THIS_MOMENT for moment in reported)


def test_open_incidents_are_up_to_two_days_old(history: History) -> None:
    ages = [THIS_MOMENT - incident.rang_at for incident in history.open]

    assert min(ages) < timedelta(minutes=10)
    assert timedelta(hours=24) < max(ages) < timedelta(hours=60)


def test_no_unit_has_two_open_orders(history: History) -> None:
    busy = Counter(order.unit for one in history.open for order in one.orders if order.status != "reported")

    assert max(busy.values()) == 1
    assert 50 <= len(busy) <= 80


def test_open_incidents_stand_at_every_step(history: History) -> None:
    standing = Counter(incident.orders[0].status if incident.orders else "received" for incident in history.open)

    assert all(standing[status] for status in ("received", "sent", "acknowledged", "en_route", "on_scene", "reported"))


def test_the_country_is_called_less_at_night_and_noise_comes_late(history: History) -> None:
    hours = Counter(local(incident.rang_at).hour for incident in history.past)
    noise = [local(one.rang_at).hour for one in history.past if one.kind == "noise.square"]

    assert sum(hours[hour] for hour in range(2, 5)) < sum(hours[hour] for hour in range(9, 12)) / 2
    assert sum(hour >= 18 or hour < 3 for hour in noise) > len(noise) / 2


def test_most_callers_are_satisfied_and_not_all_can_be_reached(history: History) -> None:
    results = Counter(one.callback.result for one in history.past if one.callback)
    said = Counter(one.callback.satisfaction for one in history.past if one.callback and one.callback.satisfaction)

    assert results["reached"] > results["no_answer"] > 0
    assert said[3] > said[2] > said[1] > 0


def test_the_words_name_the_place_as_it_was_said(history: History) -> None:
    named = [call for one in history.past for call in one.calls if call.place_words in call.words]

    assert len(named) > 1300
    assert not any("{" in call.words for one in history.past for call in one.calls)


def test_each_item_of_the_catalogue_gets_calls_also_one_that_the_demo_does_not_know() -> None:
    topics = topics_of(KINDS)

    assert [topic.kind for topic in topics] == list(KINDS)
    assert all(topic.share > 0 and topic.stories for topic in topics)


def test_every_item_and_category_that_the_stories_name_is_in_the_catalogue() -> None:
    kinds = read_kinds(CATALOGUE)

    assert set(word_list("stories")["kinds"]) <= {kind.code for kind in kinds}
    assert {kind.category for kind in kinds} == set(word_list("stories")["categories"])


def test_every_agency_that_the_catalogue_names_is_there(staff: Staff) -> None:
    told = {function for kind in read_kinds(CATALOGUE) for function in kind.agencies}

    assert told <= {partner.function for partner in staff.partners}
