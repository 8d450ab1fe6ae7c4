"""Kinds from words: a worked example, a judgement on made-up calls, and refusals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linwang.science.matching.kinds import KindIndex, KindSuggestion, KindWords
from tests.science.matching.synthetic_calls import SaidKind, said_kinds, synthetic_calls, synthetic_examples

THREE = (
    KindWords("THEFT_EBIKE", "盗窃电动车", ("电动车被偷", "电瓶车丢了")),
    KindWords("FIGHT", "打架斗殴", ("打起来了", "动手打人")),
    KindWords("FIRE", "房屋火灾", ("着火", "冒烟")),
)


def index_of(kinds: tuple[SaidKind, ...], each: int) -> KindIndex:
    examples = synthetic_examples(kinds, each=each, seed=3)
    return KindIndex.build([KindWords(k.code, k.name, k.also, examples[k.code]) for k in kinds])


def judged(each: int, count: int = 1000) -> tuple[float, float, float]:
    """Share right among the first three, share called sure, share wrong among the sure."""
    kinds = said_kinds()
    index = index_of(kinds, each)
    answers = [(call.code, index.suggest(call.story, 3)) for call in synthetic_calls(kinds, count=count, seed=11)]
    found = sum(code in [s.code for s in offered] for code, offered in answers)
    sure = [offered[0].code == code for code, offered in answers if offered and offered[0].is_sure]
    return found / count, len(sure) / count, 1 - sum(sure) / max(len(sure), 1)


def test_the_catalogues_own_words_are_enough_to_start():
    index = KindIndex.build(THREE)

    first, *_ = index.suggest("我的电瓶车停在楼下丢了")

    assert first.code == "THEFT_EBIKE"
    assert "电瓶车" in first.matched_words


def test_a_slip_of_the_keyboard_does_not_hide_the_kind():
    assert KindIndex.build(THREE).suggest("电动车背偷了")[0].code == "THEFT_EBIKE"


def test_a_story_in_unknown_words_gets_no_answer():
    index = KindIndex.build(THREE)

    assert index.suggest("ohé") == ()
    assert index.suggest("") == ()
    assert index.suggest("!!,。") == ()


def test_a_confirmed_story_teaches_its_words_and_leaves_the_old_index_alone():
    before = KindIndex.build(THREE)

    after = before.with_example("FIGHT", "两桌人抡凳子")

    assert before.suggest("有人抡凳子") != after.suggest("有人抡凳子")
    assert after.suggest("有人抡凳子")[0].code == "FIGHT"


def test_learning_one_by_one_is_the_same_as_learning_at_once():
    stories = {"FIGHT": ("两桌人抡凳子", "一拳打倒"), "FIRE": ("楼上黑烟滚滚",), "THEFT_EBIKE": ()}
    at_once = KindIndex.build([KindWords(k.code, k.name, k.also, stories[k.code]) for k in THREE])
    one_by_one = KindIndex.build(THREE)
    for code, told in stories.items():
        for story in told:
            one_by_one = one_by_one.with_example(code, story)

    asked = "烧烤摊有人抡凳子,还有黑烟"

    for left, right in zip(at_once.suggest(asked), one_by_one.suggest(asked), strict=True):
        assert left.code == right.code
        assert left.score == pytest.approx(right.score, abs=1e-6)


def test_an_item_without_confirmed_stories_is_still_reached_by_its_name():
    kinds = said_kinds()
    examples = synthetic_examples(kinds, each=3, seed=3) | {kinds[0].code: ()}
    index = KindIndex.build([KindWords(k.code, k.name, k.also, examples[k.code]) for k in kinds])

    assert index.suggest(f"你好,{kinds[0].name},快来")[0].code == kinds[0].code


def test_three_confirmed_stories_an_item_put_the_right_one_among_three():
    found, share_sure, wrong = judged(each=3)

    assert found >= 0.95
    assert wrong <= 0.05
    assert share_sure >= 0.3


@pytest.mark.parametrize("each", [1, 10])
def test_what_is_called_sure_is_seldom_wrong(each):
    found, _, wrong = judged(each)

    assert wrong <= 0.05
    assert found >= {1: 0.75, 10: 0.98}[each]


def test_without_a_confirmed_story_the_order_helps_and_nothing_is_called_sure():
    found, share_sure, _ = judged(each=0, count=400)

    assert found >= 0.6
    assert share_sure == 0


@given(st.text(max_size=60), st.integers(min_value=1, max_value=6))
def test_whatever_is_typed_the_answer_is_well_formed(story, k):
    offered = KindIndex.build(THREE).suggest(story, k)

    assert len(offered) <= min(k, 3)
    assert all(isinstance(s, KindSuggestion) and 0 <= s.score <= 1 for s in offered)
    assert [s.score for s in offered] == sorted((s.score for s in offered), reverse=True)
    assert sum(s.is_sure for s in offered) <= 1


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="same code"):
        KindIndex.build([THREE[0], THREE[0]])
    with pytest.raises(ValueError, match="code and a name"):
        KindWords("", "打架")
    with pytest.raises(KeyError):
        KindIndex.build(THREE).with_example("NOPE", "打起来了")


def test_an_empty_catalogue_answers_nothing():
    assert KindIndex.build([]).suggest("着火") == ()
