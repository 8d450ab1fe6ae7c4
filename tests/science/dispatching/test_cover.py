"""Cover left behind, whom to move up, how many to ask: worked examples and full comparison."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from linwang.science.dispatching.asking import MOST, Acceptance, how_many_to_ask, next_wave
from linwang.science.dispatching.cover import Cover, busy_share_of, shares_of
from linwang.science.dispatching.move_up import best_move_up

TWO_ZONES = np.array([0.6, 0.4])


def cover(*reaches: tuple[int, ...], demand: np.ndarray = TWO_ZONES, busy: float = 0.5) -> Cover:
    return Cover(demand, np.array(reaches, dtype=bool).reshape(len(reaches), len(demand)), busy)


def test_two_units_of_which_half_are_busy():
    both = cover((1, 0), (1, 1))

    assert both.expected() == pytest.approx(0.6 * 0.75 + 0.4 * 0.5)
    assert both.losses().tolist() == pytest.approx([0.6 * 0.25, 0.6 * 0.25 + 0.4 * 0.5])
    assert both.left_alone_by(1).tolist() == [1]
    assert both.left_alone_by(0).tolist() == []


covers = arrays(bool, st.tuples(st.integers(1, 6), st.integers(1, 5)))


@given(covers, st.floats(0.05, 0.95))
def test_the_loss_is_the_cover_with_the_unit_less_the_cover_without(reaches, busy):
    with_all = Cover(shares_of(np.arange(reaches.shape[1], dtype=float)), reaches, busy)

    for unit, loss in enumerate(with_all.losses()):
        assert loss == pytest.approx(with_all.expected() - with_all.without(unit).expected())


@given(covers, st.floats(0.05, 0.3), st.integers(0, 99))
def test_the_best_move_is_the_best_of_all_moves(reaches, busy, seed):
    now = Cover(shares_of(np.zeros(reaches.shape[1])), reaches, busy)
    posts = np.random.default_rng(seed).random((3, reaches.shape[1])) < 0.5
    yes = np.ones(3, dtype=bool)

    move = best_move_up(now, posts, may_move=np.ones(len(reaches), dtype=bool), posts=yes)

    def after(unit: int, post: int) -> float:
        moved = reaches.copy()
        moved[unit] = posts[post]
        return Cover(now.demand, moved, busy).expected() - now.expected()

    best = max(after(unit, post) for unit, post in product(range(len(reaches)), range(3)))
    assert (move is not None) == (best >= 0.01) or best == pytest.approx(0.01)
    assert move is None or move.gain == pytest.approx(best)


def test_a_neighbour_moves_to_the_beat_that_was_left_alone():
    left = cover((1, 0), (1, 0), busy=0.2)

    move = best_move_up(
        left, np.array([[1, 0], [0, 1]], dtype=bool), may_move=np.array([True, True]), posts=np.array([False, True])
    )

    assert move is not None
    assert (move.unit, move.post) == (0, 1)
    assert best_move_up(left, np.zeros((2, 2), bool), may_move=np.ones(2, bool), posts=np.ones(2, bool)) is None


def test_nobody_is_moved_while_many_are_busy():
    left = cover((1, 0), (1, 0), busy=0.31)

    assert best_move_up(left, np.array([[0, 1]], bool), may_move=np.ones(2, bool), posts=np.ones(1, bool)) is None


def test_the_busy_share_starts_at_two_in_five_and_follows_what_is_seen():
    assert busy_share_of(busy=0, units=0) == pytest.approx(0.4)
    assert busy_share_of(busy=9, units=10) == pytest.approx(11 / 15)


@pytest.mark.parametrize(
    ("asked", "accepted", "expected"), [(0, 0, 10), (100, 17, 15), (100, 47, 6), (500, 85, 16), (500, 235, 5)]
)
def test_more_are_asked_where_fewer_came_before(asked, accepted, expected):
    known = Acceptance(asked, accepted)

    assert how_many_to_ask(known) == expected
    assert known.chance_of(1, asked=expected) >= 0.95 > known.chance_of(1, asked=expected - 1)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 3), st.integers(0, 25))
def test_the_chance_agrees_with_a_plain_product_and_more_asked_never_hurt(first, second, wanted, asked):
    known = Acceptance(max(first, second), min(first, second))
    yes, no = 8.0 + known.accepted, 17.6 + known.asked - known.accepted

    none = np.prod([(no + i) / (yes + no + i) for i in range(asked)])

    assert known.chance_of(1, asked=asked) == pytest.approx(1 - none, abs=1e-9)
    assert known.chance_of(wanted, asked=asked + 1) >= known.chance_of(wanted, asked=asked) - 1e-9


def test_waves_stop_when_enough_have_said_yes_and_count_those_who_may_still():
    known = Acceptance()

    assert next_wave(known, wanted=2, yes=2, waiting=0) == 0
    assert next_wave(known, wanted=1, yes=0, waiting=4) == how_many_to_ask(known) - 4
    assert next_wave(known, wanted=40, yes=0, waiting=0) == MOST


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="sum to 1"):
        cover((1, 0), demand=np.array([0.6, 0.6]))
    with pytest.raises(ValueError, match="one entry"):
        Cover(TWO_ZONES, np.ones((1, 3), bool), 0.5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        cover((1, 0), busy=1.0)
    with pytest.raises(ValueError, match="more units"):
        busy_share_of(busy=2, units=1)
    with pytest.raises(ValueError, match="more said yes"):
        Acceptance(1, 2)
    with pytest.raises(ValueError, match="counted from 0"):
        how_many_to_ask(Acceptance(), wanted=-1)
