"""Who has which ground: stations, beats, neighbourhoods and grids, cut from the cells of the two nets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from numpy.random import Generator
from shapely.geometry import Polygon

from linwang.jobs.demo import ground
from linwang.jobs.demo.ground import Cell, Lattice
from linwang.jobs.demo.layout import BeatArea, GridArea, NeighbourhoodArea, StationArea
from linwang.jobs.demo.words import word_list

TOWN, RURAL = "town", "rural"
BIG_ESTATE: Cell = (4, 2)  # the cell of the town that is one estate of twelve grids
WILD_CELLS: frozenset[Cell] = frozenset({(9, 0), (9, 1), (0, 0), (0, 1), (0, 11)})  # hills outside: 120 - 5 = 115
_BEAT_ROWS = {TOWN: (range(2), range(2, 4), range(4, 6), range(6, 7)), RURAL: (range(5), range(5, 10))}
_BEAT_COLUMNS = {TOWN: (range(4), range(4, 8)), RURAL: (range(4), range(4, 8), range(8, 12))}
_RURAL_REMOTENESS = ("country", "country", "outskirts", "country", "outskirts", "outskirts")
_VILLAGES_PER_BEAT = (3, 4, 4, 3, 4, 4)
_ESTATE_BLOCKS = tuple((row, column) for row in (0, 4) for column in (0, 4))


@dataclass(frozen=True, slots=True)
class Plot:
    """A grid in metres, with what is needed to put streets, homes and names on it."""

    grid: GridArea
    cell: Cell
    shape: Polygon


@dataclass(frozen=True, slots=True)
class Estate:
    """A compound in metres; the big one has grids of its own."""

    area: NeighbourhoodArea
    cell: Cell
    shape: Polygon


@dataclass(frozen=True, slots=True)
class Ground:
    """All areas, and the plots they were made of."""

    stations: tuple[StationArea, ...]
    beats: tuple[BeatArea, ...]
    neighbourhoods: tuple[NeighbourhoodArea, ...]
    plots: tuple[Plot, ...]
    estates: tuple[Estate, ...]


def share_ground(rng: Generator, lattices: Mapping[str, Lattice]) -> Ground:
    """Cut both nets into stations, beats, neighbourhoods and grids."""
    parts = [_town_ground(rng, lattices[TOWN]), _rural_ground(rng, lattices[RURAL])]
    return Ground(
        stations=tuple(station for part in parts for station in part.stations),
        beats=tuple(beat for part in parts for beat in part.beats),
        neighbourhoods=tuple(one for part in parts for one in part.neighbourhoods),
        plots=tuple(plot for part in parts for plot in part.plots),
        estates=tuple(estate for part in parts for estate in part.estates),
    )


def _town_ground(rng: Generator, lattice: Lattice) -> Ground:
    names = word_list("names")
    beat_cells = _beat_cells(TOWN)
    community_names = iter(names["communities"])
    plots: list[Plot] = []
    neighbourhoods: list[NeighbourhoodArea] = []
    estates = _estates(rng, lattice, beat_cells)
    for beat_key, cells in beat_cells.items():
        for part in _halves(cells):
            community = _neighbourhood(next(community_names) + "社区", "community", TOWN, beat_key, lattice, part)
            neighbourhoods.append(community)
            for cell in part:
                plots.extend(_town_plots(rng, lattice, cell, community, estates, first=len(plots)))
    neighbourhoods.extend(estate.area for estate in estates)
    return _assemble(TOWN, lattice, beat_cells, neighbourhoods, plots, estates)


def _rural_ground(rng: Generator, lattice: Lattice) -> Ground:
    beat_cells = _beat_cells(RURAL)
    village_names = iter(word_list("names")["villages"])
    plots: list[Plot] = []
    neighbourhoods = []
    for (beat_key, cells), count in zip(beat_cells.items(), _VILLAGES_PER_BEAT, strict=True):
        for part in _chunks(cells, count):
            village = _neighbourhood(next(village_names) + "村", "village", RURAL, beat_key, lattice, part)
            neighbourhoods.append(village)
            plots.extend(_village_plots(rng, lattice, part, village, first=len(plots)))
    return _assemble(RURAL, lattice, beat_cells, neighbourhoods, plots, [])


def _beat_cells(station: str) -> dict[str, list[Cell]]:
    """The cells of each beat, in an order in which neighbours follow each other."""
    blocks = [(rows, columns) for rows in _BEAT_ROWS[station] for columns in _BEAT_COLUMNS[station]]
    cells = [ground.snake(rows, columns) for rows, columns in blocks]
    wild = WILD_CELLS if station == RURAL else frozenset()
    return {f"{station}-beat-{n:02}": [c for c in some if c not in wild] for n, some in enumerate(cells, 1)}


def _assemble(
    key: str,
    lattice: Lattice,
    beat_cells: Mapping[str, list[Cell]],
    neighbourhoods: Sequence[NeighbourhoodArea],
    plots: Sequence[Plot],
    estates: Sequence[Estate],
) -> Ground:
    beats = [
        _beat(beat_key, name, key, lattice, cells)
        for (beat_key, cells), name in zip(beat_cells.items(), word_list("names")["beats"][key], strict=True)
    ]
    whole = ground.union(lattice.cell(cell) for cells in beat_cells.values() for cell in cells)
    return Ground((_station(key, whole),), tuple(beats), tuple(neighbourhoods), tuple(plots), tuple(estates))


def _station(key: str, whole: Polygon) -> StationArea:
    short_name = word_list("names")["towns"][key]
    middle = whole.centroid
    return StationArea(
        key=key,
        name=f"{short_name}派出所",
        short_name=short_name,
        town=f"{short_name}镇" if key == RURAL else f"{short_name}街道",
        is_rural=key == RURAL,
        ring=ground.to_ring(whole),
        site=ground.to_point(middle.x + 60, middle.y + 40),
    )


def _beat(key: str, name: str, station: str, lattice: Lattice, cells: Sequence[Cell]) -> BeatArea:
    shape = ground.union(lattice.cell(cell) for cell in cells)
    site = shape.representative_point()
    remoteness = TOWN if station == TOWN else _RURAL_REMOTENESS[int(key[-1]) - 1]
    return BeatArea(key, f"{name}警务区", station, remoteness, ground.to_ring(shape), ground.to_point(site.x, site.y))


def _neighbourhood(
    name: str, kind: str, station: str, beat: str, lattice: Lattice, cells: Sequence[Cell]
) -> NeighbourhoodArea:
    shape = ground.union(lattice.cell(cell) for cell in cells)
    return NeighbourhoodArea(f"{station}-{name}", name, kind, station, beat, ground.to_ring(shape))


def _estates(rng: Generator, lattice: Lattice, beat_cells: Mapping[str, list[Cell]]) -> list[Estate]:
    """One or two compounds in most cells of the town, and the big one that fills a cell."""
    names = word_list("names")
    stems = iter(rng.permutation(names["estate_stems"]).tolist())
    estates = []
    for beat, cell in [(beat, cell) for beat, cells in beat_cells.items() for cell in cells]:
        if cell == BIG_ESTATE:
            estates.append(_estate(names["big_estate"], beat, cell, lattice.cell(cell)))
        elif rng.random() < 0.6 and (stem := next(stems, None)):
            row, column = _ESTATE_BLOCKS[rng.integers(4)]
            block = lattice.block(cell[0] * lattice.step + row, cell[1] * lattice.step + column, 4, 4)
            estates.append(_estate(stem + str(rng.choice(names["estate_ends"])), beat, cell, block))
    return estates


def _estate(name: str, beat: str, cell: Cell, shape: Polygon) -> Estate:
    area = NeighbourhoodArea(f"{TOWN}-{name}", name, "estate", TOWN, beat, ground.to_ring(shape))
    return Estate(area, cell, shape)


def _town_plots(
    rng: Generator,
    lattice: Lattice,
    cell: Cell,
    community: NeighbourhoodArea,
    estates: Sequence[Estate],
    *,
    first: int,
) -> list[Plot]:
    """One grid a cell; the big estate has twelve, four of them of double width."""
    if cell != BIG_ESTATE:
        return [_plot(community, f"{community.name}第{first + 1}网格", first, cell, lattice.cell(cell), rng)]
    estate = next(one for one in estates if one.cell == BIG_ESTATE).area
    bottom, left = cell[0] * lattice.step, cell[1] * lattice.step
    corners = [(row, column) for row in (0, 2, 4, 6) for column in (0, 4, 6)]
    shapes = [lattice.block(bottom + row, left + column, 2, 2 if column else 4) for row, column in corners]
    return [
        _plot(estate, f"{estate.name}{n}号网格", first + n - 1, cell, shape, rng) for n, shape in enumerate(shapes, 1)
    ]


def _village_plots(
    rng: Generator, lattice: Lattice, cells: Sequence[Cell], village: NeighbourhoodArea, *, first: int
) -> list[Plot]:
    return [
        _plot(village, f"{village.name}第{n}网格", first + n - 1, cell, lattice.cell(cell), rng)
        for n, cell in enumerate(cells, 1)
    ]


def _plot(area: NeighbourhoodArea, name: str, number: int, cell: Cell, shape: Polygon, rng: Generator) -> Plot:
    grid = GridArea(
        key=f"{area.station}-grid-{number + 1:03}",
        name=name,
        station=area.station,
        beat=area.beat,
        neighbourhood=area.key,
        ring=ground.to_ring(shape),
        households=int(rng.integers(150, 500) if area.station == TOWN else rng.integers(60, 190)),
    )
    return Plot(grid, cell, shape)


def _halves(cells: list[Cell]) -> list[list[Cell]]:
    """A beat's cells as two communities (a small beat is one)."""
    return [cells] if len(cells) <= 4 else _chunks(cells, 2)


def _chunks(cells: list[Cell], count: int) -> list[list[Cell]]:
    """Cells in `count` runs of nearly the same length."""
    cuts = [round(n * len(cells) / count) for n in range(count + 1)]
    return [cells[start:end] for start, end in pairwise(cuts)]
