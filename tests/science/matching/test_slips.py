"""The prices of slips, many names at once, are those of walking each pair; keys find what differs by one syllable."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linwang.science.matching.name_table import Name, NameTable
from linwang.science.matching.said import Said
from linwang.science.matching.slips import (
    EXCHANGED,
    LEFT_OUT_INSIDE,
    PUT_IN_INSIDE,
    costs_of,
    left_out_at_end,
    prices_of,
    put_in_at_end,
)
from linwang.science.matching.sound_costs import ALIKE, DIALECT, OTHER, OTHER_DIALECT, SAME_SOUND, prices_of_sounds
from linwang.science.matching.sound_keys import SoundKeys
from linwang.science.matching.sounds import USUAL_MERGERS, sounds

PRICES = prices_of_sounds(USUAL_MERGERS)
CHARACTERS = "斗门村新城花园陈成程塘唐湖胡"
texts = st.text(alphabet=CHARACTERS, min_size=1, max_size=5)


def walked(said: Said, characters: np.ndarray, weights: np.ndarray) -> float:
    """The same question answered for one pair by going backwards through all ways."""
    prices, size = prices_of(said, characters, PRICES), len(characters)

    def at_ends(units: float, told: float) -> float:
        return put_in_at_end(units) + float(left_out_at_end(np.float32(told)))

    @cache
    def cost(i: int, j: int) -> float:
        ways = [at_ends(float(said.weights[:i].sum()), float(weights[:j].sum()))]
        if i:
            ways.append(cost(i - 1, j) + PUT_IN_INSIDE * said.weights[i - 1])
        if j:
            ways.append(cost(i, j - 1) + LEFT_OUT_INSIDE * weights[j - 1])
        if i and j:
            ways.append(cost(i - 1, j - 1) + prices[i - 1, j - 1] * max(said.weights[i - 1], weights[j - 1]))
        if i > 1 and j > 1:
            ways.append(cost(i - 2, j - 2) + prices[i - 2, j - 1] + prices[i - 1, j - 2] + EXCHANGED)
        return min(ways)

    ends = [
        cost(i, j) + at_ends(float(said.weights[i:].sum()), float(weights[j:].sum()))
        for i in range(1, len(said) + 1) for j in range(size + 1)
    ]  # fmt: skip
    return min(ends)


@settings(max_examples=150, deadline=None)
@given(texts, st.lists(texts, min_size=1, max_size=4))
def test_many_names_at_once_cost_what_each_costs_alone(text, names):
    table = NameTable.of([Name(number, name, "A") for number, name in enumerate(names)], {})
    (said,) = Said.ways(text)
    characters, weights = table.padded(np.arange(len(table)))

    together = costs_of(said, characters, weights, PRICES)

    for row, size in enumerate(table.sizes):
        alone = walked(said, characters[row, :size], weights[row, :size])
        assert together[row] == pytest.approx(alone, abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(texts)
def test_what_is_said_right_costs_nothing(text):
    table = NameTable.of([Name(1, text, "A")], {})
    (said,) = Said.ways(text)

    assert costs_of(said, *table.padded(np.arange(1)), PRICES) == pytest.approx(0.0, abs=1e-5)


@pytest.mark.parametrize(
    ("one", "other", "price"),
    [
        ("chen", "chen", SAME_SOUND),
        ("chen", "cheng", DIALECT),
        ("nan", "lan", DIALECT),
        ("fang", "huang", OTHER_DIALECT),
        ("ban", "pan", ALIKE),
        ("ban", "yue", OTHER),
    ],
)
def test_sounds_are_the_dearer_the_less_alike(one, other, price):
    numbers = sounds().numbers

    assert PRICES[numbers[one], numbers[other]] == pytest.approx(price)
    assert PRICES[numbers[other], numbers[one]] == pytest.approx(price)


def test_the_prices_of_sounds_are_in_order():
    assert all(one < other for one, other in pairwise((SAME_SOUND, DIALECT, OTHER_DIALECT, ALIKE, OTHER)))


NAMES = ((1, 2, 3), (1, 3, 4), (5, 6), (1, 2, 3, 4))
KEYS = SoundKeys.build(
    np.array([s for name in NAMES for s in name], dtype=np.uint16),
    np.cumsum([0, *map(len, NAMES[:-1])]),
    np.array([len(name) for name in NAMES]),
)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ((1, 2, 3), {0, 1, 3}),
        ((1, 2, 4), {0, 1, 3}),
        ((1, 9, 3, 4), {1, 3}),
        ((2, 3), {0}),
        ((5, 6), {2}),
        ((5, 6, 7), {2}),
        ((5, 7), set()),
    ],
)
def test_keys_find_the_same_one_more_one_less_and_one_other(said, found):
    assert set(KEYS.near([[syllable] for syllable in said], 0, 40).tolist()) == found
