"""How long each part of an answer takes, in seconds after the first ring.

Shapes: log-normal, with medians that fall in the published weekly bins (signed for mostly within 30 s, arrived mostly
within 10 min, fed back mostly within an hour) and tails that reach the last bin.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.random import Generator

LEAD_SECONDS = {"A": 0.5, "B": 0.8, "C": 1.3, "D": 3.0}  # how much slower a desk sends what can wait
SPEED = {"car": 8.6, "ebike": 4.8, "foot": 1.4}  # metres a second, stops included
DETOUR = 1.35  # road over straight line


class Step(IntEnum):
    """The moments of an answer in their order."""

    RING = 0
    TAKEN = 1
    RECEIVED = 2
    SENT = 3
    SIGNED = 4
    LEFT = 5
    ARRIVED = 6
    REPORTED = 7
    CLOSED = 8


@dataclass(frozen=True, slots=True)
class Lags:
    """For each incident the seconds from one step to the next; the way itself depends on the unit sent."""

    steps: list[list[float]]

    def moments(self, number: int, priority: str, travel_seconds: float) -> list[float]:
        """Seconds from the first ring to each step."""
        parts = list(self.steps[number])
        parts[Step.SENT] *= LEAD_SECONDS[priority]
        parts[Step.ARRIVED] *= travel_seconds
        total, moments = 0.0, []
        for part in parts:
            total += part
            moments.append(float(round(total)))
        return moments


def draw_lags(rng: Generator, count: int) -> Lags:
    """Draw all waiting times at once."""

    def spread(median: float, sigma: float, most: float) -> np.ndarray:
        return np.minimum(median * rng.lognormal(0.0, sigma, count), most)

    columns = [
        np.zeros(count),
        spread(7, 0.5, 40),
        spread(65, 0.45, 300),
        spread(22, 0.8, 900),
        spread(20, 0.95, 700),
        spread(45, 0.7, 600),
        spread(1.0, 0.3, 2.5),
        spread(1500, 0.85, 6 * 3600),
        spread(2400, 1.2, 20 * 3600),
    ]
    return Lags(np.column_stack(columns).tolist())
