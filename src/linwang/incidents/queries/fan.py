"""The fan of travel times around one incident: from which places a car is there in how many minutes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.utils.translation import gettext_lazy as _

from linwang.foundation.actor import Actor
from linwang.foundation.refusals import WrongMoment
from linwang.incidents.queries.board_filters import BoardFilters
from linwang.incidents.queries.board_points import UnitPoint, unit_points
from linwang.incidents.queries.fetch import no_such_incident, visible_incidents
from linwang.places.queries.long_places import long_place
from linwang.places.queries.roads import own_travel_times
from linwang.science.geo.distance import EARTH_RADIUS_METRES
from linwang.science.geo.points import LonLat, Points
from linwang.science.routing.by_road import ByRoad
from linwang.science.routing.travel_times import Profile

FARTHEST_SECONDS = 1200.0
MOST_PLACES = 4000
"""More dots than that only hide each other."""
_SIDE, _REACH_METRES = 41, 6000.0
"""Where no roads are known: points to a side of a square around the incident, and how far it reaches each way."""


@dataclass(frozen=True)
class FanPlace:
    """A place, and the minutes that a car needs from it."""

    lon: float
    lat: float
    minutes: float


@dataclass(frozen=True)
class FanCentre:
    """The incident, as the map draws incidents."""

    number: str
    priority: str
    is_overdue: bool
    lon: float
    lat: float


@dataclass(frozen=True)
class FanAccess:
    """Where one gets to the river, road or railway that the incident is on."""

    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Fan:
    """The incident, places and units around it; `is_estimated` where no road was followed.

    `line` is the course of the river, road or railway that was named.
    """

    centre: FanCentre
    places: tuple[FanPlace, ...]
    units: tuple[UnitPoint, ...]
    is_estimated: bool
    line: tuple[LonLat, ...] = ()
    accesses: tuple[FanAccess, ...] = ()


def fan_of(number: str, *, seen_by: Actor, at: datetime) -> Fan:
    """The fan of an incident one sees; refused while nobody knows where it is."""
    row = (
        visible_incidents(seen_by=seen_by).filter(number=number).values_list("lon", "lat", "priority", "place").first()
    )
    if row is None:
        raise no_such_incident()
    lon, lat, priority, place = row
    if lon is None or lat is None:
        raise WrongMoment(_("地点未定，暂不能算路程。请先定地点。"))
    long = long_place(place=place, near=LonLat(lon, lat)) if place else None
    times = own_travel_times()
    points, seconds = _by_road(times, LonLat(lon, lat)) if isinstance(times, ByRoad) else _by_line(LonLat(lon, lat))
    return Fan(
        centre=FanCentre(number, priority, False, lon, lat),
        places=tuple(_places(points, seconds)),
        units=unit_points(seen_by=seen_by, filters=BoardFilters(), at=at),
        is_estimated=times.is_estimated,
        line=long.line if long else (),
        accesses=tuple(FanAccess(one.name, one.lon, one.lat) for one in long.accesses) if long else (),
    )


def _by_road(times: ByRoad, centre: LonLat) -> tuple[Points, np.ndarray]:
    return times.graph.junctions, times.from_every_junction(centre, Profile.CAR)


def _by_line(centre: LonLat) -> tuple[Points, np.ndarray]:
    metres = np.linspace(-_REACH_METRES, _REACH_METRES, _SIDE)
    east, north = (side.ravel() for side in np.meshgrid(metres, metres))
    lat = centre.lat + np.degrees(north / EARTH_RADIUS_METRES)
    lon = centre.lon + np.degrees(east / (EARTH_RADIUS_METRES * np.cos(np.radians(centre.lat))))
    points = Points(lon, lat)
    return points, own_travel_times().seconds(points, centre, Profile.CAR)


def _places(points: Points, seconds: np.ndarray) -> Iterator[FanPlace]:
    """Those within reach; where they are too many, every so many-th."""
    near = np.flatnonzero(seconds <= FARTHEST_SECONDS)
    for one in near[:: max(1, -(-len(near) // MOST_PLACES))].tolist():
        yield FanPlace(
            round(float(points.lon[one]), 6), round(float(points.lat[one]), 6), round(float(seconds[one]) / 60, 1)
        )
