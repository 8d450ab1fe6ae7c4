"""Which grids lie beside others, and how far each is from a point: neighbours are called out together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import shapely
from shapely import STRtree

from linwang.places.models import Grid
from linwang.science.geo.distance import metres_between
from linwang.science.geo.points import LonLat

BESIDE_DEGREES = 0.0005
"""About fifty metres: a lane or a ditch between two outlines does not part neighbours."""


@dataclass(frozen=True)
class GridChoice:
    """A grid as one line of a choice."""

    id: int
    name: str
    beat: int
    beat_name: str


def grid_choices(*, station: int) -> list[GridChoice]:
    """The grids of a station by beat."""
    rows = Grid.objects.filter(station=station).order_by("beat__code", "beat_id", "code", "pk")
    return [GridChoice(*row) for row in rows.values_list("pk", "name", "beat_id", "beat__name")]


def grids_of(station: int, grids: Collection[int]) -> frozenset[int]:
    """Those of the grids that are the station's."""
    return frozenset(Grid.objects.filter(station=station, pk__in=grids).values_list("pk", flat=True))


def with_neighbours(station: int, grids: Collection[int]) -> frozenset[int]:
    """The grids and those of the station that touch them; a grid without an outline has no neighbours."""
    rows = Grid.objects.filter(station=station).order_by("pk").values_list("pk", "area")
    outlines = {pk: shapely.Polygon(area).buffer(0) for pk, area in rows if len(area) > 2}
    ids = list(outlines)
    tree = STRtree(list(outlines.values()))
    beside: set[int] = set()
    for grid in frozenset(grids) & set(ids):
        beside.update(ids[index] for index in tree.query(outlines[grid], "dwithin", BESIDE_DEGREES))
    return frozenset(grids) | beside


def metres_from(point: LonLat, grids: Collection[int]) -> Mapping[int, float]:
    """From the point to the middle of each grid."""
    rows = Grid.objects.filter(pk__in=grids).values_list("pk", "lon", "lat")
    return {pk: metres_between(point, LonLat(lon, lat)) for pk, lon, lat in rows}
