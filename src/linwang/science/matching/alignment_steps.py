"""Which slip was made where? The cheapest way from a name to what was said, step by step.

The costs are those of `alignment`; this chapter walks a single pair slowly, to tell the desk what matched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from linwang.science.matching.alignment import LEFT_OUT, PUT_IN

Cell = tuple[int, int]
Way = tuple[float, Cell, bool]
"""Cost so far, the cell before, and whether a said unit was exchanged for a character."""
START: Cell = (0, 0)


@dataclass(frozen=True, slots=True)
class Step:
    """A said unit for a character of the name, or one without the other; `cost` before weights."""

    said: int | None
    name: int | None
    cost: float


@dataclass(frozen=True, slots=True)
class Pair:
    """One said text and one name: costs with a row per said unit and a column per character, and both weights."""

    costs: list[list[float]]
    said_weights: list[float]
    name_weights: list[float]
    _reached: dict[Cell, Way] = field(default_factory=dict)

    def steps(self) -> tuple[Step, ...]:
        """The cheapest steps from the first to the last; skips at either end come as single steps."""
        last = (len(self.said_weights), len(self.name_weights))
        skipped = self._skips()
        for cell in skipped:
            self._reached[cell] = min(self._ways(cell, skipped[cell]))
        beyond = {cell: skipped[last] - price for cell, price in skipped.items()}
        _, end = min((way[0] + beyond[cell], cell) for cell, way in self._reached.items())
        return (*self._walk_back(end), *self._left_over(end, last))

    def _skips(self) -> dict[Cell, float]:
        """For each cell the price of skipping everything before it: the words before a name cost nothing."""
        name = [LEFT_OUT * weight for weight in accumulate(self.name_weights, initial=0.0)]
        return {(i, j): ahead for i in range(len(self.said_weights) + 1) for j, ahead in enumerate(name)}

    def _ways(self, cell: Cell, skipped: float) -> Iterator[Way]:
        """What it costs to come to this cell, and from which."""
        i, j = cell
        yield skipped, START, False
        if i and j:
            weight = max(self.said_weights[i - 1], self.name_weights[j - 1])
            yield self._reached[i - 1, j - 1][0] + self.costs[i - 1][j - 1] * weight, (i - 1, j - 1), True
        if i:
            yield self._reached[i - 1, j][0] + PUT_IN * self.said_weights[i - 1], (i - 1, j), False
        if j:
            yield self._reached[i, j - 1][0] + LEFT_OUT * self.name_weights[j - 1], (i, j - 1), False

    def _walk_back(self, cell: Cell) -> tuple[Step, ...]:
        """Read the way from its end to its start."""
        taken: list[tuple[Step, ...]] = []
        while cell != START:
            _, before, is_exchange = self._reached[cell]
            exchange = (Step(before[0], before[1], self.costs[before[0]][before[1]]),) if is_exchange else ()
            taken.append(exchange or self._left_over(before, cell))
            cell = before
        return tuple(step for part in reversed(taken) for step in part)

    def _left_over(self, start: Cell, end: Cell) -> tuple[Step, ...]:
        """What was put in and left out between two cells."""
        put_in = [Step(i, None, PUT_IN) for i in range(start[0], end[0])]
        return (*put_in, *(Step(None, j, LEFT_OUT) for j in range(start[1], end[1])))
