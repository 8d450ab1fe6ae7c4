"""How far is what was said from a name? Weighted edit distance over characters and sounds, many names at once.

Question: what does it cost to turn a name into what was said, or into some stretch of a longer story?
Symbols: W weight of a character of the name, v of one said; a character said for another costs nothing when it is the
same, 0.12 when it sounds the same, 0.25 when it does in the dialect, 0.6 else, times the greater weight; a character
left out costs 0.4 and one put in 0.6, at the ends 0.3 left out (half a name is often said) and 0.35 put in; in a story,
where a few characters agree by chance, 0.75 for each left out and 0.8 for another.
Result: Needleman-Wunsch with cheap ends (semi-global in a story, where the words before and after cost nothing); each
row is one pass over all names, the running minimum taking the place of the inner loop.
Source: Needleman and Wunsch, J. Mol. Biol. 48 (1970); Sellers, J. Algorithms 1 (1980) for the free ends. The costs are
stated, in the order of how often such slips occur; a unit of cost is worth nine nats (see `names`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linwang.science.matching.said import Said
from linwang.science.matching.sounds import sounds

SAME, SAME_SOUND, DIALECT_SOUND = 0.0, 0.12, 0.25
SPELLED = 0.02
PUT_IN = 0.6
Costs = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ends:
    """What it costs to leave out a name's character at its ends or inside, to say more around it, to say another."""

    left_out: float
    left_out_inside: float
    put_in: float
    other: float


WHOLE = Ends(left_out=0.3, left_out_inside=0.4, put_in=0.35, other=0.6)
IN_STORY = Ends(left_out=0.75, left_out_inside=0.75, put_in=0.0, other=0.8)


def costs_of_characters(said: Said, characters: NDArray[np.uint16], folded: NDArray[np.uint16], ends: Ends) -> Costs:
    """Cost of each said unit (rows) for each character (columns), before weights."""
    readings = sounds().readings[characters]
    costs = np.full((len(said), len(characters)), ends.other)
    costs[_share_a_reading(folded[said.readings], folded[readings])] = DIALECT_SOUND
    is_spelled = (said.characters == 0)[:, None]
    costs[_share_a_reading(said.readings, readings)] = SAME_SOUND
    costs = np.where(is_spelled & (costs == SAME_SOUND), SPELLED, costs)
    costs[said.characters[:, None] == characters[None, :]] = SAME
    return costs


def distances(
    said: Said, names: NDArray[np.uint16], weights: Costs, folded: NDArray[np.uint16], ends: Ends
) -> tuple[Costs, NDArray[np.int64]]:
    """For each name (a row of characters, padded with 0) its least cost and after which said unit it ends."""
    characters, place_of = np.unique(names, return_inverse=True)
    by_character = costs_of_characters(said, characters, folded, ends)
    place_of = place_of.reshape(names.shape)
    edge = np.pad(np.cumsum(ends.left_out * weights, axis=1), ((0, 0), (1, 0)))
    inside = np.pad(np.cumsum(ends.left_out_inside * weights, axis=1), ((0, 0), (1, 0)))
    before = np.concatenate([[0.0], np.cumsum(ends.put_in * said.weights)])
    rest = edge[:, -1:] - edge
    row = edge.copy()
    best = np.full(len(names), np.inf)
    best_end = np.zeros(len(names), dtype=np.int64)
    for place in range(len(said)):
        weight = said.weights[place]
        exchanged = row[:, :-1] + by_character[place][place_of] * np.maximum(weights, weight)
        row = np.minimum(row + PUT_IN * weight, before[place + 1] + edge)
        np.minimum(row[:, 1:], exchanged, out=row[:, 1:])
        row = np.minimum.accumulate(row - inside, axis=1) + inside
        finished = (row + rest).min(axis=1) + before[-1] - before[place + 1]
        best_end[finished < best - 1e-9] = place + 1
        np.minimum(best, finished, out=best)
    return best, best_end


def _share_a_reading(said: NDArray[np.uint16], known: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """True where any reading of the one is a reading of the other; reading 0 is none."""
    is_read = (said > 0)[:, None, :, None]
    both = (said[:, None, :, None] == known[None, :, None, :]) & is_read
    return np.asarray(both.any(axis=(2, 3)), dtype=np.bool_)
