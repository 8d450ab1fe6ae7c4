"""Which beat and grid a point lies in: outlines of a bureau, kept in the process until one changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import shapely
from django.db.models import Q

from linwang.foundation.kept import Kept
from linwang.places.models import Beat, Grid
from linwang.places.queries.version import bureau_and_version
from linwang.places.states import Ground
from linwang.science.geo.areas import Area, AreaIndex
from linwang.science.geo.points import LonLat, Points


@dataclass(frozen=True)
class GroundAt:
    """What is known of the ground at a point; all empty where no outline holds it."""

    beat: int | None = None
    grid: int | None = None
    ground: Ground = Ground.TOWN


@dataclass(frozen=True)
class _Outlines:
    """A bureau's outlines ready to be asked; stations by beat and by grid, so that one's own come first."""

    beats: AreaIndex
    grids: AreaIndex
    station_of_beat: Mapping[int, int]
    station_of_grid: Mapping[int, int]
    beat_of_grid: Mapping[int, int]
    ground_of_beat: Mapping[int, Ground]


_outlines: Kept[_Outlines] = Kept()


def ground_at(*, station: int, point: LonLat) -> GroundAt:
    """The beat, grid and kind of ground at a point; where outlines overlap, the station's own."""
    bureau, version = bureau_and_version(station)
    outlines = _outlines.get(bureau, version, lambda: _read(bureau))
    grid = _own_first(outlines.grids.containing(point), outlines.station_of_grid, station)
    beat = _own_first(outlines.beats.containing(point), outlines.station_of_beat, station)
    if beat is None and grid is not None:
        beat = outlines.beat_of_grid[grid]
    return GroundAt(beat, grid, outlines.ground_of_beat.get(beat or 0, Ground.TOWN))


def beats_at(*, bureau: int, version: int, points: Sequence[LonLat]) -> tuple[int | None, ...]:
    """For each of many points the beat that holds it; where outlines overlap, the first."""
    outlines = _outlines.get(bureau, version, lambda: _read(bureau))
    return outlines.beats.first_of_each(Points.of(points))


def _own_first(hits: Sequence[int], station_of: Mapping[int, int], station: int) -> int | None:
    own = [hit for hit in hits if station_of[hit] == station]
    return next(iter([*own, *hits]), None)


def _read(bureau: int) -> _Outlines:
    beats = list(Beat.objects.filter(_of(bureau)).order_by("pk"))
    grids = list(Grid.objects.filter(_of(bureau)).order_by("pk"))
    return _Outlines(
        beats=AreaIndex.build(_areas((beat.pk, beat.area) for beat in beats)),
        grids=AreaIndex.build(_areas((grid.pk, grid.area) for grid in grids)),
        station_of_beat={beat.pk: beat.station_id for beat in beats},
        station_of_grid={grid.pk: grid.station_id for grid in grids},
        beat_of_grid={grid.pk: grid.beat_id for grid in grids},
        ground_of_beat={beat.pk: Ground(beat.ground) for beat in beats},
    )


def _of(bureau: int) -> Q:
    return Q(station=bureau) | Q(station__parent=bureau)


def _areas(rings: Iterable[tuple[int, list[list[float]]]]) -> list[Area]:
    """Outlines with a surface; a ring that crosses itself is mended, one without surface holds nothing."""
    outlines = ((id, shapely.Polygon(ring).buffer(0)) for id, ring in rings if len(ring) > 2)
    return [Area(id, outline) for id, outline in outlines if not outline.is_empty]
