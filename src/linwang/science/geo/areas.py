"""Whose ground is it? The areas (jurisdiction, beat, grid) that hold a point.

Question: among many outlines, which contain a point?
Result: a packed R-tree (sort-tile-recursive) over the outlines' boxes leaves a few candidates, and
an exact point-in-polygon test decides. A point on a shared border belongs to both areas.
Source: Leutenegger, Lopez and Edgington, "STR: A Simple and Efficient Algorithm for R-Tree
Packing" (ICDE 1997); shapely.STRtree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from linwang.science.geo.points import LonLat, Points


@dataclass(frozen=True, slots=True)
class Area:
    """An outline on the ground (polygon or several), degrees of WGS-84."""

    id: int
    outline: BaseGeometry

    def __post_init__(self) -> None:
        if self.outline.geom_type not in {"Polygon", "MultiPolygon"} or self.outline.is_empty:
            raise ValueError(f"area {self.id} has no surface")
        if not self.outline.is_valid:
            raise ValueError(f"area {self.id} has an outline that crosses itself")


@dataclass(frozen=True, slots=True)
class AreaIndex:
    """Many areas, ready to be asked for a point."""

    ids: tuple[int, ...]
    _tree: shapely.STRtree = field(repr=False, compare=False)

    @classmethod
    def build(cls, areas: Sequence[Area]) -> Self:
        """Pack the areas; their order is kept in the answers."""
        return cls(
            ids=tuple(area.id for area in areas),
            _tree=shapely.STRtree([a.outline for a in areas]),
        )

    def containing(self, point: LonLat) -> tuple[int, ...]:
        """The areas that hold the point, in the order given; none is an empty answer."""
        hits = self._tree.query(shapely.Point(point.lon, point.lat), predicate="intersects")
        return tuple(self.ids[place] for place in sorted(hits.tolist()))

    def first_of_each(self, points: Points) -> tuple[int | None, ...]:
        """For each point the first area that holds it, or None."""
        known = np.flatnonzero(~np.isnan(points.lon))
        dots = shapely.points(points.lon[known], points.lat[known])
        asked, hits = self._tree.query(dots, predicate="intersects")
        first: list[int | None] = [None] * len(points)
        for which in np.lexsort((hits, asked))[::-1]:
            first[int(known[asked[which]])] = self.ids[int(hits[which])]
        return tuple(first)
