"""The talk goes on after the first order: what is learnt is added, the first words stay."""

from datetime import datetime

import pytest

from linwang.foundation import journal
from linwang.foundation.refusals import BadInput, WrongMoment
from linwang.incidents.actions.answers import answer_questions
from linwang.incidents.actions.complete_call import Learnt, complete_call
from linwang.incidents.actions.order_now import order_now
from linwang.incidents.models import Answer, Assignment, Call, Caller, Incident
from linwang.incidents.rules.calls import Answered
from linwang.incidents.states import Act
from tests.builders import Town, put_on_duty
from tests.incidents.calls import act, take

WHAT = Answered("what", "丢了什么?", "钱包")


def test_everything_learnt_is_a_line_of_its_own(town: Town, now: datetime) -> None:
    number = take(town, now)
    learnt = Learnt(
        further_words="又说看见两个人", kind="theft.market", place=town.market.pk, place_words="菜场北门",
        caller_name="王", caller_phone="138", answers=(WHAT,),
    )  # fmt: skip

    complete_call(number=number, learnt=learnt, **act(town, now))

    assert [line.what for line in journal.lines_of("incident", [number])] == [
        Act.CALL_TAKEN, Act.CLASSIFIED, Act.LOCATED, Act.ANSWERED, Act.NOTED,
    ]  # fmt: skip
    assert Call.objects.get().words == "钱包被偷了"
    assert Caller.objects.get().name == "王"


def test_what_is_empty_or_the_same_changes_nothing(town: Town, now: datetime) -> None:
    number = take(town, now, kind="theft.market", place=town.market.pk, place_words="菜场", answers=[WHAT])

    complete_call(
        number=number,
        learnt=Learnt(kind="theft.market", place=town.market.pk, place_words="菜场", answers=(WHAT,)),
        **act(town, now),
    )

    assert len(journal.lines_of("incident", [number])) == 1


def test_an_anonymous_caller_stays_anonymous(town: Town, now: datetime) -> None:
    number = take(town, now, is_anonymous=True)

    complete_call(number=number, learnt=Learnt(caller_phone="138"), **act(town, now))

    assert not Caller.objects.exists()


def test_an_answer_given_anew_keeps_the_old_one_in_the_journal(town: Town, now: datetime) -> None:
    number = take(town, now, answers=[WHAT])

    assert answer_questions(number=number, answers=[Answered("what", "丢了什么?", "手机")], **act(town, now)) == 1

    assert Answer.objects.get().answer == "手机"
    assert journal.lines_of("incident", [number])[-1].facts["answers"][0]["before"] == "钱包"
    with pytest.raises(BadInput):
        answer_questions(number=number, answers=[], **act(town, now))


def test_ordering_now_takes_the_call_and_sends_the_unit_once(town: Town, now: datetime) -> None:
    put_on_duty(town.people["auxiliary"], town.units["巡一"], now)
    told = {**act(town, now, "dispatcher"), "words": "打起来了", "channel": "phone", "rang_at": now}

    first = order_now(units=[town.units["巡一"].pk], **told)
    second = order_now(units=[town.units["巡一"].pk], **told)

    assert (first, first.refusal) == (second, None)
    assert Assignment.objects.get().incident.number == first.number


def test_a_unit_that_cannot_go_never_costs_the_call(town: Town, now: datetime) -> None:
    told = {**act(town, now, "dispatcher"), "words": "打起来了", "channel": "phone", "rang_at": now}

    ordered = order_now(units=[town.units["巡一"].pk], **told)

    assert Incident.objects.get().number == ordered.number
    assert "巡一" in str(ordered.refusal)


def test_joining_a_call_by_order_now_refuses_a_closed_incident(town: Town, now: datetime) -> None:
    number = take(town, now)
    Incident.objects.update(status="closed", closed_at=now, disposition="handled")

    with pytest.raises(WrongMoment):
        order_now(units=[], join=number, words="x", channel="phone", rang_at=now, **act(town, now))
