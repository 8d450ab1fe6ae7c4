"""The base map of the demo: its own roads, waters, areas and names as one PMTiles file, made by tippecanoe."""

import json
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from linwang.jobs.demo.layout import Town

Feature = dict[str, Any]
TIMEOUT_SECONDS = 120
# Each kind of place is drawn from this zoom on: few names when the whole county is seen.
_NAME_ZOOM = {"village": 11, "estate": 13, "hospital": 13, "school": 13, "market": 13, "river": 12, "hamlet": 13}
_ROAD_ZOOM = {"main": 8, "street": 11, "lane": 13}


def make_basemap(town: Town, path: Path) -> int:
    """Write the map to `path` (PMTiles) and return its bytes; an older map is replaced only when all went well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        layers = [_write_layer(Path(folder), name, features) for name, features in _layers(town)]
        made = Path(folder) / "base.pmtiles"
        _run_tippecanoe(made, layers)
        made.replace(path)
    return path.stat().st_size


def _layers(town: Town) -> list[tuple[str, Iterable[Feature]]]:
    """Layer names as the map's style knows them."""
    makers: dict[str, Callable[[Town], Iterable[Feature]]] = {
        "stations": _stations,
        "beats": _beats,
        "grids": _grids,
        "estates": _estates,
        "waters": _waters,
        "roads": _roads,
        "places": _places,
    }
    return [(name, maker(town)) for name, maker in makers.items()]


def _stations(town: Town) -> Iterator[Feature]:
    for area in town.stations:
        yield _feature("Polygon", [area.ring], 6, name=area.name)


def _beats(town: Town) -> Iterator[Feature]:
    for area in town.beats:
        yield _feature("Polygon", [area.ring], 9, name=area.name)


def _grids(town: Town) -> Iterator[Feature]:
    for area in town.grids:
        yield _feature("Polygon", [area.ring], 12, name=area.name)


def _estates(town: Town) -> Iterator[Feature]:
    for area in town.neighbourhoods:
        if area.kind == "estate":
            yield _feature("Polygon", [area.ring], 12, name=area.name)


def _waters(town: Town) -> Iterator[Feature]:
    for water in town.waterways:
        yield _feature("Polygon", [water.banks], 8, name=water.name)


def _roads(town: Town) -> Iterator[Feature]:
    """Stretches of one road that follow each other are drawn as one line, so that its name fits along it."""
    roads = town.roads
    bridges = set(roads.bridges)
    for edges in _runs(town):
        nodes = [int(roads.tail[edges[0]]), *(int(roads.head[edge]) for edge in edges)]
        line = [(float(roads.lon[node]), float(roads.lat[node])) for node in nodes]
        road_class = str(roads.road_class[edges[0]])
        yield _feature(
            "LineString",
            line,
            _ROAD_ZOOM[road_class],
            name=roads.names[edges[0]],
            **{"class": road_class},
            one_way=bool(roads.one_way[edges[0]]),
            bridge=edges[0] in bridges,
        )


def _runs(town: Town) -> Iterator[list[int]]:
    """Edges in their order, cut where the next one is another road or does not go on from here."""
    roads, run = town.roads, [0]
    bridges = set(roads.bridges)
    for edge in range(1, len(roads.names)):
        before = run[-1]
        goes_on = (
            roads.tail[edge] == roads.head[before]
            and roads.names[edge] == roads.names[before]
            and roads.one_way[edge] == roads.one_way[before]
            and not ({edge, before} & bridges)
        )
        if goes_on:
            run.append(edge)
            continue
        yield run
        run = [edge]
    yield run


def _places(town: Town) -> Iterator[Feature]:
    for place in town.places:
        if place.kind not in ("road", "crossing"):
            yield _feature("Point", place.at, _NAME_ZOOM.get(place.kind, 15), name=place.name, kind=place.kind)


def _feature(shape: str, coordinates: Any, from_zoom: int, **properties: Any) -> Feature:
    return {
        "type": "Feature",
        "tippecanoe": {"minzoom": from_zoom},
        "properties": properties,
        "geometry": {"type": shape, "coordinates": coordinates},
    }


def _write_layer(folder: Path, name: str, features: Iterable[Feature]) -> Path:
    """One feature a line, which tippecanoe reads with both cores."""
    path = folder / f"{name}.geojsonl"
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in features), encoding="utf-8")
    return path


def _run_tippecanoe(made: Path, layers: list[Path]) -> None:
    """Zooms 6 to 15, nothing thinned out: the county is small and every name counts."""
    command = [_tippecanoe(), "-q", "-f", "-P", "-Z6", "-z15", "-r1", "--no-feature-limit", "--no-tile-size-limit"]
    command += ["-o", str(made)]
    for layer in layers:
        command += ["-L", f"{layer.stem}:{layer}"]
    subprocess.run(command, check=True, timeout=TIMEOUT_SECONDS, capture_output=True)


def _tippecanoe() -> str:
    """The program of the `tippecanoe` package: beside this Python, or on the path."""
    beside = Path(sysconfig.get_path("scripts")) / "tippecanoe"
    found = str(beside) if beside.exists() else shutil.which("tippecanoe")
    if not found:
        raise FileNotFoundError("tippecanoe")
    return found
