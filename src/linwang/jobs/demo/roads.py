"""The road network: streets follow the nets of the ground, bridges are few, villages are knots of lanes."""

from collections.abc import Mapping

import numpy as np
from numpy.random import Generator
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import cKDTree

from linwang.jobs.demo.areas import RURAL, TOWN, WILD_CELLS
from linwang.jobs.demo.ground import Cell, Lattice
from linwang.jobs.demo.hamlets import Hamlet
from linwang.jobs.demo.layout import RoadNetwork
from linwang.jobs.demo.road_draft import LANE, MAIN, STREET, Draft, finish, water_side
from linwang.jobs.demo.words import word_list

_KEPT_WITHOUT_NEED = 0.22  # share of country roads kept though the network hangs together without them
_NAMED_CELLS = 2  # a street keeps its name over this many cells


def build_roads(rng: Generator, lattices: Mapping[str, Lattice], hamlets: Mapping[Cell, Hamlet]) -> RoadNetwork:
    """All roads of both towns as one network in which every point reaches every other."""
    draft = Draft()
    town_points = _town_roads(rng, draft, lattices[TOWN])
    rural_points = _rural_roads(rng, draft, lattices[RURAL])
    _village_lanes(rng, draft, hamlets, rural_points)
    _join_towns(draft, lattices, town_points, rural_points)
    return finish(rng, draft)


def _town_roads(rng: Generator, draft: Draft, lattice: Lattice) -> dict[tuple[int, int], int]:
    """A street along every second line of the net, a main road along every eighth, lanes in some blocks."""
    points = {
        (i, j): draft.point(lattice.x[i, j], lattice.y[i, j])
        for i in range(lattice.x.shape[0])
        for j in range(lattice.x.shape[1])
        if i % 2 == 0 or j % 2 == 0
    }
    mains = iter(word_list("names")["main_roads"])
    streets = iter(_street_names(rng))
    names: dict[tuple[bool, int, int], str] = {}
    for along_row, line in [(True, i) for i in range(0, lattice.x.shape[0], 2)] + [
        (False, j) for j in range(0, lattice.x.shape[1], 2)
    ]:
        length = lattice.x.shape[1] if along_row else lattice.x.shape[0]
        is_main = line % lattice.step == 0
        name = next(mains) if is_main else ""
        for n in range(length - 1):
            if not is_main and n % (_NAMED_CELLS * lattice.step) == 0:
                name = next(streets)
            ends = ((line, n), (line, n + 1)) if along_row else ((n, line), (n + 1, line))
            names[(along_row, line, n)] = name
            draft.stretch(points[ends[0]], points[ends[1]], MAIN if is_main else STREET, name)
    _town_lanes(rng, draft, lattice, points, names)
    return points


def _town_lanes(
    rng: Generator,
    draft: Draft,
    lattice: Lattice,
    points: dict[tuple[int, int], int],
    names: Mapping[tuple[bool, int, int], str],
) -> None:
    """Lanes through three fifths of the blocks, some of them blind, numbered along their street."""
    numbers: dict[str, int] = {}
    for i in range(1, lattice.x.shape[0], 2):
        for j in range(1, lattice.x.shape[1], 2):
            kind = rng.random()
            if kind > 0.6:
                continue
            street = names[(kind < 0.3, i - 1 if kind < 0.3 else j - 1, j if kind < 0.3 else i)]
            numbers[street] = numbers.get(street, 0) + int(rng.integers(3, 9))
            lane = f"{street}{numbers[street]}弄"
            middle = points[(i, j)] = draft.point(lattice.x[i, j], lattice.y[i, j])
            ends = ((i - 1, j), (i + 1, j)) if kind < 0.3 else ((i, j - 1), (i, j + 1))
            is_blind = kind % 0.3 < 0.09
            for end in ends[: 1 if is_blind else 2]:
                draft.stretch(points[end], middle, LANE, lane)


def _rural_roads(rng: Generator, draft: Draft, lattice: Lattice) -> dict[tuple[int, int], int]:
    """A tree of roads between all cell corners, one provincial and two county roads, and some more."""
    sides = _allowed_sides(lattice)
    kept = _kept_sides(rng, lattice, sides)
    points: dict[tuple[int, int], int] = {}
    numbers = iter(word_list("names")["rural_numbers"])
    names = {side: next(numbers) for side in ((True, 5), (False, 3), (False, 8))}
    stems = (name for name in _street_names(rng) if name.endswith("路"))
    step = lattice.step
    for along_row, row, column in kept:
        line = (along_row, row if along_row else column)
        is_main = line in names and line in ((True, 5), (False, 3), (False, 8))
        if line not in names:
            names[line] = next(numbers, "") or next(stems)
        for n in range(step):
            start = (row * step, column * step + n) if along_row else (row * step + n, column * step)
            end = (start[0], start[1] + 1) if along_row else (start[0] + 1, start[1])
            for key in (start, end):
                if key not in points:
                    points[key] = draft.point(lattice.x[key], lattice.y[key])
            draft.stretch(points[start], points[end], MAIN if is_main else STREET, names[line])
    return points


def _allowed_sides(lattice: Lattice) -> list[tuple[bool, int, int]]:
    """Cell sides (along a row or a column) that touch the station's ground."""
    sides = [
        (True, row, column)
        for row in range(lattice.rows + 1)
        for column in range(lattice.columns)
        if _is_ours(lattice, row, column) or _is_ours(lattice, row - 1, column)
    ]
    return sides + [
        (False, row, column)
        for row in range(lattice.rows)
        for column in range(lattice.columns)
        if _is_ours(lattice, row, column) or _is_ours(lattice, row, column - 1)
    ]


def _is_ours(lattice: Lattice, row: int, column: int) -> bool:
    inside = 0 <= row < lattice.rows and 0 <= column < lattice.columns
    return inside and (row, column) not in WILD_CELLS


def _kept_sides(rng: Generator, lattice: Lattice, sides: list[tuple[bool, int, int]]) -> list[tuple[bool, int, int]]:
    """The named trunk roads, a random tree that reaches everything, and a few for choice."""
    width = lattice.columns + 1
    start = np.array([row * width + column for _, row, column in sides])
    end = np.array([row * width + column + (1 if across else width) for across, row, column in sides])
    is_trunk = np.array([(a and r == 5) or (not a and c in (3, 8)) for a, r, c in sides])
    weight = np.where(is_trunk, 0.01, 1.0 + rng.random(len(sides)))
    size = (lattice.rows + 1) * width
    tree = minimum_spanning_tree(coo_matrix((weight, (start, end)), shape=(size, size))).tocoo()
    in_tree = set(zip(tree.row.tolist(), tree.col.tolist(), strict=True))
    chance = rng.random(len(sides)) < _KEPT_WITHOUT_NEED
    return [side for n, side in enumerate(sides) if is_trunk[n] or chance[n] or (int(start[n]), int(end[n])) in in_tree]


def _village_lanes(
    rng: Generator, draft: Draft, hamlets: Mapping[Cell, Hamlet], points: Mapping[tuple[int, int], int]
) -> None:
    """A knot of lanes for each hamlet, tied to the nearest road on its own side of the water."""
    road_points = np.array(list(points.values()))
    places = np.column_stack([np.array(draft.x)[road_points], np.array(draft.y)[road_points]])
    tree, sides = cKDTree(places), water_side(places)
    for hamlet in hamlets.values():
        knot = [[draft.point(*spot) for spot in row] for row in hamlet.spots]
        for i, row in enumerate(knot):
            for j, here in enumerate(row):
                if j + 1 < len(row) and (i == 1 or rng.random() < 0.75):
                    draft.stretch(here, row[j + 1], LANE, f"{hamlet.name}{i + 1}弄")
                if i + 1 < len(knot):
                    draft.stretch(here, knot[i + 1][j], LANE, f"{hamlet.name}村道")
        middle = knot[1][1]
        spot = np.array([draft.x[middle], draft.y[middle]])
        for side in (1, 0):
            nearest = tree.query(spot, k=24)[1]
            same_side = [n for n in nearest if (sides[n] == water_side(spot[None])[0]).all()]
            if same_side and (side == 1 or rng.random() < 0.35):
                far = same_side[0 if side else min(7, len(same_side) - 1)]
                draft.stretch(knot[1][0 if side else -1], int(road_points[far]), STREET, f"{hamlet.name}路")


def _join_towns(
    draft: Draft,
    lattices: Mapping[str, Lattice],
    town_points: Mapping[tuple[int, int], int],
    rural_points: Mapping[tuple[int, int], int],
) -> None:
    """Country roads that end at the border run on to the nearest junction of the town."""
    gate_rows = list(range(0, lattices[TOWN].x.shape[0], 2))
    gates = np.array([lattices[TOWN].y[i, 0] for i in gate_rows])
    last = lattices[RURAL].x.shape[1] - 1
    for (i, j), number in rural_points.items():
        if j != last or i % lattices[RURAL].step:
            continue
        nearest = int(np.abs(gates - draft.y[number]).argmin())
        if abs(gates[nearest] - draft.y[number]) < 800:
            draft.stretch(number, town_points[(gate_rows[nearest], 0)], MAIN, "清陂大道")


def _street_names(rng: Generator) -> list[str]:
    """All street names there can be, in random order."""
    names = word_list("names")
    ends = ("路", "街", "路", "巷")
    both = [(first, second) for first in names["road_first"] for second in names["road_second"]]
    return [
        first + second + ends[int(n)]
        for (first, second), n in zip(
            [both[k] for k in rng.permutation(len(both))], rng.integers(0, 4, len(both)), strict=True
        )
    ]
