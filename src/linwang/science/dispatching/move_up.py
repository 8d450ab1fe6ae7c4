"""Whom to move to where, so that ground left behind is watched again?

Question: a unit has gone; which one free unit, waiting at which post, gives back most expected cover?
Symbols: as in the chapter on cover; post_reaches[p, z] true where a unit waiting at post p is in z in time.
Result: for every unit and every post the expected cover after the move is worked out, and the best is taken if it
gives back at least a hundredth of all demand: less is not worth a drive. All pairs are compared, so it is the best
single move; several moves at once are not weighed. While more than three units in ten are busy nobody is moved: in
simulation (`benchmarks/dispatch.py`) moves pay on quiet days and cost more than they give on busy ones.
Source: P. Kolesar and W. E. Walker, "An algorithm for the dynamic relocation of fire companies", Operations
Research 22 (1974), with expected cover (Daskin 1983) in place of their count of uncovered alarms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linwang.science.dispatching.cover import Cover, Flags

LEAST_GAIN = 0.01
QUIET_BUSY_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class MoveUp:
    """Move this unit to that post; `gain` is the share of the demand that is met in time again."""

    unit: int
    post: int
    gain: float


def best_move_up(cover: Cover, post_reaches: Flags, *, may_move: Flags, posts: Flags) -> MoveUp | None:
    """The best move of one of the units to one of the posts; none where nothing gains enough."""
    if cover.busy_share > QUIET_BUSY_SHARE:
        return None
    gains = np.where(may_move[:, None] & posts[None, :], _gains(cover, post_reaches), -np.inf)
    if not gains.size or float(gains.max()) < LEAST_GAIN:
        return None
    unit, post = np.unravel_index(int(np.argmax(gains)), gains.shape)
    return MoveUp(int(unit), int(post), float(gains[unit, post]))


def _gains(cover: Cover, post_reaches: Flags) -> np.ndarray:
    """Expected cover after each move less that before it, [unit, post]."""
    near = cover.reaches.sum(axis=0)
    after = near[None, None, :] - cover.reaches[:, None, :].astype(int) + post_reaches[None, :, :].astype(int)
    met = (1.0 - cover.busy_share**after) @ cover.demand
    return np.asarray(met - cover.expected())
