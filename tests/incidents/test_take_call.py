"""Taking calls: a new incident, one more caller, and every refusal with its sentence."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from linwang.foundation import journal
from linwang.foundation.refusals import BadInput, NotAllowed, NotFound, WrongMoment
from linwang.incidents.actions.take_call import take_call
from linwang.incidents.models import Answer, Call, CallDraft, Caller, Incident, IncomingCall
from linwang.incidents.rules.calls import Answered
from linwang.incidents.states import Act
from linwang.places.models import Beat, Grid
from tests.builders import Town, new_key

WORDS = "我在东门菜市场,  钱包被人偷了!\n快来"


def take(town: Town, now: datetime, **changes: Any) -> str:
    told = {"words": WORDS, "channel": "phone", "rang_at": now - timedelta(seconds=20), "key": new_key(),
            "by": town.actor("call_taker"), "at": now}  # fmt: skip
    return take_call(**{**told, **changes})


def test_a_call_becomes_an_incident_with_kind_place_and_clock(town: Town, now: datetime) -> None:
    number = take(town, now, kind="theft.market", place=town.market.pk, caller_name="王", caller_phone="138 0000-1111")

    incident = Incident.objects.get(number=number)
    assert number == "JQ01-20260715-0001"
    assert (incident.kind.code, incident.priority, incident.place, incident.beat) == (
        "theft.market", "C", town.market, town.beat,
    )  # fmt: skip
    assert (incident.status, incident.due) == ("received", "dispatch")
    assert incident.due_at == now - timedelta(seconds=20) + timedelta(minutes=3)
    assert Call.objects.get(incident=incident).words == WORDS
    assert Caller.objects.get(call__incident=incident).phone == "13800001111"
    assert [line.what for line in journal.lines_of("incident", [number])] == [Act.CALL_TAKEN]


def test_the_title_is_one_short_line_and_the_words_stay_verbatim(town: Town, now: datetime) -> None:
    number = take(town, now, words="哎" * 60 + "\n救命")

    incident = Incident.objects.get(number=number)
    assert (len(incident.title), incident.title[-1]) == (40, "…")
    assert incident.calls.get().words == "哎" * 60 + "\n救命"


def test_a_place_nobody_knows_is_kept_as_it_was_said(town: Town, now: datetime) -> None:
    number = take(town, now, place_words="三塘河边上")

    incident = Incident.objects.get(number=number)
    assert (incident.place, incident.lon, incident.place_words) == (None, None, "三塘河边上")


def test_a_point_finds_its_beat_grid_and_ground(town: Town, now: datetime) -> None:
    Beat.objects.filter(pk=town.beat.pk).update(ground="country")
    square = [[120.90, 30.20], [120.92, 30.20], [120.92, 30.22], [120.90, 30.22]]
    grid = Grid.objects.create(
        station=town.station, beat=town.beat, code="g1", name="一格", area=square, lon=120.91, lat=30.21
    )

    incident = Incident.objects.get(number=take(town, now, lon=120.91, lat=30.21))

    assert (incident.beat, incident.grid, incident.ground) == (town.beat, grid, "country")


def test_an_outline_that_changed_is_used_at_once(town: Town, now: datetime) -> None:
    assert Incident.objects.get(number=take(town, now, lon=120.91, lat=30.21)).beat == town.beat

    Beat.objects.filter(pk=town.beat.pk).update(area=[[0, 0], [1, 0], [1, 1]])

    assert Incident.objects.get(number=take(town, now, lon=120.91, lat=30.21)).beat is None


def test_an_anonymous_caller_leaves_no_name_and_no_number(town: Town, now: datetime) -> None:
    number = take(town, now, is_anonymous=True, caller_name="王", caller_phone="13800001111")

    assert Call.objects.get(incident__number=number).is_anonymous
    assert not Caller.objects.exists()


def test_one_more_caller_joins_the_open_incident(town: Town, now: datetime) -> None:
    number = take(town, now)

    again = take(town, now, words="菜市场有人打架", join=number, place=town.market.pk, channel="watcher")

    incident = Incident.objects.get(number=number)
    assert (again, incident.caller_count, incident.calls.count(), incident.place) == (number, 2, 2, town.market)
    assert [line.what for line in journal.lines_of("incident", [number])] == [Act.CALL_TAKEN, Act.CALL_ADDED]


def test_nobody_joins_a_closed_incident(town: Town, now: datetime) -> None:
    number = take(town, now)
    Incident.objects.filter(number=number).update(status="closed", closed_at=now, disposition="handled")

    with pytest.raises(WrongMoment, match="已办结"):
        take(town, now, join=number)

    assert Call.objects.count() == 1


def test_whoever_joins_a_merged_incident_is_told_where_it_went(town: Town, now: datetime) -> None:
    kept, merged = take(town, now), take(town, now)
    Incident.objects.filter(number=merged).update(
        status="merged", merged_into=Incident.objects.get(number=kept), due_at=None
    )

    with pytest.raises(WrongMoment, match=kept):
        take(town, now, join=merged)


def test_nobody_joins_an_incident_of_another_station(town: Town, now: datetime) -> None:
    number = take(town, now)

    with pytest.raises(NotFound):
        take(town, now, join=number, by=town.actor("call_taker@02"))


def test_a_call_sent_twice_is_taken_once_and_its_draft_is_gone(town: Town, now: datetime) -> None:
    key = new_key()
    CallDraft.objects.create(
        key=key, station=town.station, person=town.people["call_taker"], begun_at=now, changed_at=now
    )

    assert take(town, now, key=key) == take(town, now, key=key)

    assert (Incident.objects.count(), CallDraft.objects.count()) == (1, 0)


def test_a_call_handed_in_twice_by_another_system_is_taken_once(town: Town, now: datetime) -> None:
    first = take(town, now, outside_number="110-7", source="110", channel="feed")

    assert take(town, now, outside_number="110-7", source="110", channel="feed") == first
    assert take(town, now, outside_number="110-7", source="fire", channel="feed") != first


def test_the_announced_call_is_linked(town: Town, now: datetime) -> None:
    ringing = IncomingCall.objects.create(station=town.station, outside_number="t-1", rang_at=now)

    number = take(town, now, outside_number="t-1", source="telephone")

    ringing.refresh_from_db()
    assert ringing.call.incident.number == number


def test_answers_are_kept_the_last_one_of_each_question(town: Town, now: datetime) -> None:
    said = [Answered("what", "丢了什么?", "钱"), Answered("what", "丢了什么?", "钱包"), Answered("who", "谁?", " ")]

    take(town, now, answers=said)

    assert list(Answer.objects.values_list("question", "answer")) == [("what", "钱包")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"words": " "}, "words"),
        ({"channel": "pigeon"}, "channel"),
        ({"kind": "no.such"}, "kind"),
        ({"place": 0}, "place"),
        ({"lon": 200.0, "lat": 3.0}, "lon"),
        ({"lon": 120.0}, "lon"),
    ],
)
def test_bad_input_gets_a_sentence_at_its_field(town: Town, now: datetime, changes: dict, field: str) -> None:
    with pytest.raises(BadInput) as refused:
        take(town, now, **changes)

    assert field in refused.value.fields
    assert not Incident.objects.exists()


def test_a_ring_in_the_future_is_refused(town: Town, now: datetime) -> None:
    with pytest.raises(BadInput, match="将来"):
        take(town, now, rang_at=now + timedelta(hours=1))


def test_a_guard_takes_no_calls(town: Town, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        take(town, now, by=town.actor("guard"))


def test_taking_a_call_asks_the_database_little(town: Town, now: datetime, django_assert_max_num_queries: Any) -> None:
    take(town, now, place=town.market.pk, caller_phone="2")

    with django_assert_max_num_queries(18):
        take(town, now, kind="theft.market", place=town.market.pk, caller_phone="1", answers=[Answered("a", "b", "c")])
