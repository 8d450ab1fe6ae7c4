"""How long the way takes: the road graph of this machine, kept in the process until its file changes.

Whoever asks is never kept waiting for code to be compiled or for the order of importance to be found: `make_ready`
does both in the background when a process starts, and keeps what it found on the disk for the next one.
"""

import logging
import os
import threading
import zlib
from pathlib import Path

import numpy as np
from django.conf import settings

from linwang.foundation.kept import Kept
from linwang.gateways.road_service import service_of
from linwang.science.geo.points import Points
from linwang.science.routing import compiled
from linwang.science.routing.by_road import ByRoad
from linwang.science.routing.hierarchy import Hierarchy
from linwang.science.routing.no_roads import NoRoads
from linwang.science.routing.road_graph import RoadGraph
from linwang.science.routing.to_posts import ToPosts
from linwang.science.routing.travel_times import Profile, TravelTimes

ROADS = "roads.npz"
ORDER = "roads.order.npz"
_kept: Kept[TravelTimes] = Kept(most=2)
_services: Kept[TravelTimes] = Kept(most=2)
_posts: Kept[ToPosts] = Kept(most=32)
_log = logging.getLogger(__name__)


def travel_times() -> TravelTimes:
    """From the server that the machine's settings name, with our own roads as fallback; else from those."""
    own = own_travel_times()
    if not settings.ROADS:
        return own
    return _services.get(settings.ROADS, id(own), lambda: service_of(settings.ROADS, own))


def own_travel_times() -> TravelTimes:
    """By road where roads are loaded; else by the straight line made longer, and said to be an estimate."""
    path = Path(settings.MAP_FOLDER) / ROADS
    return _kept.get(str(path), _version(path), lambda: _load(path))


def to_posts(posts: Points) -> ToPosts:
    """Travel times by our own roads to points that stay, such as the middles of grids; what was searched is kept."""
    path = Path(settings.MAP_FOLDER) / ROADS
    key = (posts.lon.tobytes(), posts.lat.tobytes())
    return _posts.get(key, (str(path), _version(path)), lambda: ToPosts(own_travel_times(), posts))


def make_ready() -> None:
    """Compile the search, and give the roads their order of importance: at the start of a process, not in a request."""
    os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(settings.HOME) / "compiled"))
    compiled.make_ready()
    times = own_travel_times()
    if isinstance(times, ByRoad) and not times.graph.hierarchies:
        _put_in_order(times.graph, Path(settings.MAP_FOLDER) / ORDER)


def make_ready_soon() -> None:
    """The same in a thread of its own, for a server that is starting; until it is done the slower search answers."""
    threading.Thread(target=make_ready, name="roads", daemon=True).start()


def _put_in_order(graph: RoadGraph, path: Path) -> None:
    graph.hierarchies.update(_orders(graph, path))


def _orders(graph: RoadGraph, path: Path) -> dict[Profile, Hierarchy]:
    """The orders of importance from the disk, or found now and written there."""
    mark = zlib.crc32(graph.seconds.tobytes(), zlib.crc32(graph.heads.tobytes()))
    try:
        with np.load(path, allow_pickle=False) as held:
            if int(held["mark"]) == mark:
                return {profile: Hierarchy.of(held, profile.value) for profile in Profile}
    except (OSError, ValueError, KeyError):
        _log.info("the roads have no order of importance yet; it is found now")
    found = {profile: Hierarchy.build(len(graph.junctions), *graph.arcs(profile)) for profile in Profile}
    _write(path, mark, found)
    return found


def _write(path: Path, mark: int, orders: dict[Profile, Hierarchy]) -> None:
    """Written aside and put in place, for several processes may start at once."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    arrays = {name: array for profile, order in orders.items() for name, array in order.arrays(profile.value).items()}
    try:
        with unfinished.open("wb") as file:
            np.savez(file, mark=np.array(mark), **arrays)  # type: ignore[arg-type]
        unfinished.replace(path)
    except OSError as problem:
        _log.warning("the order of importance cannot be kept: %s", problem)


def _version(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


def _load(path: Path) -> TravelTimes:
    try:
        times = ByRoad(RoadGraph.load(path))
    except FileNotFoundError:
        return NoRoads()
    except ValueError as problem:
        _log.error("roads cannot be read, travel times are estimated: %s", problem)
        return NoRoads()
    if compiled.contraction() is not None:
        threading.Thread(target=_put_in_order, args=(times.graph, path.with_name(ORDER)), daemon=True).start()
    return times
