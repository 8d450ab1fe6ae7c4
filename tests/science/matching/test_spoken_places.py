"""Sayings that name a place by another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linwang.science.matching.spoken_places import Relation, SpokenPlace, number_of, spoken_place


@pytest.mark.parametrize(
    ("said", "relation", "names", "number"),
    [
        ("菜市场后面", Relation.BEHIND, ("菜市场",), None),
        ("在菜市场的旁边", Relation.BESIDE, ("菜市场",), None),
        ("东门小学斜对面", Relation.OPPOSITE, ("东门小学",), None),
        ("老桥东边那里", Relation.EAST, ("老桥",), None),
        ("三塘江大桥和菜市场之间", Relation.BETWEEN, ("三塘江大桥", "菜市场"), None),
        ("人民路与解放路路口", Relation.BETWEEN, ("人民路", "解放路"), None),
        ("人民路128号", Relation.ON_ROAD, ("人民路",), 128),
        ("人民路一百二十八号", Relation.ON_ROAD, ("人民路",), 128),
        ("三塘江", Relation.AT, ("三塘江",), None),
        ("路边", Relation.AT, ("路边",), None),
        ("", Relation.AT, ("",), None),
    ],
)
def test_a_saying_is_taken_apart(said, relation, names, number):
    assert spoken_place(said) == SpokenPlace(relation, names, number)


@pytest.mark.parametrize(
    ("words", "number"), [("128", 128), ("一二八", 128), ("十二", 12), ("一百零五", 105), ("两百", 200), ("１２", 12)]
)
def test_house_numbers_are_read(words, number):
    assert number_of(words) == number


@given(st.text(max_size=40))
def test_whatever_is_said_something_is_left_to_look_up(said):
    found = spoken_place(said)

    assert found.names
    assert found.relation == Relation.AT or all(found.names)
