"""The one question: worked examples, comparison with counting every answer, and refusals."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linwang.science.matching.one_question import Attribute, Possibility, best_question


def place(number: int, weight: float = 1.0, **known: str | tuple[str, ...]) -> Possibility:
    values = {Attribute(name): (said,) if isinstance(said, str) else said for name, said in known.items()}
    return Possibility(number, weight, values)


def test_the_river_on_the_border_is_settled_by_the_town():
    question = best_question([place(1, town="长河镇", kind="河"), place(2, town="低塘街道", kind="河")])

    assert question is not None
    assert question.attribute == Attribute.TOWN
    assert question.bits == pytest.approx(1.0)
    assert question.expected_remaining == 1.0
    assert question.remaining_after("长河镇") == (1,)


def test_an_even_split_beats_an_uneven_one():
    places = [place(n, town="A" if n < 2 else "B", kind="x" if n < 1 else "y") for n in range(4)]

    question = best_question(places)

    assert question is not None
    assert question.attribute == Attribute.TOWN
    assert question.expected_remaining == 2.0


def test_likelier_places_count_for_more():
    places = [place(1, 8.0, town="A", kind="x"), place(2, 1.0, town="B", kind="x"), place(3, 8.0, town="B", kind="y")]

    question = best_question(places)

    assert question is not None
    assert question.bits == pytest.approx(-8 / 17 * log2(8 / 17) - 9 / 17 * log2(9 / 17))


def test_a_place_of_which_nothing_is_known_stays_under_every_answer():
    question = best_question([place(1, town="A"), place(2, town="B"), place(3)])

    assert question is not None
    assert {answer.value: answer.remaining for answer in question.answers} == {"A": (1, 3), "B": (2, 3)}


def test_a_place_near_two_landmarks_stays_under_both():
    question = best_question([place(1, near=("桥", "学校")), place(2, near="桥"), place(3, near="庙")])

    assert question is not None
    assert question.remaining_after("桥") == (2, 1)
    assert question.remaining_after("学校") == (1,)


@pytest.mark.parametrize(
    "places", [[], [place(1, town="A")], [place(1, town="A"), place(2, town="A")], [place(1), place(2)]]
)
def test_where_no_answer_could_help_no_question_is_asked(places):
    assert best_question(places) is None


described = st.fixed_dictionaries(
    {},
    optional={a: st.lists(st.sampled_from("ABC"), min_size=1, max_size=2, unique=True).map(tuple) for a in Attribute},
)
crowds = st.lists(st.tuples(st.floats(0.1, 10), described), min_size=1, max_size=9).map(
    lambda rows: [Possibility(number, weight, known) for number, (weight, known) in enumerate(rows)]
)


@given(crowds)
def test_nobody_is_lost_and_chances_add_up(crowd):
    question = best_question(crowd)

    if question is not None:
        assert sum(answer.probability for answer in question.answers) == pytest.approx(1.0)
        assert {one for answer in question.answers for one in answer.remaining} == {one.id for one in crowd}
        assert 0 < question.bits <= log2(len(crowd)) + 1e-9


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz")), min_size=2, max_size=12))
def test_with_all_known_the_bits_are_those_of_counting(rows):
    crowd = [place(number, town=town, kind=kind) for number, (town, kind) in enumerate(rows)]

    def bits(column: int) -> float:
        counts = [sum(row[column] == value for row in rows) for value in {row[column] for row in rows}]
        return -sum(count / len(rows) * log2(count / len(rows)) for count in counts)

    question = best_question(crowd)

    best = max(bits(0), bits(1))
    assert question.bits == pytest.approx(best) if question else best == pytest.approx(0.0)


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="twice"):
        best_question([place(1), place(1)])
    with pytest.raises(ValueError, match="positive"):
        place(1, weight=0)
    with pytest.raises(ValueError, match="same word"):
        place(1, near=("桥", "桥"))
    with pytest.raises(ValueError, match="answered for"):
        best_question([place(1, town="A"), place(2, town="B")]).remaining_after("C")
