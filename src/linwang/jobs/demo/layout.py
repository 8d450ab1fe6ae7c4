"""What the demo county consists of: plain frozen things, in WGS-84 longitude and latitude."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class StationArea:
    """A police station (派出所) with its jurisdiction."""

    key: str
    name: str
    short_name: str
    town: str
    is_rural: bool
    ring: Ring
    site: Point


@dataclass(frozen=True, slots=True)
class BeatArea:
    """A beat (警格) with the site of its post; `remoteness` is town, outskirts or country."""

    key: str
    name: str
    station: str
    remoteness: str
    ring: Ring
    site: Point


@dataclass(frozen=True, slots=True)
class NeighbourhoodArea:
    """A compound, community or village (`kind`: estate, community, village)."""

    key: str
    name: str
    kind: str
    station: str
    beat: str
    ring: Ring


@dataclass(frozen=True, slots=True)
class GridArea:
    """A grid (网格): the smallest cell of ground, looked after by its own people."""

    key: str
    name: str
    station: str
    beat: str
    neighbourhood: str
    ring: Ring
    households: int


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name people use for a place (`kind`: old, local, short, homophone)."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """A named spot. `heat` is how often, relative to others of its kind, something happens there."""

    key: str
    name: str
    kind: str
    at: Point
    station: str
    beat: str
    grid: str
    neighbourhood: str
    heat: float
    aliases: tuple[Alias, ...] = ()


@dataclass(frozen=True, slots=True)
class RoadNetwork:
    """Nodes by index; for each edge its ends, metres, class (main, street, lane), one-way or not, name."""

    lon: np.ndarray
    lat: np.ndarray
    tail: np.ndarray
    head: np.ndarray
    metres: np.ndarray
    road_class: np.ndarray
    one_way: np.ndarray
    names: tuple[str, ...]
    bridges: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Waterway:
    """A river as its middle line and its two banks."""

    name: str
    line: Ring
    banks: Ring


@dataclass(frozen=True, slots=True)
class Town:
    """The whole county district: one bureau, its stations, their ground, roads and names."""

    bureau: str
    county: str
    stations: Sequence[StationArea]
    beats: Sequence[BeatArea]
    neighbourhoods: Sequence[NeighbourhoodArea]
    grids: Sequence[GridArea]
    roads: RoadNetwork
    waterways: Sequence[Waterway]
    places: Sequence[Place] = field(default=())

    def station(self, key: str) -> StationArea:
        """The station with that key."""
        return next(station for station in self.stations if station.key == key)
