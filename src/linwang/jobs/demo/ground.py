"""The ground of the demo: nets of points whose cells are the grids, so that grids tile the ground.

Everything here is in metres east and north of the town's west border; `to_degrees` turns it into WGS-84.
The river's course is a formula, so that roads, places and the map agree about it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from shapely.geometry import Polygon
from shapely.ops import unary_union

from linwang.jobs.demo.layout import Point, Ring

ORIGIN_LON, ORIGIN_LAT = 120.93, 30.21
METRES_PER_DEGREE_LAT = 110_852.0  # at 30.2 degrees north, WGS-84
METRES_PER_DEGREE_LON = 96_301.0

Cell = tuple[int, int]  # row from the south, column from the west


@dataclass(frozen=True, slots=True)
class Lattice:
    """A jittered net of points with `step` of them along each side of a cell."""

    x: np.ndarray
    y: np.ndarray
    step: int

    @property
    def rows(self) -> int:
        """How many cells stand one above the other."""
        return (self.x.shape[0] - 1) // self.step

    @property
    def columns(self) -> int:
        """How many cells stand side by side."""
        return (self.x.shape[1] - 1) // self.step

    def block(self, bottom: int, left: int, height: int, width: int) -> Polygon:
        """The polygon of a block of the net, given in points and following every point of its border."""
        top, right = bottom + height, left + width
        border = (
            [(bottom, j) for j in range(left, right)]
            + [(i, right) for i in range(bottom, top)]
            + [(top, j) for j in range(right, left, -1)]
            + [(i, left) for i in range(top, bottom, -1)]
        )
        return Polygon([(float(self.x[i, j]), float(self.y[i, j])) for i, j in border])

    def cell(self, cell: Cell) -> Polygon:
        """The polygon of one cell."""
        return self.block(cell[0] * self.step, cell[1] * self.step, self.step, self.step)


def town_lattice(rng: Generator) -> Lattice:
    """Eight by seven cells of 700 m, east of the border."""
    return _lattice(rng, west=0.0, south=-2450.0, size=(700.0, 700.0), cells=(7, 8), step=8, straight_side=0)


def rural_lattice(rng: Generator) -> Lattice:
    """Twelve by ten cells of about a kilometre, west of the border."""
    return _lattice(rng, west=-10_800.0, south=-5000.0, size=(900.0, 1000.0), cells=(10, 12), step=5, straight_side=-1)


def river_north(x: np.ndarray | float) -> np.ndarray:
    """How far north the middle of the river is at `x` metres east; it runs through both towns."""
    x = np.asarray(x, dtype=float)
    return -380.0 + 420.0 * np.sin(x / 2300.0) + 130.0 * np.sin(x / 830.0 + 1.0)


def canal_east(y: np.ndarray | float) -> np.ndarray:
    """How far east the canal of the rural town runs at `y` metres north."""
    y = np.asarray(y, dtype=float)
    return -5850.0 + 260.0 * np.sin(y / 1300.0)


def to_degrees(points: np.ndarray) -> np.ndarray:
    """Metres to longitude and latitude, rounded to a tenth of a metre or so."""
    scale = np.array([METRES_PER_DEGREE_LON, METRES_PER_DEGREE_LAT])
    return np.round(np.asarray(points) / scale + np.array([ORIGIN_LON, ORIGIN_LAT]), 6)


def to_point(x: float, y: float) -> Point:
    """One spot in degrees."""
    lon, lat = to_degrees(np.array([x, y]))
    return float(lon), float(lat)


def to_ring(polygon: Polygon) -> Ring:
    """A polygon's outline in degrees, closed, counter-clockwise as GeoJSON wants it."""
    outline = np.asarray(polygon.exterior.coords)
    if not polygon.exterior.is_ccw:
        outline = outline[::-1]
    return tuple((float(lon), float(lat)) for lon, lat in to_degrees(outline))


def union(parts: Iterable[Polygon]) -> Polygon:
    """Several cells as one area; they share their border points, so no sliver is left between them."""
    return unary_union(list(parts))


def snake(rows: range, columns: range) -> list[Cell]:
    """The cells of a block in an order in which each touches the next."""
    return [
        (row, column) for count, row in enumerate(rows) for column in (columns if count % 2 == 0 else reversed(columns))
    ]


def _lattice(
    rng: Generator,
    *,
    west: float,
    south: float,
    size: tuple[float, float],
    cells: tuple[int, int],
    step: int,
    straight_side: int,
) -> Lattice:
    """A regular net, its cell corners shaken by a sixth and its other points by a little."""
    rows, columns = cells
    coarse_x, coarse_y = np.meshgrid(west + size[0] * np.arange(columns + 1), south + size[1] * np.arange(rows + 1))
    coarse_x = coarse_x + rng.uniform(-0.16, 0.16, coarse_x.shape) * size[0]
    coarse_x[:, straight_side] = 0.0
    coarse_y = coarse_y + rng.uniform(-0.16, 0.16, coarse_y.shape) * size[1]
    x, y = _refine(coarse_x, step), _refine(coarse_y, step)
    x = x + rng.uniform(-0.07, 0.07, x.shape) * size[0] / step
    y = y + rng.uniform(-0.07, 0.07, y.shape) * size[1] / step
    x[:, straight_side] = 0.0
    return Lattice(x=np.round(x, 1), y=np.round(y, 1), step=step)


def _refine(coarse: np.ndarray, step: int) -> np.ndarray:
    """Points between the corners, evenly, first along the rows and then along the columns."""
    rows, columns = coarse.shape
    across = np.linspace(0, columns - 1, (columns - 1) * step + 1)
    up = np.linspace(0, rows - 1, (rows - 1) * step + 1)
    wide = np.array([np.interp(across, np.arange(columns), row) for row in coarse])
    return np.array([np.interp(up, np.arange(rows), column) for column in wide.T]).T
