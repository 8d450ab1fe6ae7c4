"""Kind and place are facts with a history: corrected at any time, journalled, planned anew."""

from datetime import datetime, timedelta

import pytest

from linwang.foundation import journal
from linwang.foundation.refusals import BadInput, NotAllowed, NotFound
from linwang.incidents.actions.classify import classify
from linwang.incidents.actions.locate import locate
from linwang.incidents.models import Incident
from linwang.incidents.states import Act
from linwang.places.models import Beat
from tests.builders import Town
from tests.incidents.calls import act, send, take


def test_the_first_kind_is_a_fact_and_the_second_a_correction(town: Town, now: datetime) -> None:
    number = take(town, now)

    classify(number=number, kind="theft.market", **act(town, now))
    classify(number=number, kind="violence.fight", words="还在打", **act(town, now))

    first, second = journal.lines_of("incident", [number])[1:]
    assert (first.what, first.words) == (Act.CLASSIFIED, "市场扒窃 C")
    assert (second.what, second.words) == (Act.RECLASSIFIED, "市场扒窃 C → 打架斗殴 A：还在打")
    assert (second.facts["before"]["kind"], second.facts["after"]["priority"]) == ("theft.market", "A")


def test_open_orders_get_the_new_limits_and_the_journal_says_so(town: Town, now: datetime) -> None:
    number = take(town, now)
    order = send(town, number, "巡一", now)

    classify(number=number, kind="violence.fight", **act(town, now))

    order.refresh_from_db()
    assert order.sign_by == now + timedelta(seconds=60)
    assert order.arrive_by == now + timedelta(minutes=5)
    (change,) = journal.lines_of("incident", [number])[-1].facts["replanned"]
    assert (change["unit"], change["after"]["sign_by"]) == ("巡一", "07-15 20:01:00")
    assert Incident.objects.get(number=number).due_at == order.sign_by


def test_volunteers_near_what_turns_out_dangerous_are_named(town: Town, now: datetime) -> None:
    number = take(town, now)
    send(town, number, "守四", now)

    classify(number=number, kind="violence.fight", **act(town, now))

    assert journal.lines_of("incident", [number])[-1].facts["to_recall"] == ["守四"]


def test_a_correction_that_changes_nothing_is_refused(town: Town, now: datetime) -> None:
    number = take(town, now, kind="theft.market")

    with pytest.raises(BadInput, match="没有变化"):
        classify(number=number, kind="theft.market", **act(town, now))
    with pytest.raises(BadInput, match="级别"):
        classify(number=number, kind="theft.market", priority="E", **act(town, now))


def test_who_may_not_correct_and_who_may_not_see_is_refused(town: Town, now: datetime) -> None:
    number = take(town, now)

    with pytest.raises(NotAllowed):
        classify(number=number, kind="theft.market", **act(town, now, "community_officer"))
    with pytest.raises(NotFound):
        locate(number=number, place=town.market.pk, **act(town, now, "call_taker@02"))


def test_a_place_is_found_and_corrected_and_the_ground_follows(town: Town, now: datetime) -> None:
    number = take(town, now, place_words="菜场")
    order = send(town, number, "巡一", now)
    Beat.objects.filter(pk=town.beat.pk).update(ground="outskirts")

    locate(number=number, place=town.market.pk, **act(town, now))

    incident = Incident.objects.get(number=number)
    order.refresh_from_db()
    line = journal.lines_of("incident", [number])[-1]
    assert (incident.place, incident.beat, incident.ground) == (town.market, town.beat, "outskirts")
    assert order.arrive_by == now + timedelta(minutes=15)
    assert (line.what, line.words) == (Act.RELOCATED, "菜场 → 东门菜市场")


def test_words_alone_are_a_place_too_and_keep_the_point(town: Town, now: datetime) -> None:
    number = take(town, now, place=town.market.pk)

    locate(number=number, words="北门进去第三排", **act(town, now))

    incident = Incident.objects.get(number=number)
    assert (incident.place_words, incident.lon) == ("北门进去第三排", 120.912)
    with pytest.raises(BadInput):
        locate(number=number, words=" ", **act(town, now))
