"""Which part of a river, road or railway is meant: its stretches by the town they run through, and how to get there.

All long places of a bureau are cut once and kept until the ground changes: asking costs no query.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from linwang.foundation.kept import Kept
from linwang.places.models import Beat, PlaceName
from linwang.places.queries.areas import beats_at
from linwang.places.queries.long_places import AccessOffered, accesses_of
from linwang.science.geo.long_places import Access, LongPlace, Run
from linwang.science.geo.points import LonLat

MARKS_APART_METRES, MOST_MARKS = 50.0, 400
"""How finely a line is laid over the beats: a border is found within half of it."""
NOBODYS = ("", None)
"""No beat holds it: where the line leaves the bureau's ground, nothing is offered."""
SAME_LINE_METRES = 150.0
"""A point of the same name that lies no farther off is only another mark on the line."""


@dataclass(frozen=True)
class TownStretch:
    """The part of a line in one town: whose land it is, its middle, and where one gets to it, nearest the middle first.

    Town and station are empty where no beat's outline holds it.
    """

    number: int
    town: str
    station: int | None
    station_name: str
    beat: str
    lon: float
    lat: float
    metres: int
    accesses: tuple[AccessOffered, ...]


@dataclass(frozen=True, eq=False)
class CutLine:
    """A line and its stretches."""

    line: LongPlace
    stretches: tuple[TownStretch, ...]

    def passes(self, point: LonLat) -> bool:
        """Whether a point lies on the line, as far as anybody who names a river cares."""
        return self.line.metres_off(point) <= SAME_LINE_METRES


_kept: Kept[Mapping[int, CutLine]] = Kept()


def cut_lines(*, bureau: int, version: int) -> Mapping[int, CutLine]:
    """Every long place of a bureau by its id, cut at the borders of towns."""
    return _kept.get(bureau, version, lambda: _read(bureau, version))


def _read(bureau: int, version: int) -> dict[int, CutLine]:
    of_bureau = Q(station=bureau) | Q(station__parent=bureau)
    rows = PlaceName.objects.filter(of_bureau, is_used=True, alias_of=None).exclude(line=[]).order_by("pk")
    lines = {pk: [LonLat(lon, lat) for lon, lat in line] for pk, line in rows.values_list("pk", "line")}
    drawn = {pk: LongPlace(tuple(points)) for pk, points in lines.items() if len(set(points)) > 1}
    if not drawn:
        return {}
    beats = {beat.pk: beat for beat in Beat.objects.filter(of_bureau).select_related("station")}
    accesses = accesses_of(bureau)
    return {pk: CutLine(line, _cut(line, accesses, beats, bureau, version)) for pk, line in drawn.items()}


def _cut(
    line: LongPlace, accesses: Sequence[Access], beats: Mapping[int, Beat], bureau: int, version: int
) -> tuple[TownStretch, ...]:
    marks = line.marks(apart=MARKS_APART_METRES, most=MOST_MARKS)
    held = beats_at(bureau=bureau, version=version, points=[line.point_at(metres) for metres in marks])
    towns = [_town(beats.get(beat or 0)) for beat in held]
    runs, near = line.runs(marks, towns), [at.access for at in line.on_line(accesses)]
    known = [run for run in runs if run.value != NOBODYS] or runs
    return tuple(_stretch(run, line, near, _beats_of(run, marks, held, beats)) for run in known)


def _town(beat: Beat | None) -> tuple[str, int | None]:
    return (beat.town, beat.station_id) if beat else NOBODYS


def _beats_of(
    run: Run, marks: Sequence[float], held: Sequence[int | None], beats: Mapping[int, Beat]
) -> tuple[Beat, ...]:
    """The beats that a stretch runs through, in its order."""
    inside = [beat for metres, beat in zip(marks, held, strict=True) if run.from_metres <= metres <= run.to_metres]
    known = (beats.get(beat or 0) for beat in dict.fromkeys(inside))
    return tuple(beat for beat in known if beat and _town(beat) == run.value)


def _stretch(run: Run, line: LongPlace, accesses: Sequence[Access], beats: Sequence[Beat]) -> TownStretch:
    at = line.nearest_accesses(run.middle, accesses, k=len(accesses))
    here = [one for one in at if run.from_metres <= one.metres <= run.to_metres]
    return TownStretch(
        number=run.number,
        town=beats[0].town if beats else "",
        station=beats[0].station_id if beats else None,
        station_name=beats[0].station.name if beats else "",
        beat=beats[0].name if len(beats) == 1 else "",
        lon=run.middle.lon,
        lat=run.middle.lat,
        metres=round(run.to_metres - run.from_metres),
        accesses=tuple(
            AccessOffered(a.access.id, a.access.name, a.access.point.lon, a.access.point.lat, round(a.metres))
            for a in here
        ),
    )
