"""How many to ask so that one comes?

Question: of those who may be asked, each says yes with a chance we only know from a few who were asked before; how
many must be asked together so that at least as many as wanted come, with 95 %?
Symbols: accepted of asked so far; the chance p is Beta(a, b) beforehand, Beta(a + accepted, b + asked - accepted)
afterwards; X of n asked say yes.
Result: X is beta-binomial; the least n with P(X >= wanted) >= 0.95. For one, P(X = 0) = prod (b+i) / (a+b+i). Not
knowing p makes n larger than the formula for a known p would: with the prior alone, ten are asked and not eight.
The prior holds 17-47 % with nine tenths, the range of measured acceptance among volunteer first responders.
Source: Beta-binomial: J. G. Skellam, Journal of the Royal Statistical Society B 10 (1948).
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from math import exp, lgamma

PRIOR_YES, PRIOR_NO = 8.0, 17.6
"""Mean 0.31; nine tenths between 0.17 and 0.47. Weighs as much as 26 people asked."""
SURE = 0.95
MOST = 60


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How those of one kind answered before, all together: never a figure of one person."""

    asked: int = 0
    accepted: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.accepted <= self.asked:
            raise ValueError("more said yes than were asked")

    @property
    def expected(self) -> float:
        """The chance that the next one says yes."""
        return (PRIOR_YES + self.accepted) / (PRIOR_YES + PRIOR_NO + self.asked)

    def chance_of(self, wanted: int, *, asked: int) -> float:
        """The chance that at least so many of the asked say yes."""
        return max(0.0, 1.0 - sum(self._chance_of_exactly(yes, asked) for yes in range(min(wanted, asked + 1))))

    def _chance_of_exactly(self, yes: int, asked: int) -> float:
        chance_yes, chance_no = PRIOR_YES + self.accepted, PRIOR_NO + self.asked - self.accepted
        ways = lgamma(asked + 1) - lgamma(yes + 1) - lgamma(asked - yes + 1)
        both = _log_beta(chance_yes + yes, chance_no + asked - yes) - _log_beta(chance_yes, chance_no)
        return exp(ways + both)


def how_many_to_ask(
    acceptance: Acceptance, *, wanted: int = 1, waiting: int = 0, sure: float = SURE, most: int = MOST
) -> int:
    """How many more to ask now, when `waiting` were asked and have not answered; at most `most` at a time.

    Asking more never makes it less likely that enough come, so the least number is found by halving.
    """
    if wanted < 0 or waiting < 0 or most < 0 or not 0.0 < sure < 1.0:
        raise ValueError("how many are wanted and waiting is counted from 0, and nobody is ever quite sure")
    return bisect_left(range(most), True, key=lambda more: acceptance.chance_of(wanted, asked=waiting + more) >= sure)


def next_wave(acceptance: Acceptance, *, wanted: int, yes: int, waiting: int, most: int = MOST) -> int:
    """How many to ask after the answers so far; none once enough have said yes: the others are stood down."""
    return 0 if yes >= wanted else how_many_to_ask(acceptance, wanted=wanted - yes, waiting=waiting, most=most)


def _log_beta(first: float, second: float) -> float:
    return lgamma(first) + lgamma(second) - lgamma(first + second)
