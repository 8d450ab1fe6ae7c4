"""How long the way takes: the road graph of this machine, kept in the process until its file changes."""

import logging
from pathlib import Path

from django.conf import settings

from linwang.foundation.kept import Kept
from linwang.science.geo.points import Points
from linwang.science.routing.by_road import ByRoad
from linwang.science.routing.no_roads import NoRoads
from linwang.science.routing.road_graph import RoadGraph
from linwang.science.routing.to_posts import ToPosts
from linwang.science.routing.travel_times import TravelTimes

ROADS = "roads.npz"
_kept: Kept[TravelTimes] = Kept(most=2)
_posts: Kept[ToPosts] = Kept(most=32)
_log = logging.getLogger(__name__)


def travel_times() -> TravelTimes:
    """By road where roads are loaded; else by the straight line made longer, and said to be an estimate."""
    path = Path(settings.MAP_FOLDER) / ROADS
    return _kept.get(str(path), _version(path), lambda: _load(path))


def to_posts(posts: Points) -> ToPosts:
    """Travel times to points that stay, such as the middles of beats; what was searched is kept with the roads."""
    path = Path(settings.MAP_FOLDER) / ROADS
    key = (posts.lon.tobytes(), posts.lat.tobytes())
    return _posts.get(key, (str(path), _version(path)), lambda: ToPosts(travel_times(), posts))


def _version(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


def _load(path: Path) -> TravelTimes:
    try:
        return ByRoad(RoadGraph.load(path))
    except FileNotFoundError:
        return NoRoads()
    except ValueError as problem:
        _log.error("roads cannot be read, travel times are estimated: %s", problem)
        return NoRoads()
