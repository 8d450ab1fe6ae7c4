"""How long each part of an answer takes, in seconds, drawn anew for each row and the same in every run.

Shapes: log-normal. Medians lie in the published weekly bins (signed for mostly within 30 s, left within 2 min,
fed back within 30 min to an hour); the way itself depends on the unit and is only varied by a factor.
"""

from dataclasses import dataclass
from math import exp

import numpy as np


@dataclass(frozen=True, slots=True)
class Lags:
    """The waits of one row, whole seconds; `way` is a factor."""

    answer: float
    send: float
    sign: float
    leave: float
    way: float
    handle: float
    close: float


_SHAPES = ((8.0, 0.4), (45.0, 0.5), (20.0, 0.6), (50.0, 0.5), (1.0, 0.2), (1300.0, 0.6), (600.0, 0.8))
"""Median and spread of each wait, in the order of `Lags`."""

MEAN_BUSY_SECONDS = 2600.0
"""How long a unit is bound by one order on average, the way included: to size a fleet."""


def lags_of(line: int, *, seed: int) -> Lags:
    """The waits of the row on a line of the file."""
    draws = np.random.default_rng([seed, line]).standard_normal(len(_SHAPES)).tolist()
    values = [median * exp(spread * draw) for (median, spread), draw in zip(_SHAPES, draws, strict=True)]
    return Lags(*(value if at == 4 else float(round(value)) for at, value in enumerate(values)))
