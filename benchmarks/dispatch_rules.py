"""The rules that are compared, and the plan that only hindsight can make."""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from benchmarks.dispatch_play import Now, Rule
from benchmarks.dispatch_world import World
from linwang.science.dispatching.ranking import COVER_SECONDS, LATE_SECONDS, MOST_COVER_SECONDS

FAR = 1e12


def straight_line(now: Now, call: int) -> int:
    """The nearest as the crow flies."""
    world = now.world
    return int(np.argmin(np.where(now.is_free, world.crow_to_call[world.way, now.post, call], FAR)))


def by_road(now: Now, call: int) -> int:
    """The nearest by travel time."""
    return int(np.argmin(np.where(now.is_free, now.seconds(call), FAR)))


def never_strip(now: Now, call: int) -> int:
    """The nearest of those whose going leaves no beat alone; if all would, the nearest."""
    cover = now.cover()
    near = cover.reaches.sum(axis=0)
    strips = (cover.reaches & (near == 1)).any(axis=1)
    allowed = now.is_free & ~strips
    return int(np.argmin(np.where(allowed if allowed.any() else now.is_free, now.seconds(call), FAR)))


def blended(weight: float = COVER_SECONDS, most: float = MOST_COVER_SECONDS, late: float = LATE_SECONDS) -> Rule:
    """Travel time, the price of the cover that is lost, and of coming late, as `ranking` weighs them."""

    def rule(now: Now, call: int) -> int:
        seconds = now.seconds(call)
        price = np.minimum(weight * now.cover().losses(), most) + late * (seconds > now.world.limit[call])
        return int(np.argmin(np.where(now.is_free, seconds + price, FAR)))

    return rule


def planned(plan: np.ndarray) -> Rule:
    """The unit of the plan if it is free, else the nearest."""
    return lambda now, call: int(plan[call]) if plan[call] >= 0 and now.is_free[plan[call]] else by_road(now, call)


WINDOW, KEPT = 220, 160
LATE_MINUTES, NOBODY_MINUTES = 100.0, 140.0


def hindsight(world: World) -> np.ndarray:
    """Which unit answers which call when all calls are known beforehand: few late first, then short ways.

    A call and a unit make a stretch of time in which the unit is away; at each call's moment a unit is away for one
    call at most. The linear programme of this assignment is solved for some calls at a time, of which the first are
    kept; where it splits a call, the larger part holds.
    """
    plan = np.full(len(world.rang), -1)
    busy_until = np.zeros(world.units)
    for first in range(0, len(plan), KEPT):
        calls = np.arange(first, min(first + WINDOW, len(plan)))
        chosen = _solve(world, calls, busy_until)
        for call, unit in list(zip(calls.tolist(), chosen.tolist(), strict=True))[:KEPT]:
            plan[call] = unit
            if unit >= 0:
                busy_until[unit] = max(busy_until[unit], world.rang[call] + _away(world, np.array([call]))[unit, 0])
    return plan


def _away(world: World, calls: np.ndarray) -> np.ndarray:
    """Seconds for which each unit is away with each call."""
    return 2 * world.to_call[world.way, world.home][:, calls] + world.work[calls]


def _solve(world: World, calls: np.ndarray, busy_until: np.ndarray) -> np.ndarray:
    units, count = world.units, len(calls)
    way = world.to_call[world.way, world.home][:, calls]
    rang = world.rang[calls]
    free_then = rang[None] >= busy_until[:, None]
    cost = way / 60 + LATE_MINUTES * (way > world.limit[calls])
    usable = free_then & (cost < NOBODY_MINUTES)
    unit, call = np.nonzero(usable)
    until = np.searchsorted(rang, (rang + _away(world, calls))[unit, call])
    spans = np.maximum(until - call, 1)
    column = np.repeat(np.arange(len(unit)), spans)
    moment = np.repeat(call, spans) + np.arange(spans.sum()) - np.repeat(np.cumsum(spans) - spans, spans)
    once = coo_array((np.ones(len(column)), (unit[column] * count + moment, column)), shape=(units * count, len(unit)))
    some = coo_array((np.ones(len(unit)), (count * units + call, np.arange(len(unit)))),
                     shape=(units * count + count, len(unit)))  # fmt: skip
    at_most = coo_array(
        (np.concatenate([once.data, some.data]),
         (np.concatenate([once.coords[0], some.coords[0]]), np.concatenate([once.coords[1], some.coords[1]]))),
        shape=some.shape,
    )  # fmt: skip
    found = linprog(cost[unit, call] - NOBODY_MINUTES, A_ub=at_most.tocsr(), b_ub=np.ones(some.shape[0]),
                    bounds=(0, 1), method="highs")  # fmt: skip
    share = np.zeros((units, count))
    share[unit, call] = found.x
    return np.where(share.max(axis=0) > 0.01, share.argmax(axis=0), -1)
