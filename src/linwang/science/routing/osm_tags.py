"""What the tags of an OpenStreetMap way mean for a police car, an electric bike and a walker.

Result: km/h by profile (absent = may not go), and which profiles must go one way.
Speeds are those usual in a town, not limits; where a limit is tagged a car drives at four fifths of it, for lights and
traffic. Private ways count as open: the police may enter an estate. Ways closed to all (`access=no`) count as closed
unless the way names the mode. Walkers go both ways everywhere, and not on motorways.
Source: OpenStreetMap wiki, "Key:highway", "Key:access", "Key:oneway"; usual speeds as in the car profile of OSRM,
lowered to those of Chinese towns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from linwang.science.routing.travel_times import Profile

Tags = Mapping[str, str]

CAR_SPEEDS: Mapping[str, float] = MappingProxyType({
    "motorway": 90.0, "trunk": 65.0, "primary": 45.0, "secondary": 40.0, "tertiary": 35.0, "unclassified": 30.0,
    "residential": 25.0, "living_street": 12.0, "service": 15.0, "road": 25.0, "track": 15.0,
    "motorway_link": 45.0, "trunk_link": 40.0, "primary_link": 35.0, "secondary_link": 30.0, "tertiary_link": 30.0,
})  # fmt: skip
EBIKE_SPEEDS: Mapping[str, float] = MappingProxyType({
    **{name: 20.0 for name in CAR_SPEEDS if not name.startswith("motorway")},
    "living_street": 12.0, "service": 14.0, "track": 14.0, "cycleway": 20.0, "path": 12.0, "pedestrian": 8.0,
    "footway": 8.0,
})  # fmt: skip
FOOT_SPEEDS: Mapping[str, float] = MappingProxyType({
    **dict.fromkeys(EBIKE_SPEEDS, 4.7), "steps": 2.5, "corridor": 4.7, "bridleway": 4.7,
})  # fmt: skip
ROADS = frozenset({*CAR_SPEEDS, *FOOT_SPEEDS})

_CLOSED = frozenset({"no", "agricultural", "forestry"})
_OPEN = frozenset({"yes", "designated", "permissive", "official", "destination", "private", "customers", "delivery"})
_KEYS: Mapping[Profile, tuple[str, ...]] = MappingProxyType({
    Profile.CAR: ("emergency", "motorcar", "motor_vehicle", "vehicle", "access"),
    Profile.EBIKE: ("bicycle", "vehicle", "access"),
    Profile.FOOT: ("foot", "access"),
})  # fmt: skip
_SPEEDS: Mapping[Profile, Mapping[str, float]] = MappingProxyType(
    {Profile.CAR: CAR_SPEEDS, Profile.EBIKE: EBIKE_SPEEDS, Profile.FOOT: FOOT_SPEEDS}
)
_ONWARD, _BACKWARD = frozenset({"yes", "1", "true"}), frozenset({"-1", "reverse"})
_ROUND = frozenset({"roundabout", "circular"})
_SHARE_OF_LIMIT = 0.8
_MPH = 1.609
BLOCKS_CARS = frozenset({"bollard", "block", "cycle_barrier", "jersey_barrier", "log", "debris", "turnstile", "chain"})


@dataclass(frozen=True, slots=True)
class Going:
    """How one may go along a way: km/h by profile, who must go one way, and whether that is against its points."""

    speeds: Mapping[Profile, float]
    one_way: frozenset[Profile]
    is_reversed: bool


def going_on(tags: Tags) -> Going | None:
    """What the tags allow; None where it is no road, or nobody may go."""
    kind = tags.get("highway", "")
    if kind not in ROADS or tags.get("area") == "yes":
        return None
    speeds = {profile: _speed(profile, kind, tags) for profile in Profile if _may_go(profile, kind, tags)}
    if not speeds:
        return None
    way = _direction(kind, tags)
    wheels = {Profile.CAR, *(set() if tags.get("oneway:bicycle") == "no" else {Profile.EBIKE})}
    return Going(speeds, frozenset(wheels & speeds.keys()) if way else frozenset(), way < 0)


def blocks_cars(tags: Tags) -> bool:
    """Whether a point of a way stops cars: bollards and the like, unless it says that cars pass."""
    passes = any(tags.get(key) in _OPEN for key in ("emergency", "motorcar", "motor_vehicle"))
    return tags.get("barrier", "") in BLOCKS_CARS and not passes


def _may_go(profile: Profile, kind: str, tags: Tags) -> bool:
    """The most particular tag decides; without one, the kind of way."""
    said = next((tags[key] for key in _KEYS[profile] if key in tags), "")
    if said in _CLOSED:
        return False
    if profile != Profile.CAR and tags.get("motorroad") == "yes":
        return False
    is_usual = kind in _SPEEDS[profile]
    is_named = any(tags.get(key) in _OPEN for key in _KEYS[profile][:-2])
    return is_usual or (is_named and profile != Profile.FOOT)


def _speed(profile: Profile, kind: str, tags: Tags) -> float:
    usual = _SPEEDS[profile].get(kind, 10.0)
    limit = _limit(tags.get("maxspeed", "")) if profile == Profile.CAR else None
    return max(5.0, _SHARE_OF_LIMIT * limit) if limit else usual


def _limit(said: str) -> float | None:
    """A tagged limit in km/h; None where it is words or nothing."""
    number, _, unit = said.strip().partition(" ")
    if not number.replace(".", "", 1).isdigit() or not float(number):
        return None
    return float(number) * (_MPH if unit == "mph" else 1.0)


def _direction(kind: str, tags: Tags) -> int:
    """1 along the points, -1 against them, 0 both ways."""
    said = tags.get("oneway", "")
    if said in _BACKWARD:
        return -1
    is_round = tags.get("junction", "") in _ROUND or kind == "motorway"
    return int(said in _ONWARD or (is_round and said != "no"))
