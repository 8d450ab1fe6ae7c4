"""Ways of a map as a road graph: split where they meet, and doubled where one may not turn.

Question: which junctions and arcs do these ways make, so that no allowed drive is missing and no forbidden one there?
Result: a way is split at every point that another way shares and at its bends after 300 m, so that a unit on a long
country road finds a junction near. A turn ban lies between an arc that arrives and arcs that leave: the arriving arc
is led to a stand-in for the junction, at the same place, from which only the allowed arcs go on (edges are made
nodes only where it matters). Walkers keep the junction itself: bans bind wheels only.
Source: T. Caldwell, "On finding minimum routes in a network with turn penalties", CACM 4 (1961), for turning arcs into
nodes; OpenStreetMap wiki, "Relation:restriction".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Self

import numpy as np

from linwang.science.geo.distance import great_circle_metres
from linwang.science.geo.points import Points
from linwang.science.routing.osm_tags import Going
from linwang.science.routing.road_graph import Road, RoadGraph
from linwang.science.routing.travel_times import Profile

LONGEST_METRES = 300.0
WHEELS = frozenset({Profile.CAR, Profile.EBIKE})


@dataclass(frozen=True, slots=True)
class Way:
    """A way of the map: its number, its points, and how one may go."""

    id: int
    points: tuple[int, ...]
    going: Going


@dataclass(frozen=True, slots=True)
class TurnBan:
    """From one way over a point to another: forbidden, or the only one allowed."""

    from_way: int
    via: int
    to_way: int
    is_only: bool = False
    spares: frozenset[Profile] = frozenset()


@dataclass(frozen=True, slots=True)
class MapRoads:
    """All that a road graph is made of; `blocked` are points where no car passes."""

    ways: Sequence[Way]
    places: Mapping[int, tuple[float, float]]
    bans: Sequence[TurnBan] = ()
    blocked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Built:
    """The graph, and how many of the turn bans could be laid into it."""

    graph: RoadGraph
    stretches: int
    bans_laid: int
    points_missing: int


@dataclass(slots=True)
class _Arc:
    """One direction of a stretch while the graph is made; ends are junction numbers."""

    tail: int
    head: int
    metres: float
    speeds: dict[Profile, float]
    way: int


@dataclass(slots=True)
class _Draft:
    """Junctions and arcs in the making."""

    number_of: dict[int, int] = field(default_factory=dict)
    lon: list[float] = field(default_factory=list)
    lat: list[float] = field(default_factory=list)
    stands_for: list[int] = field(default_factory=list)
    arcs: list[_Arc] = field(default_factory=list)

    def junction(self, point: int, place: tuple[float, float]) -> int:
        """The number of the junction at a point of the map."""
        if point not in self.number_of:
            self.number_of[point] = self.add(place, None)
        return self.number_of[point]

    def add(self, place: tuple[float, float], stands_for: int | None) -> int:
        """A new junction, or a stand-in for one."""
        self.lon.append(place[0])
        self.lat.append(place[1])
        self.stands_for.append(len(self.stands_for) if stands_for is None else stands_for)
        return len(self.lon) - 1

    def place(self, junction: int) -> tuple[float, float]:
        """Where a junction lies."""
        return self.lon[junction], self.lat[junction]


def build_roads(roads: MapRoads) -> Built:
    """The road graph of these ways."""
    draft, shared = _Draft(), _shared_points(roads.ways)
    missing = sum(_lay(draft, way, roads, shared) for way in roads.ways)
    stretches = len(draft.arcs) // 2
    laid = _lay_bans(draft, roads.bans)
    points = Points(lon=np.array(draft.lon), lat=np.array(draft.lat))
    graph = RoadGraph.build(points, [_road(arc) for arc in draft.arcs], stands_for=np.array(draft.stands_for, np.int32))
    return Built(graph, stretches, laid, missing)


def _shared_points(ways: Iterable[Way]) -> set[int]:
    """Points where ways meet or end."""
    counts = Counter(point for way in ways for point in way.points)
    ends = {end for way in ways for end in (way.points[0], way.points[-1])}
    return ends | {point for point, count in counts.items() if count > 1}


def _lay(draft: _Draft, way: Way, roads: MapRoads, shared: set[int]) -> int:
    """Split one way into stretches; returns how many of its points have no place in the file."""
    known = [point for point in way.points if point in roads.places]
    if len(known) < 2:
        return len(way.points) - len(known)
    places = np.array([roads.places[point] for point in known])
    steps = great_circle_metres(places[:-1, 0], places[:-1, 1], places[1:, 0], places[1:, 1])
    start, metres, is_blocked = known[0], 0.0, False
    for point, step in zip(known[1:], steps.tolist(), strict=True):
        metres += step
        if point in shared or metres >= LONGEST_METRES or point == known[-1]:
            _lay_stretch(draft, way, roads, (start, point), metres, is_blocked=is_blocked or point in roads.blocked)
            start, metres, is_blocked = point, 0.0, point in roads.blocked
        else:
            is_blocked |= point in roads.blocked
    return len(way.points) - len(known)


def _lay_stretch(
    draft: _Draft, way: Way, roads: MapRoads, ends: tuple[int, int], metres: float, *, is_blocked: bool
) -> None:
    """Both directions of a stretch, each with those who may go that way."""
    tail, head = (draft.junction(point, roads.places[point]) for point in ends)
    going = way.going
    speeds = {profile: speed for profile, speed in going.speeds.items() if not (is_blocked and profile == Profile.CAR)}
    against = {profile: speed for profile, speed in speeds.items() if profile not in going.one_way}
    onward, back = (against, speeds) if going.is_reversed else (speeds, against)
    draft.arcs.append(_Arc(tail, head, metres, dict(onward), way.id))
    draft.arcs.append(_Arc(head, tail, metres, dict(back), way.id))


@dataclass(slots=True)
class _Corners:
    """Which arcs arrive at and leave each junction, and which turns between them are forbidden to whom."""

    arriving: dict[int, list[int]]
    leaving: dict[int, list[int]]
    forbidden: dict[tuple[int, Profile], set[int]]

    @classmethod
    def of(cls, arcs: Sequence[_Arc]) -> Self:
        """The corners before any ban."""
        corners = cls(defaultdict(list), defaultdict(list), defaultdict(set))
        for number, arc in enumerate(arcs):
            corners.arriving[arc.head].append(number)
            corners.leaving[arc.tail].append(number)
        return corners

    def forbid(self, arcs: Sequence[_Arc], ban: TurnBan, via: int) -> bool:
        """Note one ban; False where the file does not have both of its ways at that point."""
        sources = [number for number in self.arriving[via] if arcs[number].way == ban.from_way]
        along = {number for number in self.leaving[via] if arcs[number].way == ban.to_way}
        if not sources or not along:
            return False
        targets = set(self.leaving[via]) - along if ban.is_only else along
        for number, profile in product(sources, WHEELS - ban.spares):
            if profile in arcs[number].speeds:
                self.forbidden[(number, profile)] |= targets
        return True


def _lay_bans(draft: _Draft, bans: Sequence[TurnBan]) -> int:
    """Lead arcs that may not turn everywhere to stand-ins; returns how many bans found their arcs."""
    corners = _Corners.of(draft.arcs)
    laid = sum(corners.forbid(draft.arcs, ban, draft.number_of.get(ban.via, -1)) for ban in bans)
    asides = {turn: _aside(draft, turn[0]) for turn in sorted(corners.forbidden)}
    for (number, profile), aside in asides.items():
        arc = draft.arcs[number]
        draft.arcs.append(_Arc(arc.tail, aside, arc.metres, {profile: arc.speeds[profile]}, arc.way))
        for one in corners.leaving[arc.head]:
            going = draft.arcs[one]
            if profile in going.speeds and one not in corners.forbidden[(number, profile)]:
                head = asides.get((one, profile), going.head)
                draft.arcs.append(_Arc(aside, head, going.metres, {profile: going.speeds[profile]}, going.way))
    for number, profile in asides:
        del draft.arcs[number].speeds[profile]
    return laid


def _aside(draft: _Draft, arc: int) -> int:
    """A stand-in for the junction where the arc arrives."""
    junction = draft.arcs[arc].head
    return draft.add(draft.place(junction), junction)


def _road(arc: _Arc) -> Road:
    return Road(arc.tail, arc.head, arc.metres, arc.speeds, one_way=frozenset(arc.speeds))
