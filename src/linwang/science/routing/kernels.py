# mypy: ignore-errors
# The types of compiled code stand in its signatures.
"""The search backwards from the incident, in compiled code: settle junctions, nearest first, until enough is known.

Question and symbols as in `road_graph`. The arcs that end at junction i are starts[i]:starts[i+1], each with its tail.
Result: Dijkstra with a heap in which each node has four children (shallower, and a node's children share a cache
line); a junction that is reached more cheaply is put in again and its older entry is passed over. `mark` holds the
number of the question in which a junction was last touched, so that nothing is cleared between questions.
With m units on n junctions the k nearest are known after about k n / m junctions, whatever the size of the city.
Source: E. W. Dijkstra (1959); D. B. Johnson, "Priority queues in update problems and minimum spanning trees",
Information Processing Letters 4 (1975), for heaps with more than two children.

Importing this module compiles it, or reads what was compiled before from the disk: `compiled` decides when.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numba.types import Array, float32, int32, int64, void

_OPTIONS = {"cache": True, "nogil": True}
_INTS, _FLOATS = Array(int32, 1, "C"), Array(float32, 1, "C")
_FIXED_INTS, _FIXED_FLOATS = Array(int32, 1, "C", readonly=True), Array(float32, 1, "C", readonly=True)


@njit(void(_FLOATS, _INTS, int64, float32, int32), inline="always", **_OPTIONS)
def push(keys, nodes, size, key, node):
    """Put a node into the heap that holds `size`."""
    place = size
    while place > 0:
        above = (place - 1) >> 2
        if keys[above] <= key:
            break
        keys[place], nodes[place] = keys[above], nodes[above]
        place = above
    keys[place], nodes[place] = key, node


@njit(void(_FLOATS, _INTS, int64), inline="always", **_OPTIONS)
def pop(keys, nodes, size):
    """Take the least away; `size` is what remains, and the last entry lies at that place."""
    key, node = keys[size], nodes[size]
    place = 0
    while True:
        first = 4 * place + 1
        if first >= size:
            break
        least = first
        for other in range(first + 1, min(first + 4, size)):
            if keys[other] < keys[least]:
                least = other
        if keys[least] >= key:
            break
        keys[place], nodes[place] = keys[least], nodes[least]
        place = least
    keys[place], nodes[place] = key, node


@njit(int64(_INTS, _FLOATS, int64, int32, float32), inline="always", **_OPTIONS)
def keep(found, found_seconds, count, unit, seconds):
    """Put a unit in its place among the nearest, dropping the farthest when there are too many."""
    wanted = found.shape[0]
    if count == wanted and seconds >= found_seconds[count - 1]:
        return count
    place = min(count, wanted - 1)
    while place > 0 and found_seconds[place - 1] > seconds:
        found[place], found_seconds[place] = found[place - 1], found_seconds[place - 1]
        place -= 1
    found[place], found_seconds[place] = unit, seconds
    return min(count + 1, wanted)


@njit(int64(_INTS, _FLOATS, int64, int64, _INTS, float32, _FLOATS), inline="always", **_OPTIONS)
def keep_all(found, found_seconds, count, unit, unit_next, seconds, unit_extra):
    """Meet the units that wait at one junction."""
    while unit >= 0:
        count = keep(found, found_seconds, count, unit, seconds + unit_extra[unit])
        unit = unit_next[unit]
    return count


@njit(
    int64(
        _FIXED_INTS, _FIXED_INTS, _FIXED_FLOATS, _INTS, _FLOATS,
        _INTS, _FLOATS, int32, _FLOATS, _INTS,
        _INTS, _INTS, _INTS, _FLOATS, _INTS, _FLOATS, float32,
    ),
    **_OPTIONS,
)  # fmt: skip
def nearest_units(
    starts, tails, seconds, targets, begin,
    mark, best, now, keys, nodes,
    unit_mark, unit_first, unit_next, unit_extra, found, found_seconds, limit,
):  # fmt: skip
    """Fill `found` with the nearest units in order and return how many; stops as soon as no nearer one can come.

    Units waiting at a junction hang on it as a list (`unit_first`, `unit_next`); `unit_extra` is each one's way to it.
    """
    wanted, count, size = found.shape[0], 0, 0
    for i in range(targets.shape[0]):
        mark[targets[i]], best[targets[i]] = now, begin[i]
        push(keys, nodes, size, begin[i], targets[i])
        size += 1
    while size > 0:
        key, node = keys[0], nodes[0]
        size -= 1
        pop(keys, nodes, size)
        if key > best[node]:
            continue
        if key > limit or (count == wanted and key >= found_seconds[count - 1]):
            break
        unit = unit_first[node] if unit_mark[node] == now else -1
        count = keep_all(found, found_seconds, count, unit, unit_next, key, unit_extra)
        for arc in range(starts[node], starts[node + 1]):
            tail, reached = tails[arc], key + seconds[arc]
            if mark[tail] != now or reached < best[tail]:
                mark[tail], best[tail] = now, reached
                push(keys, nodes, size, reached, tail)
                size += 1
    return count


@njit(void(_INTS, int32, _INTS, _INTS, _INTS), **_OPTIONS)
def hang_units(at, now, unit_mark, unit_first, unit_next):
    """Hang the units on their junctions for this question; a unit at -1 is left out."""
    for unit in range(at.shape[0]):
        node = at[unit]
        if node < 0:
            continue
        unit_next[unit] = unit_first[node] if unit_mark[node] == now else -1
        unit_mark[node], unit_first[node] = now, unit


@njit(void(_FIXED_INTS, _FIXED_INTS, _FIXED_FLOATS, _INTS, _FLOATS, _FLOATS, _FLOATS, _INTS, float32), **_OPTIONS)
def seconds_from_all(starts, tails, seconds, targets, begin, best, keys, nodes, limit):
    """Fill `best` with the seconds from every junction, infinite beyond the limit."""
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
        for arc in range(starts[node], starts[node + 1]):
            reached = key + seconds[arc]
            if reached < best[tails[arc]] and reached <= limit:
                best[tails[arc]] = reached
                push(keys, nodes, size, reached, tails[arc])
                size += 1
