"""The roads as a graph, and the way backwards from the incident to every junction.

Question: how many seconds does it take from each junction to the incident, for a car, an electric bike, on foot?
Symbols: junctions 0..n-1; arcs from tail to head with seconds by profile, infinite where the profile may not go;
the arcs of junction i are starts[i]:starts[i+1] (compressed rows).
Result: one Dijkstra search from the incident over the arcs turned round, stopped at a limit, settles all junctions
that matter; the answer is exact for the graph. Where two arcs join the same junctions the faster counts.
Some junctions only stand for another: a way that may not turn everywhere ends at a junction of its own, at the same
place, from which only the allowed arcs go on. To reach a junction is to reach any that stands for it.
A point snaps to the nearest junction of a strongly connected part that holds at least a hundredth of all junctions,
so that a car park cut off by the edge of the map does not swallow a unit.
Source: E. W. Dijkstra, "A note on two problems in connexion with graphs", Numerische Mathematik 1 (1959);
scipy.sparse.csgraph.dijkstra, until the compiled search of `way_back` or the sweep of `hierarchy` is at hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from linwang.science.geo.points import LonLat, Points
from linwang.science.routing import compiled
from linwang.science.routing.hierarchy import Hierarchy
from linwang.science.routing.nearest import NearestOf
from linwang.science.routing.travel_times import Profile, Seconds
from linwang.science.routing.way_back import WayBack

PROFILES = tuple(Profile)
LEAST_PART = 0.01
LEAST_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Road:
    """A stretch between two junctions: metres, km/h by profile (absent = not allowed), one-way or not."""

    start: int
    end: int
    metres: float
    kilometres_per_hour: Mapping[Profile, float]
    one_way: frozenset[Profile] = frozenset()

    def __post_init__(self) -> None:
        if not (isfinite(self.metres) and self.metres >= 0):
            raise ValueError(f"road {self.start}-{self.end}: length must be metres from 0")
        if not all(isfinite(speed) and speed > 0 for speed in self.kilometres_per_hour.values()):
            raise ValueError(f"road {self.start}-{self.end}: speed must be above 0")

    def arc_seconds(self, *, is_backwards: bool) -> list[float]:
        """Seconds along the road by profile, infinite where the profile may not go this way."""
        return [
            max(LEAST_SECONDS, self.metres * 3.6 / self.kilometres_per_hour[profile])
            if profile in self.kilometres_per_hour and not (is_backwards and profile in self.one_way)
            else np.inf
            for profile in PROFILES
        ]


@dataclass(frozen=True, eq=False)
class RoadGraph:
    """Junctions and directed arcs in compressed rows, `seconds[p, a]` for profile p and arc a; frozen."""

    junctions: Points
    starts: NDArray[np.int32] = field(repr=False)
    heads: NDArray[np.int32] = field(repr=False)
    seconds: NDArray[np.float32] = field(repr=False)
    stands_for: NDArray[np.int32] = field(repr=False)

    def __post_init__(self) -> None:
        if not self._is_sound():
            raise ValueError("the rows of the road graph do not fit together")
        if not bool(np.all(self.seconds > 0)):
            raise ValueError("an arc of the road graph takes no time or less")

    @classmethod
    def build(
        cls, junctions: Points, roads: Sequence[Road], *, stands_for: NDArray[np.int32] | None = None
    ) -> Self:  # fmt: skip
        """Lay out the graph from junctions and the stretches between them."""
        if len(junctions) == 0 or bool(np.any(np.isnan(junctions.lon))):
            raise ValueError("a road graph needs junctions, each with a place")
        ends = np.array([(road.start, road.end) for road in roads], dtype=np.int64).reshape(-1, 2)
        if len(ends) and not (ends.min() >= 0 and ends.max() < len(junctions)):
            raise ValueError("a road ends at a junction that does not exist")
        onward = [road.arc_seconds(is_backwards=False) for road in roads]
        back = [road.arc_seconds(is_backwards=True) for road in roads]
        seconds = np.array(onward + back, dtype=np.float32).reshape(-1, len(PROFILES))
        tails, heads = np.concatenate([ends, ends[:, ::-1]]).T
        each = np.arange(len(junctions), dtype=np.int32) if stands_for is None else stands_for
        return cls(junctions, *_rows(tails, heads, seconds, len(junctions)), each)

    def nearest_node(self, point: LonLat, profile: Profile) -> int:
        """The junction nearest to a point that the profile can leave or reach."""
        nodes, _ = self._usable(profile).to(Points.of([point]))
        if nodes[0] < 0:
            raise ValueError(f"no road here is open to {profile.value}")
        return int(nodes[0])

    def nearest_nodes(self, points: Points, profile: Profile) -> tuple[NDArray[np.int64], Seconds]:
        """For each point the nearest usable junction and the metres to it; -1 and infinity where there is none."""
        return self._usable(profile).to(points)

    def usable_nodes(self, profile: Profile) -> NDArray[np.int64]:
        """The junctions that points snap to."""
        return self._usable(profile).numbers

    def seconds_to(self, target: int, profile: Profile, *, limit_seconds: float = 7200.0) -> Seconds:
        """Seconds from every junction to the target junction; infinite beyond the limit."""
        targets = self.places_of(target)
        hierarchy = self.hierarchies.get(profile)
        if hierarchy is not None:
            seconds = hierarchy.seconds_to(targets).astype(np.float64)
            return np.where(seconds > limit_seconds, np.inf, seconds)
        if compiled.kernels() is not None:
            return self.way_back(profile).seconds_to(targets, limit_seconds).astype(np.float64)
        backwards = self._turned_round[PROFILES.index(profile)]
        return np.asarray(dijkstra(backwards, indices=targets, limit=limit_seconds, min_only=True), dtype=np.float64)

    def places_of(self, node: int) -> NDArray[np.int32]:
        """The junction and all that stand for it."""
        return np.concatenate([[node], self._stand_ins.get(node, [])]).astype(np.int32)

    def way_back(self, profile: Profile) -> WayBack:
        """The roads turned round, for the compiled search."""
        if profile not in self._ways_back:
            self._ways_back[profile] = WayBack.of(self.junctions, *self.arcs(profile))
        return self._ways_back[profile]

    def arcs(self, profile: Profile) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
        """Tails, heads and seconds of the arcs that a profile may use."""
        seconds = self.seconds[PROFILES.index(profile)]
        is_open = np.isfinite(seconds)
        tails = np.repeat(np.arange(len(self.junctions), dtype=np.int32), np.diff(self.starts))
        return tails[is_open], self.heads[is_open], seconds[is_open]

    @cached_property
    def hierarchies(self) -> dict[Profile, Hierarchy]:
        """Filled at the start of a process, where the orders of importance are at hand."""
        return {}

    def save(self, path: Path) -> None:
        """Write the graph as one npz file; a broken write leaves the old file in place."""
        unfinished = path.with_name(f"{path.name}.part")
        with unfinished.open("wb") as file:
            np.savez(
                file,
                lon=self.junctions.lon,
                lat=self.junctions.lat,
                starts=self.starts,
                heads=self.heads,
                seconds=self.seconds,
                stands_for=self.stands_for,
                profiles=np.array([profile.value for profile in PROFILES]),
            )
        unfinished.replace(path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a graph written by `save`; a damaged file is refused."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
                if tuple(held["profiles"].tolist()) != tuple(profile.value for profile in PROFILES):
                    raise ValueError("its ways of moving are others than ours")
                junctions = Points(held["lon"], held["lat"])
                each = np.arange(len(junctions), dtype=np.int32)
                stands_for = held["stands_for"] if "stands_for" in held.files else each
                return cls(junctions, held["starts"], held["heads"], held["seconds"], stands_for)
        except FileNotFoundError:
            raise
        except Exception as problem:
            raise ValueError(f"{path.name} is not a road graph that can be read: {problem}") from problem

    @cached_property
    def _turned_round(self) -> tuple[csr_array, ...]:
        """For each profile the arcs it may use, from head to tail."""
        return tuple(self._arcs_of(number).T.tocsr() for number in range(len(PROFILES)))

    @cached_property
    def _ways_back(self) -> dict[Profile, WayBack]:
        """Filled as profiles are asked for."""
        return {}

    @cached_property
    def _stand_ins(self) -> dict[int, list[int]]:
        """For each junction the others that stand for it."""
        found: dict[int, list[int]] = {}
        for other in np.flatnonzero(self.stands_for != np.arange(len(self.stands_for))).tolist():
            found.setdefault(int(self.stands_for[other]), []).append(other)
        return found

    @cached_property
    def _snapping(self) -> dict[Profile, NearestOf]:
        """Filled as profiles are asked for."""
        return {}

    def _usable(self, profile: Profile) -> NearestOf:
        if profile not in self._snapping:
            nodes = self._well_connected(PROFILES.index(profile))
            self._snapping[profile] = NearestOf.build(self.junctions, nodes)
        return self._snapping[profile]

    def _well_connected(self, number: int) -> NDArray[np.int64]:
        """Junctions in the parts big enough to be snapped to."""
        arcs = self._arcs_of(number)
        _, part = connected_components(arcs, directed=True, connection="strong")
        has_arc = np.zeros(len(self.junctions), dtype=bool)
        has_arc[arcs.indices] = True
        has_arc |= np.diff(arcs.indptr) > 0
        is_big = np.bincount(part)[part] >= LEAST_PART * len(self.junctions)
        is_itself = self.stands_for == np.arange(len(self.junctions))
        return np.flatnonzero(has_arc & is_big & is_itself)

    def _arcs_of(self, number: int) -> csr_array:
        """The arcs that a profile may use, as a sparse table of seconds."""
        tails, heads, seconds = self.arcs(PROFILES[number])
        size = len(self.junctions)
        return csr_array((seconds.astype(np.float64), (tails, heads)), shape=(size, size))

    def _is_sound(self) -> bool:
        """True when the arrays describe one graph."""
        size, arcs = len(self.junctions), len(self.heads)
        return bool(
            self.starts.shape == (size + 1,)
            and self.stands_for.shape == (size,)
            and self.seconds.shape == (len(PROFILES), arcs)
            and self.starts[0] == 0
            and self.starts[-1] == arcs
            and np.all(np.diff(self.starts) >= 0)
            and (arcs == 0 or (self.heads.min() >= 0 and self.heads.max() < size))
        )


def _rows(
    tails: NDArray[np.int64], heads: NDArray[np.int64], seconds: NDArray[np.float32], size: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """Arcs in compressed rows: doubled arcs keep the faster time by profile, unusable ones are dropped."""
    keys, which = np.unique(tails * size + heads, return_inverse=True)
    fastest = np.full((len(keys), len(PROFILES)), np.inf, dtype=np.float32)
    np.minimum.at(fastest, which, seconds)
    is_used = np.isfinite(fastest).any(axis=1)
    starts = np.searchsorted(keys[is_used] // size, np.arange(size + 1)).astype(np.int32)
    return starts, (keys[is_used] % size).astype(np.int32), np.ascontiguousarray(fastest[is_used].T)
