"""What is offered while a call is typed: kinds that learn from closed incidents, and likely the same event."""

from datetime import datetime, timedelta

import pytest

from linwang.foundation.refusals import NotFound
from linwang.incidents.actions.merge import merge
from linwang.incidents.models import Incident
from linwang.incidents.queries import kind_index
from linwang.incidents.queries.intake import Typed, suggestions
from linwang.incidents.queries.intake_page import intake_page, talk_page
from linwang.incidents.queries.same_event import likely_events, same_events_of
from linwang.science.geo.points import LonLat
from tests.builders import Town
from tests.incidents.calls import act, take


def close_as(number: str, at: datetime) -> None:
    Incident.objects.filter(number=number).update(status="closed", closed_at=at, disposition="handled", due_at=None)


def test_a_kind_is_offered_by_the_catalogues_own_words(town: Town, now: datetime) -> None:
    offered = suggestions(Typed(words="有人打架斗殴"), seen_by=town.actor("call_taker"), at=now)

    assert offered.kinds[0].code == "violence.fight"
    assert "打架斗殴" in "".join(offered.kinds[0].matched_words)
    assert suggestions(Typed(), seen_by=town.actor("call_taker"), at=now).kinds == ()


def test_stories_of_closed_incidents_teach_the_next_day(town: Town, now: datetime) -> None:
    by, words = town.actor("call_taker"), "隔壁老王的三轮不见影"
    before = {one.code: one.percent for one in suggestions(Typed(words=words), seen_by=by, at=now).kinds}
    for _ in range(3):
        close_as(take(town, now, words="三轮不见影了", kind="theft.from_vehicle"), now)

    after = suggestions(Typed(words=words), seen_by=by, at=now + timedelta(days=1)).kinds

    assert after[0].code == "theft.from_vehicle"
    assert before.get("theft.from_vehicle", 0) < after[0].percent


def test_the_catalogues_change_is_seen_at_once(town: Town, now: datetime) -> None:
    station = town.station.pk
    assert "violence.fight" in kind_index.known_kinds(station=station, at=now).kinds

    town.kinds["violence.fight"].is_used = False
    town.kinds["violence.fight"].save(update_fields=["is_used"])

    assert "violence.fight" not in kind_index.known_kinds(station=station, at=now).kinds


def test_likely_the_same_event_says_metres_minutes_and_words(town: Town, now: datetime) -> None:
    number = take(town, now - timedelta(minutes=4), words="菜市场门口着火了", place=town.market.pk)
    far = take(town, now, words="着火", lon=120.80, lat=30.10)

    events = likely_events(
        words="菜市场门口着火", seen_by=town.actor("call_taker"), at=now, point=LonLat(120.912, 30.211)
    )

    assert [event.number for event in events] == [number]
    assert far not in {event.number for event in events}
    assert events[0].reasons[:2] == ("相距 0 米", "相隔 4 分钟")
    assert any("着火" in reason for reason in events[0].reasons)


def test_events_long_ago_closed_or_of_others_are_not_offered(town: Town, now: datetime) -> None:
    take(town, now - timedelta(hours=3), place=town.market.pk)
    close_as(take(town, now, place=town.market.pk), now)
    take(town, now, by=town.actor("call_taker@02"), place=town.market.pk)

    seen_by = town.actor("call_taker")
    assert likely_events(words="钱包被偷了", seen_by=seen_by, at=now, point=LonLat(120.912, 30.211)) == ()


def test_the_list_of_an_incident_names_what_was_merged(town: Town, now: datetime) -> None:
    kept, other, third = (take(town, now, place=town.market.pk) for _ in range(3))
    merge(kept=kept, merged=other, **act(town, now))
    seen_by = town.actor("call_taker")

    same = same_events_of(kept, seen_by=seen_by, at=now)

    assert [event.number for event in same.merged] == [other]
    assert [event.number for event in same.likely] == [third]
    assert same_events_of(other, seen_by=seen_by, at=now).merged_into == kept


def test_questions_come_urgent_first_with_their_answers(town: Town, now: datetime) -> None:
    typed = Typed(kind="theft.market", answers={"what": "钱包"})

    kind = suggestions(typed, seen_by=town.actor("call_taker"), at=now).chosen_kind

    assert kind is not None
    assert [(asked.code, asked.is_urgent, asked.answer) for asked in kind.questions] == [
        ("still_there", True, ""),
        ("what", False, "钱包"),
    ]


def test_units_are_offered_once_the_place_is_known(town: Town, now: datetime) -> None:
    seen_by = town.actor("dispatcher")

    assert not suggestions(Typed(words="x"), seen_by=seen_by, at=now).has_point
    assert suggestions(Typed(words="x", place=town.market.pk), seen_by=seen_by, at=now).has_point


def test_the_page_of_a_talk_is_ones_own_stations_alone(town: Town, now: datetime) -> None:
    number = take(town, now, kind="theft.market")

    page = talk_page(number, draft=None, seen_by=town.actor("call_taker"))
    assert (page.taken.words, page.fields["kind"]) == ("钱包被偷了", "theft.market")
    with pytest.raises(NotFound):
        talk_page(number, draft=None, seen_by=town.actor("call_taker@02"))


def test_an_empty_page_has_every_kind_once(town: Town, now: datetime) -> None:
    page = intake_page(draft=None, incoming=None, seen_by=town.actor("call_taker"), at=now)

    codes = [code for group in page.kinds for code, _name in group.kinds]
    assert sorted(codes) == sorted(town.kinds)
    assert all(code != "feed" for code, _label in page.channels)
