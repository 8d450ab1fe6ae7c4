"""Build the demo county from a seed: ground, roads, names. The same seed gives the same county."""

from dataclasses import replace

import numpy as np
from numpy.random import Generator
from shapely.geometry import LineString

from linwang.jobs.demo import ground
from linwang.jobs.demo.areas import RURAL, TOWN, share_ground
from linwang.jobs.demo.hamlets import settle_hamlets
from linwang.jobs.demo.layout import Town, Waterway
from linwang.jobs.demo.places import name_places
from linwang.jobs.demo.roads import build_roads
from linwang.jobs.demo.words import word_list

_RIVER_HALF_WIDTH, _CANAL_HALF_WIDTH = 22.0, 9.0  # metres


def build_town(rng: Generator) -> Town:
    """One bureau: a town station with an estate of 12 grids, a rural one with 115 grids, roads and names."""
    lattices = {TOWN: ground.town_lattice(rng), RURAL: ground.rural_lattice(rng)}
    land = share_ground(rng, lattices)
    hamlets = settle_hamlets(rng, land.plots)
    roads = build_roads(rng, lattices, hamlets)
    words = word_list("names")
    bare = Town(
        bureau=words["bureau"],
        county=words["county"],
        stations=land.stations,
        beats=land.beats,
        neighbourhoods=land.neighbourhoods,
        grids=tuple(plot.grid for plot in land.plots),
        roads=roads,
        waterways=_waterways(),
    )
    return replace(bare, places=name_places(rng, land, hamlets, roads))


def _waterways() -> tuple[Waterway, ...]:
    """The river through both towns and the canal of the rural one."""
    east = np.arange(-10_900.0, 5_901.0, 100.0)
    north = np.arange(-4_900.0, 4_901.0, 100.0)
    words = word_list("names")
    return (
        _waterway(words["river"], np.column_stack([east, ground.river_north(east)]), _RIVER_HALF_WIDTH),
        _waterway(words["canal"], np.column_stack([ground.canal_east(north), north]), _CANAL_HALF_WIDTH),
    )


def _waterway(name: str, course: np.ndarray, half_width: float) -> Waterway:
    line = tuple((float(lon), float(lat)) for lon, lat in ground.to_degrees(course))
    return Waterway(name, line, ground.to_ring(LineString(course).buffer(half_width, cap_style="flat")))
