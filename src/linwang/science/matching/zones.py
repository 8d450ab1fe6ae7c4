"""Where does the caller's place probably lie? The caller's own area first, the neighbours' always included.

Question: before a word of the name is heard, how likely is each place?
Symbols: a caller means a place of the own area with probability 0.80, of a neighbour's 0.17, of elsewhere 0.03; within
a zone of N names each is equally likely, and a zone counts as at least fifty so that a small one does not drown others.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import numpy as np

from linwang.science.matching.name_table import NameTable
from linwang.science.matching.postings import Real, Whole

ZONE_PROBABILITY = (0.80, 0.17, 0.03)
FEWEST_IN_ZONE = 50
NOWHERE = (0, 0)


class Nearness(StrEnum):
    """Where the candidate lies, seen from the caller's area."""

    OWN_AREA = "own_area"
    NEIGHBOUR_AREA = "neighbour_area"
    ELSEWHERE = "elsewhere"
    NOT_ASKED = "not_asked"


_ZONES = (Nearness.OWN_AREA, Nearness.NEIGHBOUR_AREA, Nearness.ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Zones:
    """Stretches of rows: the own area, it with its neighbours, all that is looked at; the log prior of each zone."""

    own: tuple[int, int]
    near: tuple[tuple[int, int], ...]
    looked_at: tuple[tuple[int, int], ...]
    log_priors: tuple[float, float, float]
    is_asked: bool

    @classmethod
    def level(cls, table: NameTable, *, most: int) -> Self:
        """No area is known: all names are equally likely; looked at closely if there are no more than `most`."""
        prior = -float(np.log(max(len(table), 1)))
        looked_at = ((0, len(table)),) if len(table) <= most else ()
        return cls(NOWHERE, (), looked_at, (prior, prior, prior), is_asked=False)

    @classmethod
    def around(cls, table: NameTable, area: str, neighbours: Collection[str], *, most: int) -> Self:
        """Seen from one area; a small table's other areas are looked at as closely as the neighbours'."""
        own = table.rows_of_area(area)
        near = _joined(own, *(table.rows_of_area(other) for other in neighbours))
        sizes = (own[1] - own[0], sum(b - a for a, b in near) - (own[1] - own[0]), len(table))
        priors = [
            float(np.log(share / max(size, FEWEST_IN_ZONE)))
            for share, size in zip(ZONE_PROBABILITY, sizes, strict=True)
        ]
        looked_at = near if len(table) > most else ((0, len(table)),)
        return cls(own, near, looked_at, (priors[0], priors[1], priors[2]), is_asked=True)

    def numbers(self, rows: Whole) -> Whole:
        """For each row 0 in the own area, 1 in a neighbour's, 2 elsewhere."""
        zone = np.full(len(rows), 2)
        for first, last in self.near:
            zone[(rows >= first) & (rows < last)] = 1
        zone[(rows >= self.own[0]) & (rows < self.own[1])] = 0
        return zone

    def log_prior(self, rows: Whole) -> Real:
        """The logarithm of each row's prior probability."""
        return np.array(self.log_priors)[self.numbers(rows)]

    def nearness(self, row: int) -> Nearness:
        """Where a name lies."""
        return _ZONES[int(self.numbers(np.array([row]))[0])] if self.is_asked else Nearness.NOT_ASKED


def _joined(*stretches: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    """Stretches that touch as one, in order."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(stretch for stretch in set(stretches) if stretch[1] > stretch[0]):
        if joined and joined[-1][1] >= first:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)
