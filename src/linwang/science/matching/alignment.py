"""How far is some stretch of a story from a name? Edit distance over characters and sounds, many names at once.

Question: what does it cost to turn a name into some stretch of a longer story?
Symbols: W weight of a character of the name, v of one said; a character said for another costs nothing when it is the
same, 0.12 when it sounds the same, 0.25 when it does in the dialect, 0.8 else, times the greater weight; a character
left out costs 0.75 and one put in 0.6, since in a story a few characters agree by chance.
Result: semi-global alignment, the words before and after cost nothing; each row is one pass over all names, the running
minimum taking the place of the inner loop.
Source: Sellers, J. Algorithms 1 (1980). The costs are stated, in the order of how often such slips occur; a unit of
cost is worth nine nats (see `names_in_story`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from linwang.science.matching.said import Said
from linwang.science.matching.sounds import sounds

SAME, SAME_SOUND, DIALECT_SOUND = 0.0, 0.12, 0.25
SPELLED = 0.02
LEFT_OUT, PUT_IN, OTHER = 0.75, 0.6, 0.8
Costs = NDArray[np.float64]


def costs_of_characters(said: Said, characters: NDArray[np.uint16], folded: NDArray[np.uint16]) -> Costs:
    """Cost of each said unit (rows) for each character (columns), before weights."""
    readings = sounds().readings[characters]
    costs = np.full((len(said), len(characters)), OTHER)
    costs[_share_a_reading(folded[said.readings], folded[readings])] = DIALECT_SOUND
    is_spelled = (said.characters == 0)[:, None]
    costs[_share_a_reading(said.readings, readings)] = SAME_SOUND
    costs = np.where(is_spelled & (costs == SAME_SOUND), SPELLED, costs)
    costs[said.characters[:, None] == characters[None, :]] = SAME
    return costs


def distances(
    said: Said, names: NDArray[np.uint16], weights: Costs, folded: NDArray[np.uint16]
) -> tuple[Costs, NDArray[np.int64]]:
    """For each name (a row of characters, padded with 0) its least cost and after which said unit it ends."""
    characters, place_of = np.unique(names, return_inverse=True)
    by_character = costs_of_characters(said, characters, folded)
    place_of = place_of.reshape(names.shape)
    left_out = np.pad(np.cumsum(LEFT_OUT * weights, axis=1), ((0, 0), (1, 0)))
    rest = left_out[:, -1:] - left_out
    row = left_out.copy()
    best = np.full(len(names), np.inf)
    best_end = np.zeros(len(names), dtype=np.int64)
    for place in range(len(said)):
        weight = said.weights[place]
        exchanged = row[:, :-1] + by_character[place][place_of] * np.maximum(weights, weight)
        row = np.minimum(row + PUT_IN * weight, left_out)
        np.minimum(row[:, 1:], exchanged, out=row[:, 1:])
        row = np.minimum.accumulate(row - left_out, axis=1) + left_out
        finished = (row + rest).min(axis=1)
        best_end[finished < best - 1e-9] = place + 1
        np.minimum(best, finished, out=best)
    return best, best_end


def _share_a_reading(said: NDArray[np.uint16], known: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """True where any reading of the one is a reading of the other; reading 0 is none."""
    is_read = (said > 0)[:, None, :, None]
    both = (said[:, None, :, None] == known[None, :, None, :]) & is_read
    return np.asarray(both.any(axis=(2, 3)), dtype=np.bool_)
