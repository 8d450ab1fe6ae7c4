"""The lower end of Wilson's interval."""

import pytest

from linwang.science.evaluation.proportions import at_least


def test_thirty_two_of_thirty_two_is_at_least_eighty_nine_in_a_hundred() -> None:
    assert at_least(32, 32) == pytest.approx(0.893, abs=0.001)


def test_ten_of_a_hundred_as_in_the_tables() -> None:
    assert at_least(10, 100) == pytest.approx(0.0552, abs=0.0005)


def test_nobody_asked_claims_nothing_and_no_success_claims_zero() -> None:
    assert at_least(0, 0) is None
    assert at_least(0, 20) == pytest.approx(0.0, abs=1e-12)


def test_more_of_the_same_makes_the_claim_surer() -> None:
    assert at_least(9, 10) < at_least(90, 100) < at_least(900, 1000) < 0.9


def test_more_successes_than_counted_is_refused() -> None:
    with pytest.raises(ValueError):
        at_least(3, 2)
