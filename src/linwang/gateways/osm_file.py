"""Roads from an OpenStreetMap file: pbf or xml, plain or compressed; read twice, so that only roads are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import osmium
from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput
from linwang.science.routing.osm_roads import MapRoads, TurnBan, Way
from linwang.science.routing.osm_tags import blocks_cars, going_on
from linwang.science.routing.travel_times import Profile

_SPARED = {"bicycle": Profile.EBIKE, "motorcar": Profile.CAR, "emergency": Profile.CAR}


def read_roads(path: Path) -> MapRoads:
    """Ways one may go on, their points, turn bans and bollards; a file that cannot be read is refused."""
    try:
        ways, bans = _ways_and_bans(path)
        wanted = {point for way in ways for point in way.points}
        places, blocked = _points(path, wanted)
    except (RuntimeError, OSError, ValueError) as problem:
        sentence = _("读不了道路文件“%(name)s”。请给 OpenStreetMap 的 .osm、.osm.gz 或 .osm.pbf 文件。")
        raise BadInput(sentence % {"name": path.name}) from problem
    if not ways:
        raise BadInput(_("文件“%(name)s”里没有道路。") % {"name": path.name})
    return MapRoads(ways, places, bans, frozenset(blocked))


def _ways_and_bans(path: Path) -> tuple[list[Way], list[TurnBan]]:
    ways: list[Way] = []
    bans: list[TurnBan] = []
    one: Any
    for one in osmium.FileProcessor(str(path), osmium.osm.WAY | osmium.osm.RELATION):
        if one.is_way():
            going = going_on(dict(one.tags)) if "highway" in one.tags and len(one.nodes) > 1 else None
            if going is not None:
                ways.append(Way(one.id, tuple(node.ref for node in one.nodes), going))
        elif one.tags.get("type") == "restriction":
            bans.extend(_bans(one))
    return ways, bans


def _bans(relation: Any) -> Iterator[TurnBan]:
    """One ban for each pair of ways; those over a way instead of a point, or for lorries only, are left out."""
    said = next((relation.tags[key] for key in ("restriction", "restriction:motorcar") if key in relation.tags), "")
    via = [member.ref for member in relation.members if member.role == "via" and member.type == "n"]
    if len(via) != 1 or not said.startswith(("no_", "only_")):
        return
    excepted = relation.tags.get("except", "").replace(" ", "").split(";")
    spares = frozenset(_SPARED[name] for name in excepted if name in _SPARED)
    for start in (member.ref for member in relation.members if member.role == "from" and member.type == "w"):
        for end in (member.ref for member in relation.members if member.role == "to" and member.type == "w"):
            yield TurnBan(start, via[0], end, is_only=said.startswith("only_"), spares=spares)


def _points(path: Path, wanted: set[int]) -> tuple[dict[int, tuple[float, float]], set[int]]:
    """Where the wanted points lie, and which of them stop cars."""
    places, blocked = {}, set()
    node: Any
    for node in osmium.FileProcessor(str(path), osmium.osm.NODE):
        if node.id in wanted and node.location.valid():
            places[node.id] = (node.location.lon, node.location.lat)
            if len(node.tags) and blocks_cars(dict(node.tags)):
                blocked.add(node.id)
    return places, blocked
