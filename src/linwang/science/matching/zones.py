"""Where does the caller's place probably lie? The caller's own area first, the neighbours' always included.

Question: before a word of the name is heard, how likely is each place?
Symbols: a caller means a place of the own area with probability 0.80, of a neighbour's 0.17, of elsewhere 0.03; within
a zone of N names each is equally likely, and a zone counts as at least fifty so that a small one does not drown others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import numpy as np

from linwang.science.matching.postings import Real, Whole

ZONE_PROBABILITY = (0.80, 0.17, 0.03)
FEWEST_IN_ZONE = 50


class Nearness(StrEnum):
    """Where the candidate lies, seen from the caller's area."""

    OWN_AREA = "own_area"
    NEIGHBOUR_AREA = "neighbour_area"
    ELSEWHERE = "elsewhere"
    NOT_ASKED = "not_asked"


_ZONES = (Nearness.OWN_AREA, Nearness.NEIGHBOUR_AREA, Nearness.ELSEWHERE)


@dataclass(frozen=True, slots=True, eq=False)
class Zones:
    """For every name the zone it lies in and the logarithm of its prior probability."""

    zone: Whole
    log_prior: Real
    is_asked: bool

    @classmethod
    def level(cls, count: int) -> Self:
        """No area is known: all names are equally likely."""
        return cls(np.full(count, 2), np.full(count, -np.log(max(count, 1))), is_asked=False)

    @classmethod
    def around(cls, area: str, neighbours: Collection[str], *, areas: Mapping[str, int], area_of: Whole) -> Self:
        """Seen from one area; `area_of` has each name's area by the numbers in `areas`."""
        zone_of_area = np.full(max(len(areas), 1), 2, dtype=np.int64)
        zone_of_area[[areas[near] for near in neighbours if near in areas]] = 1
        zone_of_area[[areas[area]] if area in areas else []] = 0
        zone = zone_of_area[area_of]
        sizes = np.maximum(np.bincount(zone, minlength=len(_ZONES)), FEWEST_IN_ZONE)
        return cls(zone, np.log(np.array(ZONE_PROBABILITY) / sizes)[zone], is_asked=True)

    def nearness(self, row: int) -> Nearness:
        """Where a name lies."""
        return _ZONES[int(self.zone[row])] if self.is_asked else Nearness.NOT_ASKED
