"""Where the hamlets (自然村) of the rural town lie: one in each grid, away from the water."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from linwang.jobs.demo import ground
from linwang.jobs.demo.areas import RURAL, Plot
from linwang.jobs.demo.ground import Cell
from linwang.jobs.demo.words import word_list

_CLEAR_OF_WATER = 190.0  # metres between a hamlet's middle and the middle of the river


@dataclass(frozen=True, slots=True)
class Hamlet:
    """A knot of homes: its name, the grid it lies in, and its lanes' crossings in metres, row by row."""

    name: str
    plot: Plot
    spots: tuple[tuple[tuple[float, float], ...], ...]

    @property
    def middle(self) -> tuple[float, float]:
        """The crossing in the middle."""
        return self.spots[1][1]


def settle_hamlets(rng: Generator, plots: Sequence[Plot]) -> dict[Cell, Hamlet]:
    """One hamlet for each rural grid."""
    rural = [plot for plot in plots if plot.grid.station == RURAL]
    names = _names(rng, len(rural))
    return {plot.cell: Hamlet(name, plot, _spots(rng, plot)) for plot, name in zip(rural, names, strict=True)}


def _names(rng: Generator, count: int) -> list[str]:
    """A few names that many places have, the others with a stem of their own."""
    words = word_list("names")
    own = [stem + end for stem in words["hamlet_stems"] for end in words["hamlet_ends"]]
    sided = [f"{side}{name}" for name in own[::7] for side in ("上", "下")]
    chosen = [*words["hamlet_common"], *rng.permutation([*own, *sided]).tolist()][:count]
    return [str(name) for name in rng.permutation(chosen)]


def _spots(rng: Generator, plot: Plot) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Three rows of four crossings some 65 m apart, turned by chance."""
    middle = _dry_middle(rng, plot)
    turn, spacing = rng.uniform(0, np.pi), rng.uniform(52, 72)
    rows, columns = np.meshgrid([-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0, 2.0], indexing="ij")
    rows = rows + rng.uniform(-0.2, 0.2, rows.shape)
    columns = columns + rng.uniform(-0.2, 0.2, columns.shape)
    x = middle[0] + spacing * (columns * np.cos(turn) - rows * np.sin(turn))
    y = middle[1] + spacing * (columns * np.sin(turn) + rows * np.cos(turn))
    return tuple(tuple((round(float(x[i, j]), 1), round(float(y[i, j]), 1)) for j in range(4)) for i in range(3))


def _dry_middle(rng: Generator, plot: Plot) -> tuple[float, float]:
    """Somewhere in the middle of the grid, pushed off the river and the canal."""
    x = plot.shape.centroid.x + rng.uniform(-120, 120)
    y = plot.shape.centroid.y + rng.uniform(-140, 140)
    from_river = y - float(ground.river_north(x))
    if abs(from_river) < _CLEAR_OF_WATER:
        y += np.copysign(_CLEAR_OF_WATER, from_river) - from_river
    from_canal = x - float(ground.canal_east(y))
    if abs(from_canal) < _CLEAR_OF_WATER:
        x += np.copysign(_CLEAR_OF_WATER, from_canal) - from_canal
    return float(x), float(y)
