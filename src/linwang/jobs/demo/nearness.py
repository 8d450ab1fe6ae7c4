"""Which units are near a place: the straight line made longer, at the unit's speed."""

from collections import defaultdict

import numpy as np

from linwang.jobs.demo.ground import METRES_PER_DEGREE_LAT, METRES_PER_DEGREE_LON
from linwang.jobs.demo.lags import DETOUR, SPEED
from linwang.jobs.demo.layout import Place, Town
from linwang.jobs.demo.staff import DemoUnit, Staff

LONGEST_WAY_SECONDS = 2400.0


class Nearness:
    """Units of each kind by their distance from each place, worked out once."""

    def __init__(self, town: Town, staff: Staff) -> None:
        self._row = {place.key: number for number, place in enumerate(town.places)}
        self._units = list(staff.units)
        self._seconds = _way_seconds(town, self._units)
        by_kind: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, unit in enumerate(self._units):
            by_kind[(unit.station, unit.kind)].append(number)
        self._order = {
            group: np.array(members)[np.argsort(self._seconds[:, members], axis=1)].tolist()
            for group, members in by_kind.items()
        }

    def nearest(self, place: Place, kind: str) -> list[DemoUnit]:
        """The units of a kind at the place's station, nearest first."""
        return [self._units[number] for number in self._order[(place.station, kind)][self._row[place.key]]]

    def seconds(self, place: Place, unit: DemoUnit) -> float:
        """How long the unit needs to get there."""
        return float(self._seconds[self._row[place.key], self._units.index(unit)])


def _way_seconds(town: Town, units: list[DemoUnit]) -> np.ndarray:
    scale = np.array([METRES_PER_DEGREE_LON, METRES_PER_DEGREE_LAT])
    places = np.array([place.at for place in town.places]) * scale
    starts = np.array([unit.at for unit in units]) * scale
    metres = np.linalg.norm(places[:, None, :] - starts[None, :, :], axis=2) * DETOUR
    speed = np.array([SPEED[unit.profile] for unit in units])
    return np.minimum(40.0 + metres / speed, LONGEST_WAY_SECONDS)
