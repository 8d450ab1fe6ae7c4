"""The names of the demo: homes, shops, schools, bridges, stops and all else a caller may call out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from shapely import STRtree, points

from linwang.jobs.demo import ground
from linwang.jobs.demo.aliases import give_aliases
from linwang.jobs.demo.areas import RURAL, TOWN, Estate, Ground, Plot
from linwang.jobs.demo.ground import Cell
from linwang.jobs.demo.hamlets import Hamlet
from linwang.jobs.demo.layout import Place, RoadNetwork
from linwang.jobs.demo.words import word_list

# Share of the town's calls that a kind of place draws, shared out among its places with a long tail.
HEAT: Mapping[str, float] = {
    "estate": 9, "building": 13, "shop": 16, "school": 3, "market": 7, "hospital": 3, "park": 3,
    "business": 6, "transport": 4, "agency": 2, "factory": 8, "village": 3, "hamlet": 22, "bridge": 3,
    "bus_stop": 5, "temple": 1, "crossing": 16, "road": 9, "committee": 2, "river": 1, "post": 1, "square": 4,
}  # fmt: skip
_SHOPS = {TOWN: 250, RURAL: 105}
_FACTORIES = {TOWN: 14, RURAL: 84}
_STOPS = {TOWN: 84, RURAL: 62}
_CROSSINGS = {TOWN: 80, RURAL: 46}


@dataclass(frozen=True, slots=True)
class Spot:
    """A name put on the ground, before it is known whose ground that is."""

    name: str
    kind: str
    x: float
    y: float
    neighbourhood: str = ""


def name_places(rng: Generator, land: Ground, hamlets: Mapping[Cell, Hamlet], roads: RoadNetwork) -> tuple[Place, ...]:
    """All named places, each with its grid, its heat and its other names."""
    spots = [
        *_estate_spots(land.estates),
        *_hamlet_spots(hamlets),
        *_official_spots(rng, land, hamlets),
        *_trade_spots(rng, land, hamlets, roads),
        *_road_spots(rng, roads),
        *_water_spots(roads),
    ]
    return tuple(give_aliases(rng, _on_their_ground(rng, land, spots)))


def _estate_spots(estates: Sequence[Estate]) -> Iterator[Spot]:
    """Each compound, and its buildings in rows (12 rows of 4 in the big one)."""
    for estate in estates:
        area, outline = estate.area, estate.shape
        middle = outline.centroid
        yield Spot(area.name, "estate", middle.x, middle.y, area.key)
        west, south, east, north = outline.buffer(-25).bounds
        across, up = (8, 6) if outline.area > 300_000 else (3, 3)
        for n in range(across * up):
            x = west + (east - west) * (n % across + 0.5) / across
            y = south + (north - south) * (n // across + 0.5) / up
            yield Spot(f"{area.name}{n + 1}幢", "building", x, y, area.key)


def _hamlet_spots(hamlets: Mapping[Cell, Hamlet]) -> Iterator[Spot]:
    """Each hamlet; the first of a village carries the village's own name and its committee and hall."""
    seen: set[str] = set()
    for hamlet in hamlets.values():
        grid = hamlet.plot.grid
        yield Spot(hamlet.name, "hamlet", *hamlet.middle, grid.neighbourhood)
        if grid.neighbourhood not in seen:
            seen.add(grid.neighbourhood)
            village = grid.neighbourhood.removeprefix(f"{RURAL}-")
            x, y = hamlet.spots[0][1]
            yield Spot(village, "village", x, y, grid.neighbourhood)
            yield Spot(f"{village}村委会", "committee", x + 18, y - 9, grid.neighbourhood)
            yield Spot(f"{village}文化礼堂", "square", x - 26, y + 22, grid.neighbourhood)


def _official_spots(rng: Generator, land: Ground, hamlets: Mapping[Cell, Hamlet]) -> Iterator[Spot]:
    """Schools, markets and offices by name; and those that stand in both towns under one name."""
    words = word_list("names")
    for station, kinds in ((TOWN, words["town_places"]), (RURAL, words["rural_places"])):
        for kind, names in [*kinds.items(), ("business", words["shared_places"])]:
            for name in names:
                yield Spot(name, _kind_of(name, kind), *_somewhere(rng, land, hamlets, station))
    for station in (TOWN, RURAL):
        for name in rng.permutation(words["temples"])[:5]:
            yield Spot(str(name), "temple", *_somewhere(rng, land, hamlets, station))
    for beat in land.beats:
        x, y = _to_metres(beat.site)
        yield Spot(f"{beat.name.removesuffix('警务区')}警务室", "post", x, y)


def _kind_of(name: str, kind: str) -> str:
    """The kinds of the names both towns share."""
    ends = {
        "小学": "school",
        "卫生院": "hospital",
        "市场": "market",
        "车站": "transport",
        "公园": "park",
        "广场": "square",
        "敬老院": "agency",
        "活动中心": "agency",
        "邮政所": "agency",
    }
    return next((of for end, of in ends.items() if kind == "business" and name.endswith(end)), kind)


def _trade_spots(rng: Generator, land: Ground, hamlets: Mapping[Cell, Hamlet], roads: RoadNetwork) -> Iterator[Spot]:
    """Shops along the streets and lanes, factories on their own ground."""
    words = word_list("names")
    x, y, where = _edge_middles(roads)
    for station, count in _SHOPS.items():
        names = _pairs(rng, words["shop_first"], words["shop_trades"], count)
        chosen = rng.choice(np.flatnonzero(where == station), size=count, replace=False)
        for name, edge in zip(names, chosen, strict=True):
            offset = rng.uniform(-9, 9, 2)
            yield Spot(name, "shop", x[edge] + offset[0], y[edge] + offset[1])
    makers = iter(_pairs(rng, words["factory_first"], words["factory_trades"], sum(_FACTORIES.values())))
    for station, count in _FACTORIES.items():
        for _ in range(count):
            yield Spot(next(makers), "factory", *_somewhere(rng, land, hamlets, station))


def _road_spots(rng: Generator, roads: RoadNetwork) -> Iterator[Spot]:
    """Roads by name, crossings of two named roads, and bus stops."""
    x, y, where = _edge_middles(roads)
    first_edge = {name: edge for edge, name in reversed(list(enumerate(roads.names))) if _is_road(name)}
    for name, edge in first_edge.items():
        yield Spot(name, "road", x[edge], y[edge])
    crossings = _crossings(roads)
    for station in (TOWN, RURAL):
        here = [one for one in crossings if (one[1] >= 0) == (station == TOWN)]
        for index in rng.choice(len(here), size=min(_CROSSINGS[station], len(here)), replace=False):
            yield Spot(here[index][0], "crossing", here[index][1], here[index][2])
        stops = rng.choice(np.flatnonzero((where == station) & (roads.road_class != "lane")), _STOPS[station])
        for name, edge in {f"{roads.names[edge]}站": edge for edge in stops}.items():
            yield Spot(f"公交{name}", "bus_stop", x[edge] + 6, y[edge] - 6)


def _is_road(name: str) -> bool:
    return name[-1] in "路街道" and not name.endswith("村道")


def _crossings(roads: RoadNetwork) -> list[tuple[str, float, float]]:
    """Where two roads of different names meet, once for each pair of names."""
    meeting: dict[int, set[str]] = {}
    for edge in np.flatnonzero(roads.road_class != "lane"):
        for node in (roads.tail[edge], roads.head[edge]):
            meeting.setdefault(int(node), set()).add(roads.names[edge])
    found: dict[str, tuple[str, float, float]] = {}
    for node, names in meeting.items():
        if len(names) >= 2:
            one, other = sorted(names)[:2]
            x, y = _to_metres((roads.lon[node], roads.lat[node]))
            found.setdefault(f"{one}与{other}路口", (f"{one}与{other}路口", x, y))
    return list(found.values())


def _water_spots(roads: RoadNetwork) -> Iterator[Spot]:
    """Bridges where roads cross the water, and the river itself in both towns."""
    words = word_list("names")
    x, y, _ = _edge_middles(roads)
    for n, edge in enumerate(roads.bridges):
        stem = words["bridge_stems"][n % len(words["bridge_stems"])]
        yield Spot(f"{stem}桥", "bridge", x[edge], y[edge])
    for east in (-9200.0, -7400.0, -3600.0, -1200.0, 900.0, 2700.0, 4600.0):
        yield Spot(words["river"], "river", east, float(ground.river_north(east)) + 30)
    yield Spot(words["canal"], "river", float(ground.canal_east(2500.0)), 2500.0)


def _edge_middles(roads: RoadNetwork) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The middle of each stretch in metres, and the station it lies in."""
    lon = (roads.lon[roads.tail] + roads.lon[roads.head]) / 2
    lat = (roads.lat[roads.tail] + roads.lat[roads.head]) / 2
    x, y = _to_metres((lon, lat))
    return x, y, np.where(x >= 0, TOWN, RURAL)


def _somewhere(rng: Generator, land: Ground, hamlets: Mapping[Cell, Hamlet], station: str) -> tuple[float, float]:
    """A dry spot: in the country near a hamlet, in town anywhere off the river."""
    if station == RURAL:
        middle = list(hamlets.values())[rng.integers(len(hamlets))].middle
        return middle[0] + rng.uniform(-90, 90), middle[1] + rng.uniform(-90, 90)
    plots = [plot for plot in land.plots if plot.grid.station == TOWN]
    while True:
        middle = plots[rng.integers(len(plots))].shape.centroid
        x, y = middle.x + rng.uniform(-200, 200), middle.y + rng.uniform(-200, 200)
        if abs(y - float(ground.river_north(x))) > 60:
            return x, y


def _pairs(rng: Generator, first: Sequence[str], second: Sequence[str], count: int) -> list[str]:
    """Different names made of two parts; when they run out, the next ones get 分店."""
    every = [a + b for a in first for b in second]
    chosen = [every[n] for n in rng.permutation(len(every))]
    return (chosen + [f"{name}分店" for name in chosen])[:count]


def _to_metres(point: tuple[float, float] | tuple[np.ndarray, np.ndarray]) -> tuple:
    return (
        (point[0] - ground.ORIGIN_LON) * ground.METRES_PER_DEGREE_LON,
        (point[1] - ground.ORIGIN_LAT) * ground.METRES_PER_DEGREE_LAT,
    )


def _on_their_ground(rng: Generator, land: Ground, spots: Sequence[Spot]) -> list[Place]:
    """Find each spot's grid (the nearest for one on the outer border) and share out the heat of its kind."""
    x, y = np.array([spot.x for spot in spots]), np.array([spot.y for spot in spots])
    nearest = STRtree([plot.shape for plot in land.plots]).nearest(points(x, y))
    degrees = ground.to_degrees(np.column_stack([x, y])).tolist()
    heat = _heat(rng, spots)
    return [
        _place(n, spot, land.plots[nearest[n]], (degrees[n][0], degrees[n][1]), heat[n]) for n, spot in enumerate(spots)
    ]


def _heat(rng: Generator, spots: Sequence[Spot]) -> list[float]:
    """A few places of each kind draw most of its calls (log-normal, sigma 1.1)."""
    kinds = np.array([spot.kind for spot in spots])
    heat = rng.lognormal(0.0, 1.1, len(spots))
    for kind in np.unique(kinds):
        of_kind = kinds == kind
        heat[of_kind] *= HEAT[str(kind)] / heat[of_kind].sum()
    return [round(float(one), 6) for one in heat]


def _place(n: int, spot: Spot, plot: Plot, at: tuple[float, float], heat: float) -> Place:
    grid = plot.grid
    place = Place(
        key=f"place-{n:04}",
        name=spot.name,
        kind=spot.kind,
        at=at,
        station=grid.station,
        beat=grid.beat,
        grid=grid.key,
        neighbourhood=grid.neighbourhood,
        heat=heat,
    )
    return replace(place, neighbourhood=spot.neighbourhood) if spot.neighbourhood else place
