"""In which cell is it? Hexagons of the H3 grid as whole numbers a database keeps in a bigint.

Question: a fixed name for the neighbourhood of a point, and the names of those around it.
Result: the H3 index at a resolution; its top bit is always 0, so it fits a signed 64-bit number.
Resolution 9 has edges of about 200 m, 10 of about 76 m, 8 of about 530 m.
Source: I. Brodsky, "H3: Uber's Hexagonal Hierarchical Spatial Index" (2018), https://h3geo.org.
"""

from __future__ import annotations

import h3.api.basic_int as h3

from linwang.science.geo.points import LonLat

BEAT_RESOLUTION = 9


def cell_of(point: LonLat, *, resolution: int = BEAT_RESOLUTION) -> int:
    """The cell that holds the point."""
    return int(h3.latlng_to_cell(point.lat, point.lon, resolution))


def cell_centre(cell: int) -> LonLat:
    """The middle of the cell."""
    lat, lon = h3.cell_to_latlng(_checked(cell))
    return LonLat(lon=lon, lat=lat)


def cell_outline(cell: int) -> tuple[LonLat, ...]:
    """The corners of the cell in order, not closed."""
    return tuple(LonLat(lon=lon, lat=lat) for lat, lon in h3.cell_to_boundary(_checked(cell)))


def cells_around(cell: int, *, rings: int = 1) -> tuple[int, ...]:
    """The cell itself and all within `rings` steps, in ascending order."""
    if rings < 0:
        raise ValueError("rings are counted from 0")
    return tuple(sorted(int(near) for near in h3.grid_disk(_checked(cell), rings)))


def _checked(cell: int) -> int:
    """Refuse a number that is no cell."""
    if not h3.is_valid_cell(cell):
        raise ValueError(f"not a cell of the H3 grid: {cell}")
    return cell
