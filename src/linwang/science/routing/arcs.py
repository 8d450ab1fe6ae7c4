"""Arcs in compressed rows: the arcs of junction i lie at starts[i]:starts[i+1]."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """For each junction the other ends of its arcs and their seconds."""

    starts: Ints
    ends: Ints
    seconds: Floats

    @classmethod
    def of(cls, size: int, at: Ints, ends: Ints, seconds: Floats) -> Self:
        """Lay arcs out in rows of the junction they hang `at`."""
        order = np.lexsort((ends, at))
        starts = np.searchsorted(at[order], np.arange(size + 1)).astype(np.int32)
        return cls(starts, ends[order].astype(np.int32), seconds[order].astype(np.float32))


def along_a_curve(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Ints:
    """Each junction's place along a curve that stays near itself, so that neighbours lie together in memory.

    Source: G. M. Morton, "A computer oriented geodetic data base and a new technique in file sequencing", IBM (1966).
    """
    keys = _spread(_steps(lon)) | (_spread(_steps(lat)) << np.uint64(1))
    place = np.empty(len(lon), dtype=np.int32)
    place[np.argsort(keys, kind="stable")] = np.arange(len(lon), dtype=np.int32)
    return place


def _steps(degrees: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Degrees as whole numbers of sixteen bits over their range."""
    width = float(np.ptp(degrees)) or 1.0
    return ((degrees - degrees.min()) / width * 65535).astype(np.uint64)


def _spread(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The sixteen bits of each number with a gap after each."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        numbers = (numbers | (numbers << np.uint64(shift))) & np.uint64(mask)
    return numbers
