"""What cover is left behind when a unit goes?

Question: while a unit is away, how much of the demand that may arise next will nobody reach in time?
Symbols: zones z with their share of the demand w_z (summing to 1); free units u; reaches[u, z] true where u is in z
within the time that counts as cover; k_z how many reach z; q the chance that a unit is busy just when it is needed.
Result: expected cover of the free units is E = sum_z w_z (1 - q^k_z), and sending u loses
    loss(u) = sum over z that u reaches of w_z (1 - q) q^(k_z - 1),
the share of all demand that would otherwise have been met in time. A zone whose only unit goes is *left alone*.
Source: M. S. Daskin, "A maximum expected covering location model", Transportation Science 17 (1983); as a rule of
dispatch: C. J. Jagtenberg, S. Bhulai and R. D. van der Mei, Health Care Management Science 20 (2017).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Shares = NDArray[np.float64]

PRIOR_BUSY, PRIOR_FREE = 2.0, 3.0
"""Before anything is seen two units in five are busy, a usual utilisation of patrols; worth five units seen."""


@dataclass(frozen=True, eq=False)
class Cover:
    """The free units, the zones they reach in time, and the zones' shares of the demand."""

    demand: Shares
    reaches: Flags
    busy_share: float

    def __post_init__(self) -> None:
        if self.reaches.ndim != 2 or self.reaches.shape[1] != len(self.demand):
            raise ValueError("for each unit one entry for each zone")
        if len(self.demand) and not (np.all(self.demand >= 0) and abs(float(self.demand.sum()) - 1.0) < 1e-6):
            raise ValueError("the zones' shares of the demand must sum to 1")
        if not 0.0 < self.busy_share < 1.0:
            raise ValueError("the busy share lies between 0 and 1")

    def expected(self) -> float:
        """The share of the demand that is met in time."""
        return float(self.demand @ (1.0 - self.busy_share ** self._units_near()))

    def losses(self) -> Shares:
        """For each unit the share of the demand lost while it alone is away."""
        near = self._units_near()
        each = self.demand * (1.0 - self.busy_share) * self.busy_share ** np.maximum(near - 1, 0)
        return np.asarray(self.reaches @ each, dtype=np.float64)

    def left_alone_by(self, unit: int) -> NDArray[np.int64]:
        """Zones that nobody else reaches in time, those with most demand first."""
        alone = np.flatnonzero(self.reaches[unit] & (self._units_near() == 1))
        return alone[np.argsort(-self.demand[alone], kind="stable")]

    def without(self, unit: int) -> Cover:
        """The cover of the others."""
        reaches = self.reaches.copy()
        reaches[unit] = False
        return Cover(self.demand, reaches, self.busy_share)

    def _units_near(self) -> NDArray[np.int64]:
        return np.asarray(self.reaches.sum(axis=0), dtype=np.int64)


def shares_of(counts: NDArray[np.float64]) -> Shares:
    """Each zone's share of the demand, from what happened there; each zone as if one thing more had happened."""
    grown = np.asarray(counts, dtype=np.float64) + 1.0
    return np.asarray(grown / grown.sum(), dtype=np.float64) if len(grown) else grown


def busy_share_of(*, busy: int, units: int) -> float:
    """How likely a unit is busy: now's units, with the usual share as prior."""
    if not 0 <= busy <= units:
        raise ValueError("more units are busy than there are")
    return (busy + PRIOR_BUSY) / (units + PRIOR_BUSY + PRIOR_FREE)
