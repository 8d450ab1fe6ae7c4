"""Which parts of the roads are cut off from the rest, so that somebody can look why.

Question: for one way of moving, which junctions cannot be reached from the main part, or not left towards it?
Result: strongly connected parts (one can go from each junction to each other and back). The largest is the main part;
junctions that stand for another count with it.
Source: R. Tarjan, "Depth-first search and linear graph algorithms", SIAM Journal on Computing 1 (1972); scipy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from linwang.science.geo.points import LonLat
from linwang.science.routing.road_graph import RoadGraph
from linwang.science.routing.travel_times import Profile


@dataclass(frozen=True, slots=True)
class CutOff:
    """A part that is cut off: how many junctions, and where one of them lies."""

    junctions: int
    at: LonLat


@dataclass(frozen=True, slots=True)
class Parts:
    """The main part of one profile's roads, and those cut off from it, the largest first."""

    main: int
    cut_off: tuple[CutOff, ...]

    @property
    def lost(self) -> int:
        """Junctions outside the main part."""
        return sum(part.junctions for part in self.cut_off)


def parts_of(graph: RoadGraph, profile: Profile) -> Parts:
    """The strongly connected parts of the roads a profile may use; junctions it never meets are left out."""
    tails, heads, _seconds = graph.arcs(profile)
    size, real = len(graph.junctions), graph.stands_for
    arcs = csr_array((np.ones(len(tails)), (real[tails], real[heads])), shape=(size, size))
    met = np.unique(np.concatenate([real[tails], real[heads]]))
    if not len(met):
        return Parts(0, ())
    _, part = connected_components(arcs, directed=True, connection="strong")
    _labels, first, counts = np.unique(part[met], return_index=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    at = graph.junctions
    cut_off = tuple(
        CutOff(int(counts[one]), LonLat(float(at.lon[met[first[one]]]), float(at.lat[met[first[one]]])))
        for one in order[1:]
    )
    return Parts(int(counts[order[0]]), cut_off)
