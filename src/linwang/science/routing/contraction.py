# mypy: ignore-errors
# The types of compiled code stand in its signatures.
"""Junctions in an order of importance, so that the way from all of them is one pass over memory.

Question: how to answer "how long from every junction to this one" for a city several times faster than by search?
Result: junctions are taken out one by one, the least important first; where a shortest way led through the one taken
out, a shortcut takes its place. Each arc then leads from a junction to a more important one, or back. A question is a
short search upwards from the incident, and one sweep over all junctions from the most important downwards, in which
each looks at its few arcs upwards: no queue, memory read in the order in which it lies.
Importance: how deep the junctions it carries lie, and how many shortcuts for each arc saved. Whether a shortcut is
needed is found by a search around the junction that gives up after some steps: too many shortcuts cost time, never
truth.
Source: R. Geisberger, P. Sanders, D. Schultes and D. Delling, "Contraction hierarchies", WEA 2008; D. Delling,
A. V. Goldberg, A. Nowatzyk and R. F. Werneck, "PHAST: Hardware-accelerated shortest path trees", IPDPS 2011.

Importing this module compiles it, or reads what was compiled before from the disk: `compiled` decides when.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numba.types import Array, Tuple, float32, int32, int64, void

from linwang.science.routing.kernels import pop, push

_OPTIONS = {"cache": True, "nogil": True}
_INTS, _FLOATS = Array(int32, 1, "C"), Array(float32, 1, "C")
STEPS = 60
"""Junctions that the search for a way around settles before it gives up."""


class Web(NamedTuple):
    """What is left of the roads: arcs in two lists, by the junction they leave and by the one they reach."""

    first_out: np.ndarray
    next_out: np.ndarray
    first_in: np.ndarray
    next_in: np.ndarray
    tails: np.ndarray
    heads: np.ndarray
    seconds: np.ndarray
    is_out: np.ndarray


class Desk(NamedTuple):
    """Room for the searches around a junction; `count[0]` numbers them, so that nothing is cleared between."""

    mark: np.ndarray
    best: np.ndarray
    keys: np.ndarray
    nodes: np.ndarray
    count: np.ndarray


@njit(**_OPTIONS)
def hang_arc(web, arc, tail, head, seconds):
    """Add an arc to both lists."""
    web.tails[arc], web.heads[arc], web.seconds[arc] = tail, head, seconds
    web.next_out[arc], web.first_out[tail] = web.first_out[tail], arc
    web.next_in[arc], web.first_in[head] = web.first_in[head], arc


@njit(**_OPTIONS)
def add_shortcut(web, tail, head, seconds, arcs):
    """Add an arc, or make the one that is there faster; returns how many arcs are wanted, also beyond the room."""
    arc = web.first_out[tail]
    while arc >= 0:
        if web.heads[arc] == head:
            web.seconds[arc] = min(web.seconds[arc], seconds)
            return arcs
        arc = web.next_out[arc]
    if arcs < len(web.tails):
        hang_arc(web, arcs, tail, head, seconds)
    return arcs + 1


@njit(**_OPTIONS)
def drop_dead(first, following, node, ends, is_out):
    """Unhang the arcs whose other end was taken out; returns how many are left."""
    last, left, arc = -1, 0, first[node]
    while arc >= 0:
        if not is_out[ends[arc]]:
            last, left = arc, left + 1
        elif last < 0:
            first[node] = following[arc]
        else:
            following[last] = following[arc]
        arc = following[arc]
    return left


@njit(**_OPTIONS)
def look_around(web, desk, source, avoided, most):
    """Shortest ways from a junction that do not pass another one, as far as some steps reach."""
    desk.count[0] += 1
    now = desk.count[0]
    desk.mark[source], desk.best[source] = now, np.float32(0)
    push(desk.keys, desk.nodes, 0, np.float32(0), source)
    size, steps = 1, 0
    while size > 0 and steps < STEPS and desk.keys[0] <= most:
        key, node = desk.keys[0], desk.nodes[0]
        size, steps = size - 1, steps + 1
        pop(desk.keys, desk.nodes, size)
        arc = web.first_out[node] if key <= desk.best[node] else -1
        while arc >= 0:
            head, reached = web.heads[arc], key + web.seconds[arc]
            if head != avoided and not web.is_out[head] and (desk.mark[head] != now or reached < desk.best[head]):
                desk.mark[head], desk.best[head] = now, reached
                push(desk.keys, desk.nodes, size, reached, head)
                size += 1
            arc = web.next_out[arc]


@njit(**_OPTIONS)
def farthest_through(web, node, source):
    """The longest way from the source over the junction to one of its other neighbours; -1 where there is none."""
    most, arc = np.float32(-1), web.first_out[node]
    while arc >= 0:
        if web.heads[arc] != source:
            most = max(most, web.seconds[arc])
        arc = web.next_out[arc]
    return most


@njit(**_OPTIONS)
def needed_from(web, desk, node, arc_in, arcs, is_real):
    """Shortcuts from one neighbour to all others that the junction's loss takes; counted, or added when real."""
    source, so_far = web.tails[arc_in], web.seconds[arc_in]
    most = farthest_through(web, node, source)
    if most < 0:
        return arcs
    look_around(web, desk, source, node, so_far + most)
    now, arc = desk.count[0], web.first_out[node]
    while arc >= 0:
        head, through = web.heads[arc], so_far + web.seconds[arc]
        if head != source and (desk.mark[head] != now or desk.best[head] > through):
            arcs = add_shortcut(web, source, head, through, arcs) if is_real else arcs + 1
        arc = web.next_out[arc]
    return arcs


@njit(**_OPTIONS)
def take_out(web, desk, node, arcs, is_real):
    """The number of arcs after doing without the junction; only when real are they changed."""
    arc = web.first_in[node]
    while arc >= 0:
        arcs = needed_from(web, desk, node, arc, arcs, is_real)
        arc = web.next_in[arc]
    return arcs


@njit(**_OPTIONS)
def weight_of(web, desk, node, depth):
    """How important the junction is now."""
    degree = drop_dead(web.first_out, web.next_out, node, web.heads, web.is_out)
    degree += drop_dead(web.first_in, web.next_in, node, web.tails, web.is_out)
    return np.float32(depth[node] + take_out(web, desk, node, 0, False) / max(1, degree))


@njit(**_OPTIONS)
def tell_arcs(first, following, node, ends, seconds, depth, low, high, way, told):
    """Write down the arcs between the junction and those that stay, which lie deeper by one now."""
    arc = first[node]
    while arc >= 0:
        if told < len(low):
            low[told], high[told], way[told] = node, ends[arc], seconds[arc]
        depth[ends[arc]] = max(depth[ends[arc]], depth[node] + 1)
        told += 1
        arc = following[arc]
    return told


@njit(**_OPTIONS)
def laid_out(size, room, tails, heads, seconds):
    """The web of the roads as they are, and a desk to work on."""
    ints = np.empty((4, room), np.int32)
    web = Web(
        np.full(size, -1, np.int32), ints[0], np.full(size, -1, np.int32), ints[1], ints[2], ints[3],
        np.empty(room, np.float32), np.zeros(size, np.bool_),
    )  # fmt: skip
    for arc in range(len(tails)):
        hang_arc(web, arc, tails[arc], heads[arc], seconds[arc])
    desk = Desk(
        np.zeros(size, np.int32), np.empty(size, np.float32), np.empty(room, np.float32), np.empty(room, np.int32),
        np.zeros(1, np.int32),
    )  # fmt: skip
    return web, desk


_TAKEN = Tuple((_INTS, Array(int32, 2, "C"), Array(float32, 2, "C"), _INTS))


@njit(_TAKEN(int64, int64, _INTS, _INTS, _FLOATS), **_OPTIONS)
def take_all_out(size, room, tails, heads, seconds):
    """Take all junctions out. Returns each one's turn; then arcs up (0) and down (1) by room, and how many of each.

    `ends[0]` and `ends[1]` are the lower and the upper end of the arcs up, `ends[2]` and `ends[3]` of those down.
    When the room is too small one of the counts is larger than it.
    """
    web, desk = laid_out(size, room, tails, heads, seconds)
    queue, waiting, left = np.empty(size + 1, np.float32), np.empty(size + 1, np.int32), 0
    depth, turn, arcs = np.zeros(size, np.int32), np.empty(size, np.int32), len(tails)
    ends, ways, told = np.empty((4, room), np.int32), np.empty((2, room), np.float32), np.zeros(2, np.int32)
    for node in range(size):
        push(queue, waiting, left, weight_of(web, desk, node, depth), node)
        left += 1
    taken = 0
    while left > 0 and arcs <= room:
        node = waiting[0]
        left -= 1
        pop(queue, waiting, left)
        weight = weight_of(web, desk, node, depth)
        if left > 0 and weight > queue[0]:
            push(queue, waiting, left, weight, node)
            left += 1
            continue
        arcs = take_out(web, desk, node, arcs, True)
        web.is_out[node], turn[node] = True, taken
        taken += 1
        told[0] = tell_arcs(
            web.first_out, web.next_out, node, web.heads, web.seconds, depth, ends[0], ends[1], ways[0], told[0]
        )  # fmt: skip
        told[1] = tell_arcs(
            web.first_in, web.next_in, node, web.tails, web.seconds, depth, ends[2], ends[3], ways[1], told[1]
        )  # fmt: skip
    if arcs > room:
        told[0] = arcs
    return turn, ends, ways, told


@njit(void(_INTS, _INTS, _FLOATS, _INTS, _INTS, _FLOATS, _INTS, _FLOATS, _FLOATS, _FLOATS, _INTS), **_OPTIONS)
def sweep(down_starts, down_tails, down_seconds, up_starts, up_heads, up_seconds, targets, begin, best, keys, nodes):
    """Fill `best` with the seconds from every junction; 0 is the most important one, targets and answers likewise."""
    best[:] = np.inf
    size = 0
    for i in range(targets.shape[0]):
        best[targets[i]] = begin[i]
        push(keys, nodes, size, begin[i], targets[i])
        size += 1
    while size > 0:
        key, node = keys[0], nodes[0]
        size -= 1
        pop(keys, nodes, size)
        if key > best[node]:
            continue
        for arc in range(down_starts[node], down_starts[node + 1]):
            reached = key + down_seconds[arc]
            if reached < best[down_tails[arc]]:
                best[down_tails[arc]] = reached
                push(keys, nodes, size, reached, down_tails[arc])
                size += 1
    for node in range(best.shape[0]):
        least = best[node]
        for arc in range(up_starts[node], up_starts[node + 1]):
            least = min(least, up_seconds[arc] + best[up_heads[arc]])
        best[node] = least
