"""What the players look at: who has which order, and which of their own incidents wait. Only reading."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from linwang.duty.queries.fleet import units_by_call_sign
from linwang.incidents.queries.orders import open_orders_of
from linwang.jobs.demo.layout import Point
from linwang.jobs.demo.staff import DemoUnit


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """A unit's order, how far it is, and where it leads."""

    assignment: int
    status: str
    unit: DemoUnit
    number: str
    point: Point


class Scene:
    """Units of the demo by their ids in the database."""

    def __init__(self, units: Iterable[DemoUnit], stations: Mapping[str, int]) -> None:
        ids = {key: units_by_call_sign(station) for key, station in stations.items()}
        self.ids = {unit.key: ids[unit.station][unit.call_sign] for unit in units}
        self._units = {self.ids[unit.key]: unit for unit in units}

    def open_orders(self) -> list[OpenOrder]:
        """Every order that is not over; an incident without a point is taken to be where its unit starts."""
        return [
            OpenOrder(
                assignment=order.pk,
                status=order.status,
                unit=self._units[unit],
                number=order.incident.number,
                point=_point(order.incident.lon, order.incident.lat) or self._units[unit].at,
            )
            for unit, order in open_orders_of(list(self._units)).items()
        ]


def _point(lon: float | None, lat: float | None) -> Point | None:
    return None if lon is None or lat is None else (lon, lat)
