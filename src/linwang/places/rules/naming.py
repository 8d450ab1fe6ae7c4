"""Which place of ours does a row mean? Names are not unique: two rivers may share one."""

from collections import defaultdict
from collections.abc import Hashable, Sequence

from linwang.science.geo.distance import metres_between
from linwang.science.geo.points import LonLat

SAME_WITHIN_METRES = 1000.0
"""Two points of one name that are farther apart are two places, unless there is only one of that name on each side."""

Named = tuple[Hashable, LonLat]


def pairs_of(rows: Sequence[Named], ours: Sequence[Named]) -> dict[int, int]:
    """For each row the place of ours that it means, both by their numbers; rows without one are new."""
    here, there = _by_name(rows), _by_name(ours)
    pairs: dict[int, int] = {}
    for name, wanted in here.items():
        known = there.get(name, [])
        if len(wanted) == len(known) == 1:
            pairs[wanted[0]] = known[0]
        else:
            pairs |= _nearest_first(wanted, known, rows, ours)
    return pairs


def _by_name(places: Sequence[Named]) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for number, (name, _point) in enumerate(places):
        groups[name].append(number)
    return groups


def _nearest_first(
    wanted: Sequence[int], known: Sequence[int], rows: Sequence[Named], ours: Sequence[Named]
) -> dict[int, int]:
    apart = sorted((metres_between(rows[row][1], ours[one][1]), row, one) for row in wanted for one in known)
    pairs: dict[int, int] = {}
    for metres, row, one in apart:
        if metres <= SAME_WITHIN_METRES and row not in pairs and one not in pairs.values():
            pairs[row] = one
    return pairs
