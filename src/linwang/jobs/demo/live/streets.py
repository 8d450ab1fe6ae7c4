"""How units move: along the roads from where they are to where they are sent."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from linwang.jobs.demo.ground import METRES_PER_DEGREE_LAT, METRES_PER_DEGREE_LON
from linwang.jobs.demo.layout import Point, RoadNetwork

_SCALE = np.array([METRES_PER_DEGREE_LON, METRES_PER_DEGREE_LAT])


@dataclass(frozen=True)
class Way:
    """A way as corners in degrees and the metres from its start to each of them."""

    corners: np.ndarray
    metres: np.ndarray

    @property
    def length(self) -> float:
        """Metres altogether."""
        return float(self.metres[-1])

    def at(self, metres: float) -> Point:
        """Where one is after so many metres; at the end after that."""
        gone = min(max(metres, 0.0), self.length)
        lon, lat = (np.interp(gone, self.metres, self.corners[:, axis]) for axis in (0, 1))
        return round(float(lon), 6), round(float(lat), 6)


class Streets:
    """The road network, asked for the shortest way."""

    def __init__(self, roads: RoadNetwork) -> None:
        self._nodes = np.column_stack([roads.lon, roads.lat])
        self._tree = cKDTree(self._nodes * _SCALE)
        back = ~roads.one_way
        tails, heads = np.concatenate([roads.tail, roads.head[back]]), np.concatenate([roads.head, roads.tail[back]])
        metres = np.concatenate([roads.metres, roads.metres[back]])
        self._graph = csr_matrix((metres, (tails, heads)), shape=(len(self._nodes),) * 2)

    def way(self, start: Point, end: Point) -> Way:
        """From one point to another: to the nearest crossing, along the roads, and to the door."""
        ends = self._tree.query(np.array([start, end]) * _SCALE)[1]
        before = dijkstra(self._graph, indices=int(ends[0]), return_predecessors=True)[1]
        nodes = [int(ends[1])]
        while nodes[-1] != ends[0] and before[nodes[-1]] >= 0:
            nodes.append(int(before[nodes[-1]]))
        return _way(np.vstack([start, self._nodes[nodes[::-1]], end]))


def _way(corners: np.ndarray) -> Way:
    steps = np.linalg.norm(np.diff(corners, axis=0) * _SCALE, axis=1)
    return Way(corners, np.concatenate([[0.0], np.cumsum(steps)]))
