"""The intake page: what is typed is offered suggestions, kept, taken, and never lost."""

from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from linwang.foundation import clock
from linwang.incidents.actions.telephone import announce
from linwang.incidents.models import CallDraft, Incident
from linwang.places.models import PlaceName
from tests.builders import Town, new_key, place_unit, put_on_duty
from tests.incidents.calls import take

KEY = "0b5c2c5e-7d0f-4c1e-9a53-6a7a3d4b2f10"
WORDS = "东门菜市场有人偷钱包,市场扒窃"


@pytest.fixture
def desk(signed_in: Any) -> Any:
    return signed_in("dispatcher")


def test_the_empty_form_has_its_fields_and_its_clock(desk: Any, town: Town) -> None:
    page = desk.get(reverse("incidents:take_call"))

    html = page.content.decode()
    assert page.status_code == 200
    assert 'name="words"' in html
    assert "市场扒窃" in html
    assert "data-clock-since" in html


def test_a_guard_does_not_get_the_form(signed_in: Any) -> None:
    assert signed_in("guard").get(reverse("incidents:take_call")).status_code == 403


def test_suggestions_name_kind_place_event_and_unit(desk: Any, town: Town) -> None:
    at = clock.now()
    other = take(town, at, words="东门菜市场有人偷东西", place=town.market.pk, kind="theft.market")
    put_on_duty(town.people["auxiliary"], town.units["巡一"], at)
    place_unit(town.units["巡一"], 120.91, 30.21, at)

    answer = desk.post(reverse("incidents:suggest"), {"words": WORDS, "place": town.market.pk, "kind": "theft.market"})

    html = answer.content.decode()
    assert 'data-value="theft.market"' in html
    assert "东门菜市场" in html
    assert other in html
    assert "巡一" in html


def test_a_place_is_heard_in_the_story(desk: Any, town: Town) -> None:
    html = desk.post(reverse("incidents:suggest"), {"words": WORDS}).content.decode()

    assert f'data-accept="place" data-value="{town.market.pk}"' in html


def test_suggestions_ask_the_database_little(desk: Any, town: Town, django_assert_max_num_queries: Any) -> None:
    fields = {"words": WORDS, "place_words": "菜市场", "kind": "theft.market"}
    desk.post(reverse("incidents:suggest"), fields)

    with django_assert_max_num_queries(20):
        desk.post(reverse("incidents:suggest"), fields)


def test_the_questions_of_the_kind_keep_their_answers(desk: Any) -> None:
    html = desk.post(
        reverse("incidents:questions"), {"kind": "theft.market", "answer.what": "红色钱包"}
    ).content.decode()

    assert html.index("人还在现场吗?") < html.index("丢了什么?")
    assert 'value="红色钱包"' in html


def test_what_was_typed_survives_and_is_taken_up_again(desk: Any, town: Town) -> None:
    fields = {"key": KEY, "serial": "3", "words": WORDS, "kind": "theft.market", "answer.what": "钱包"}

    saved = desk.post(reverse("incidents:save_draft"), fields).json()
    older = desk.post(reverse("incidents:save_draft"), {**fields, "serial": "2", "words": "旧"}).json()
    page = desk.get(reverse("incidents:take_call"), {"draft": KEY}).content.decode()

    assert (saved["saved"], older["saved"]) == ("saved", "older")
    assert WORDS in page
    assert 'value="钱包"' in page
    assert f'value="{KEY}"' in page


def test_a_draft_is_offered_put_aside_and_taken_back(desk: Any) -> None:
    desk.post(reverse("incidents:save_draft"), {"key": KEY, "serial": "1", "words": WORDS})
    assert "没写完的接警" in desk.get(reverse("incidents:take_call")).content.decode()

    desk.post(reverse("incidents:discard_draft", args=[KEY]))
    assert "没写完的接警" not in desk.get(reverse("incidents:take_call")).content.decode()

    back = desk.post(reverse("incidents:restore_draft", args=[KEY]))
    assert back["Location"].endswith(f"?draft={KEY}")


def test_a_draft_of_somebody_else_is_not_there(desk: Any, signed_in: Any) -> None:
    desk.post(reverse("incidents:save_draft"), {"key": KEY, "serial": "1", "words": WORDS})

    assert WORDS not in signed_in("call_taker").get(reverse("incidents:take_call"), {"draft": KEY}).content.decode()
    assert signed_in("call_taker").post(reverse("incidents:discard_draft", args=[KEY])).status_code == 404


def test_the_call_is_taken_with_the_key_of_its_draft(desk: Any, town: Town) -> None:
    desk.post(reverse("incidents:save_draft"), {"key": KEY, "serial": "1", "words": WORDS})
    fields = {"key": KEY, "words": WORDS, "channel": "walk_in", "place": town.market.pk, "kind": "theft.market",
              "answer.what": "钱包", "asked.what": "丢了什么?"}  # fmt: skip

    first = desk.post(reverse("incidents:take_call"), fields)
    second = desk.post(reverse("incidents:take_call"), fields)

    incident = Incident.objects.get()
    assert first["Location"] == second["Location"] == reverse("incidents:incident", args=[incident.number])
    assert (incident.place, incident.answers.get().text) == (town.market, "丢了什么?")
    assert not CallDraft.objects.exists()


def test_an_empty_call_is_refused_with_a_sentence_at_its_field(desk: Any) -> None:
    answer = desk.post(
        reverse("incidents:take_call"), {"key": KEY, "words": " "}, headers={"Accept": "application/json"}
    )

    assert answer.status_code == 422
    assert "words" in answer.json()["fields"]


@pytest.mark.parametrize("field", [{"rang_at": "gestern"}, {"place": "x"}, {"kind": ""}, {"narrowed": "a,b"}])
def test_what_cannot_be_read_counts_as_empty(desk: Any, field: dict[str, str]) -> None:
    assert desk.post(reverse("incidents:suggest"), {"words": WORDS, **field}).status_code == 200
    assert desk.post(reverse("incidents:take_call"), {"key": KEY, "words": WORDS, **field}).status_code == 302


def test_the_order_goes_out_first_and_the_talk_goes_on(desk: Any, town: Town) -> None:
    at = clock.now()
    put_on_duty(town.people["auxiliary"], town.units["巡一"], at)
    unit = town.units["巡一"].pk

    ordered = desk.post(reverse("incidents:order_now"), {"key": KEY, "words": "打起来了", "units": [unit]})
    number = Incident.objects.get().number
    page = desk.get(ordered["Location"]).content.decode()
    done = desk.post(ordered["Location"], {"key": str(new_key()), "further_words": "还有刀", "kind": "violence.fight"})

    assert ordered["Location"] == reverse("incidents:talk", args=[number])
    assert "打起来了" in page
    assert "巡一" in page
    assert done["Location"] == reverse("incidents:incident", args=[number])
    incident = Incident.objects.get()
    assert (incident.priority, incident.calls.get().words) == ("A", "打起来了")


def test_one_more_caller_joins_by_one_key(desk: Any, town: Town) -> None:
    number = take(town, clock.now())

    desk.post(reverse("incidents:take_call"), {"key": KEY, "words": "又有人说", "join": number})

    assert Incident.objects.get().caller_count == 2


def test_a_ring_is_shown_answered_and_opens_the_form_with_its_number(desk: Any, signed_in: Any, town: Town) -> None:
    at = clock.now()
    ring = announce(
        outside_number="t-1", phone="13800001111", rang_at=at, key=new_key(), by=town.actor("dispatcher"), at=at
    )
    assert "13800001111" in desk.get(reverse("incidents:ringing")).content.decode()

    answered = desk.post(reverse("incidents:answer_ring", args=[ring]), {"key": str(new_key())})
    late = signed_in("call_taker").post(
        reverse("incidents:answer_ring", args=[ring]), {"key": str(new_key())}, headers={"Accept": "application/json"}
    )
    page = desk.get(answered["Location"]).content.decode()

    assert 'value="13800001111"' in page
    assert 'name="outside_number" value="t-1"' in page
    assert (late.status_code, "测试dispatcher" in late.json()["refusal"]) == (409, True)


def test_the_same_event_is_offered_merged_and_taken_apart(desk: Any, town: Town) -> None:
    at = clock.now()
    kept, other = (take(town, at, words=WORDS, place=town.market.pk, kind="theft.market") for _ in range(2))
    page = desk.get(reverse("incidents:same_event", args=[kept])).content.decode()
    assert other in page

    desk.post(reverse("incidents:merge", args=[kept]), {"key": str(new_key()), "merged": other})
    assert Incident.objects.get(number=other).status == "merged"
    assert "撤销并案" in desk.get(reverse("incidents:same_event", args=[kept])).content.decode()

    desk.post(reverse("incidents:unmerge", args=[other]), {"key": str(new_key())})
    assert Incident.objects.get(number=other).status == "received"


@pytest.mark.parametrize("page", ["same_event", "talk", "correct_kind", "correct_place", "answers"])
def test_nobody_looks_into_another_stations_incident(signed_in: Any, town: Town, page: str) -> None:
    number = take(town, clock.now(), kind="theft.market")

    assert signed_in("dispatcher@02").get(reverse(f"incidents:{page}", args=[number])).status_code == 404
    assert signed_in("dispatcher").get(reverse(f"incidents:{page}", args=[number])).status_code == 200


def test_kind_place_and_answers_are_corrected_from_small_forms(desk: Any, town: Town) -> None:
    number = take(town, clock.now())
    found = desk.get(reverse("incidents:places"), {"words": "菜市场"}).content.decode()
    assert f'value="{town.market.pk}"' in found

    for page, fields in (
        ("correct_kind", {"kind": "theft.market", "priority": "B"}),
        ("correct_place", {"place": town.market.pk, "words": "菜场"}),
        ("answers", {"answer.what": "钱包", "asked.what": "丢了什么?"}),
        ("three_way", {"with_whom": "巡一"}),
    ):
        desk.post(reverse(f"incidents:{page}", args=[number]), {"key": str(new_key()), **fields})

    incident = Incident.objects.get()
    assert (incident.kind.code, incident.priority, incident.place) == ("theft.market", "B", town.market)
    assert incident.answers.get().answer == "钱包"


def test_a_form_without_a_key_is_sent_back(desk: Any) -> None:
    answer = desk.post(reverse("incidents:take_call"), {"words": WORDS}, headers={"Accept": "application/json"})

    assert answer.status_code == 422
    assert not Incident.objects.exists()


def test_neighbours_places_are_marked(desk: Any, town: Town) -> None:
    PlaceName.objects.create(station=town.neighbour, name="柳湾老码头", kind="other", lon=120.99, lat=30.25, cell=0)

    html = desk.post(reverse("incidents:suggest"), {"words": "x", "place_words": "柳湾老码头"}).content.decode()

    assert "柳湾派出所" in html
    assert UUID(KEY)
