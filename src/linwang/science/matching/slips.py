"""How unlikely are the slips that turn a name into what was said? Many names at once.

Question: what is the cheapest way from a name to a saying, in nats?
Symbols: w weight of a said unit, v of the name's character (1, or little at a word for village or street). A character
said for another costs what their sounds do (`sound_costs`), nothing when it is the same, times the greater weight; one
left out 3.0 v, one put in 5.2 w, two exchanged 2.4. At the ends of a name the first character left out costs 3.0 and
each further 0.85, since half a long name is often all that is said; put in at the ends 4.8 and then 2.4.
Result: the recurrence of Damerau and Levenshtein with cheap ends; each said unit is one pass over all names, the
running minimum taking the place of the inner loop.
Source: Damerau, Comm. ACM 7 (1964); Wagner and Fischer, J. ACM 21 (1974); the prices are stated and judged in
benchmarks/places.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linwang.science.matching.said import Said
from linwang.science.matching.sound_costs import OTHER, SAME_SOUND, Prices
from linwang.science.matching.sounds import is_read_both_ways, sounds

SPELLED, RARE_READING = 0.1, 1.3
FIRST_LEFT_OUT, MORE_LEFT_OUT, LEFT_OUT_INSIDE = 3.0, 0.85, 3.0
FIRST_PUT_IN, MORE_PUT_IN, PUT_IN_INSIDE = 4.8, 2.4, 5.2
EXCHANGED = 2.4
Costs = NDArray[np.float32]
Letters = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class SaidFor:
    """What each said unit (rows) costs for each distinct character (columns); `column_of` finds the column."""

    prices: Costs
    column_of: NDArray[np.int16]


def said_for(said: Said, names: Letters, sound_prices: Prices) -> SaidFor:
    """Prices of the units said for every character that stands in the names."""
    is_there = np.zeros(65_536, dtype=np.bool_)
    is_there[names] = True
    characters = np.flatnonzero(is_there)
    column_of = np.empty(65_536, dtype=np.int16)
    column_of[characters] = np.arange(len(characters), dtype=np.int16)
    return SaidFor(prices_of(said, characters.astype(np.uint16), sound_prices), column_of)


def prices_of(said: Said, characters: Letters, sound_prices: Prices) -> Costs:
    """What each said unit (rows) costs for each of these characters (columns)."""
    known = sounds().readings[characters]
    rarity = np.where(is_read_both_ways()[characters], 0.0, RARE_READING).astype(np.float32)
    said_rarity = np.where(is_read_both_ways()[said.characters], 0.0, RARE_READING).astype(np.float32)[:, None]
    prices = np.full((len(said), len(characters)), OTHER, dtype=np.float32)
    for rank, reading in enumerate(said.readings.T):
        if reading.any():
            for other_rank, other in enumerate(known.T):
                heard = sound_prices[reading[:, None], other]
                heard = heard + said_rarity if rank else heard
                np.minimum(prices, heard + rarity if other_rank else heard, out=prices)
    is_spelled = said.characters == 0
    prices[is_spelled] -= SAME_SOUND - SPELLED
    prices[(said.characters[:, None] == characters) & ~is_spelled[:, None]] = 0.0
    return prices


def left_out_at_end(weight: Costs) -> Costs:
    """What it costs to leave out characters of this weight at one end of a name."""
    return FIRST_LEFT_OUT * np.minimum(weight, 1.0) + MORE_LEFT_OUT * np.maximum(weight - 1.0, 0.0)


def put_in_at_end(weight: float) -> float:
    """What it costs to say more, of this weight, before or after a name."""
    return FIRST_PUT_IN * min(weight, 1.0) + MORE_PUT_IN * max(weight - 1.0, 0.0)


def costs_of(said: Said, names: Letters, weights: Costs, sound_prices: Prices) -> Costs:
    """For each name (a row of characters, padded with 0) the price of the cheapest way to what was said."""
    table = said_for(said, names, sound_prices)
    columns = table.column_of[names]
    told = np.zeros((len(names), names.shape[1] + 1), dtype=np.float32)
    np.cumsum(weights, axis=1, out=told[:, 1:])
    begun, inside = left_out_at_end(told), np.float32(LEFT_OUT_INSIDE) * told
    rest = left_out_at_end(told[:, -1:] - told)
    spoken = np.concatenate([[0.0], np.cumsum(said.weights)])
    row, best = begun, np.full(len(names), np.inf, dtype=np.float32)
    before = exchanged_before = np.zeros((0, 0), dtype=np.float32)
    for unit in range(len(said)):
        weight = said.weights[unit]
        prices = table.prices[unit][columns]
        following = row + np.float32(PUT_IN_INSIDE * weight)
        np.minimum(following, begun + np.float32(put_in_at_end(spoken[unit + 1])), out=following)
        np.minimum(following[:, 1:], row[:, :-1] + prices * np.maximum(weights, weight), out=following[:, 1:])
        if unit:
            swapped = before[:, :-2] + exchanged_before[:, 1:] + prices[:, :-1] + np.float32(EXCHANGED)
            np.minimum(following[:, 2:], swapped, out=following[:, 2:])
        following -= inside
        np.minimum.accumulate(following, axis=1, out=following)
        following += inside
        np.minimum(best, (following + rest).min(axis=1) + put_in_at_end(spoken[-1] - spoken[unit + 1]), out=best)
        before, exchanged_before, row = row, prices, following
    return best
