"""Loading a whole bureau's ground at once: stations, beats, grids and place names, for a demo or a first import."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linwang.foundation import journal
from linwang.foundation.actor import program
from linwang.foundation.bulk import copy_rows, reserve_ids
from linwang.places.models import Beat, Grid, PlaceName, Station
from linwang.places.states import Ground, NameKind, PlaceKind, StationKind
from linwang.science.geo.cells import cell_of
from linwang.science.geo.points import LonLat

CELL_RESOLUTION = 10
SUBJECT, LOADED = "places", "loaded"
Outline = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class StationToLoad:
    """A station; the one without `parent` is the bureau."""

    key: str
    code: str
    name: str
    name_en: str
    kind: StationKind
    parent: str
    phone: str
    area: Outline
    point: tuple[float, float]


@dataclass(frozen=True, slots=True)
class BeatToLoad:
    """A beat; `town` is the name asked aloud to tell places apart."""

    key: str
    station: str
    code: str
    name: str
    town: str
    ground: Ground
    area: Outline
    point: tuple[float, float]


@dataclass(frozen=True, slots=True)
class GridToLoad:
    """A grid of a beat."""

    key: str
    station: str
    beat: str
    code: str
    name: str
    households: int
    area: Outline
    point: tuple[float, float]


@dataclass(frozen=True, slots=True)
class PlaceToLoad:
    """A proper place and its other names, each with its kind; a river has its course as a `line`."""

    key: str
    station: str
    beat: str
    grid: str
    name: str
    kind: PlaceKind
    near: str
    point: tuple[float, float]
    aliases: tuple[tuple[str, NameKind], ...]
    line: Outline = ()


@dataclass(frozen=True)
class GroundIds:
    """What was written, by the keys it was given under."""

    stations: Mapping[str, int]
    beats: Mapping[str, int]
    grids: Mapping[str, int]
    places: Mapping[str, int]


@transaction.atomic
def load_ground(
    *,
    stations: Sequence[StationToLoad],
    beats: Sequence[BeatToLoad],
    grids: Sequence[GridToLoad],
    places: Sequence[PlaceToLoad],
    at: datetime,
    source: Mapping[str, str | int] | None = None,
) -> GroundIds:
    """Write everything with one journal line at the bureau, which keeps the `source`; say which ids it got."""
    station_ids = _load_stations(stations)
    beat_ids = _load_beats(beats, station_ids)
    grid_ids = _load_grids(grids, station_ids, beat_ids)
    ids = GroundIds(station_ids, beat_ids, grid_ids, _ids(PlaceName, places))
    copy_rows(PlaceName, _place_rows(places, ids))
    bureau = next(iter(station_ids.values()))
    journal.write(
        station=bureau, subject=SUBJECT, reference=str(bureau), what=LOADED, by=program(bureau), at=at,
        stations=len(stations), beats=len(beats), grids=len(grids), places=len(places), source=dict(source or {}),
    )  # fmt: skip
    return ids


def _load_stations(stations: Sequence[StationToLoad]) -> dict[str, int]:
    """The bureau first, then those that name it."""
    made: dict[str, int] = {}
    for one in sorted(stations, key=lambda one: bool(one.parent)):
        station = Station.objects.create(
            code=one.code, name=one.name, name_en=one.name_en, kind=one.kind, parent_id=made.get(one.parent),
            phone=one.phone, area=list(one.area), lon=one.point[0], lat=one.point[1],
        )  # fmt: skip
        made[one.key] = station.pk
    return made


def _load_beats(beats: Sequence[BeatToLoad], stations: Mapping[str, int]) -> dict[str, int]:
    made = Beat.objects.bulk_create(
        Beat(
            station_id=stations[one.station], code=one.code, name=one.name, town=one.town, ground=one.ground,
            area=list(one.area), lon=one.point[0], lat=one.point[1],
        )
        for one in beats
    )  # fmt: skip
    return {one.key: beat.pk for one, beat in zip(beats, made, strict=True)}


def _load_grids(grids: Sequence[GridToLoad], stations: Mapping[str, int], beats: Mapping[str, int]) -> dict[str, int]:
    made = Grid.objects.bulk_create(
        Grid(
            station_id=stations[one.station], beat_id=beats[one.beat], code=one.code, name=one.name,
            households=one.households, area=list(one.area), lon=one.point[0], lat=one.point[1],
        )
        for one in grids
    )  # fmt: skip
    return {one.key: grid.pk for one, grid in zip(grids, made, strict=True)}


def _ids(model: type[PlaceName], places: Sequence[PlaceToLoad]) -> dict[str, int]:
    return {one.key: number for one, number in zip(places, reserve_ids(model, len(places)), strict=True)}


def _place_rows(places: Sequence[PlaceToLoad], ids: GroundIds) -> Iterable[dict[str, object]]:
    """Each proper name with its id, then its other names, which point to it."""
    other_ids = iter(reserve_ids(PlaceName, sum(len(one.aliases) for one in places)))
    others: list[dict[str, object]] = []
    for one in places:
        row: dict[str, object] = {
            "id": ids.places[one.key], "station_id": ids.stations[one.station], "beat_id": ids.beats[one.beat],
            "grid_id": ids.grids[one.grid], "name": one.name, "kind": one.kind, "near": one.near,
            "lon": one.point[0], "lat": one.point[1], "line": list(one.line),
            "cell": cell_of(LonLat(*one.point), resolution=CELL_RESOLUTION),
        }  # fmt: skip
        yield row
        for name, name_kind in one.aliases:
            about = {"id": next(other_ids), "name": name, "name_kind": name_kind, "alias_of_id": row["id"]}
            others.append({**row, **about, "line": []})
    yield from others
