"""The demo's roads as a graph for travel times: who may drive where, and how fast."""

from linwang.jobs.demo.layout import RoadNetwork
from linwang.science.geo.points import Points
from linwang.science.routing.road_graph import Road, RoadGraph
from linwang.science.routing.travel_times import Profile

# km/h by class of road: a car on a call keeps to what the road allows, an electric bike to 25.
SPEEDS: dict[str, dict[Profile, float]] = {
    "main": {Profile.CAR: 48.0, Profile.EBIKE: 22.0, Profile.FOOT: 4.7},
    "street": {Profile.CAR: 32.0, Profile.EBIKE: 20.0, Profile.FOOT: 4.7},
    "lane": {Profile.CAR: 15.0, Profile.EBIKE: 14.0, Profile.FOOT: 4.7},
}
_WHEELS = frozenset({Profile.CAR, Profile.EBIKE})


def road_graph_of(roads: RoadNetwork) -> RoadGraph:
    """The graph that `RoadGraph.save` writes to one file; walkers need not mind one-way streets."""
    stretches = [
        Road(
            start=int(start),
            end=int(end),
            metres=float(metres),
            kilometres_per_hour=SPEEDS[str(road_class)],
            one_way=_WHEELS if one_way else frozenset(),
        )
        for start, end, metres, road_class, one_way in zip(
            roads.tail, roads.head, roads.metres, roads.road_class, roads.one_way, strict=True
        )
    ]
    return RoadGraph.build(Points(lon=roads.lon, lat=roads.lat), stretches)
