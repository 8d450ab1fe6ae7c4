"""The demo's ground in the shape in which `load_ground` takes it."""

from linwang.jobs.demo.layout import Place, Ring, Town
from linwang.jobs.demo.staff import BUREAU
from linwang.places.actions.load_ground import BeatToLoad, GridToLoad, PlaceToLoad, StationToLoad
from linwang.places.states import Ground, NameKind, PlaceKind, StationKind

BUREAU_CODE = "3300"
CODES = {"town": "3301", "rural": "3302"}
_ENGLISH = {"town": "Lingqiao Police Station", "rural": "Dibu Police Station"}
_BUREAU_ENGLISH = "Qingpi District Bureau"
_KINDS = {
    "bus_stop": PlaceKind.STOP,
    "transport": PlaceKind.STOP,
    "square": PlaceKind.PARK,
    "committee": PlaceKind.OFFICE,
    "post": PlaceKind.OFFICE,
    "agency": PlaceKind.OFFICE,
}
_NAME_KINDS = {"old": NameKind.OLD, "local": NameKind.LOCAL, "short": NameKind.LOCAL}
"""Misheard names are not loaded: the search must find the place without being told."""


def stations(town: Town) -> list[StationToLoad]:
    """The bureau and its two stations."""
    first = town.stations[0]
    bureau = StationToLoad(
        BUREAU, BUREAU_CODE, town.bureau, _BUREAU_ENGLISH, StationKind.BUREAU, "", "0500-1100000", (), first.site
    )
    return [
        bureau,
        *(
            StationToLoad(
                key=one.key,
                code=CODES[one.key],
                name=one.name,
                name_en=_ENGLISH[one.key],
                kind=StationKind.STATION,
                parent=BUREAU,
                phone=f"0500-11{CODES[one.key]}0",
                area=one.ring,
                point=one.site,
            )
            for one in town.stations
        ),
    ]


def beats(town: Town) -> list[BeatToLoad]:
    """Every beat, numbered within its station."""
    towns = {station.key: station.town for station in town.stations}
    return [
        BeatToLoad(
            key=one.key,
            station=one.station,
            code=f"{CODES[one.station]}-{one.key[-2:]}",
            name=one.name,
            town=towns[one.station],
            ground=Ground(one.remoteness),
            area=one.ring,
            point=one.site,
        )
        for one in town.beats
    ]


def grids(town: Town) -> list[GridToLoad]:
    """Every grid, numbered within its station."""
    return [
        GridToLoad(
            key=one.key,
            station=one.station,
            beat=one.beat,
            code=f"{CODES[one.station]}-{one.key[-3:]}",
            name=one.name,
            households=one.households,
            area=one.ring,
            point=_middle(one.ring),
        )
        for one in town.grids
    ]


def places(town: Town) -> list[PlaceToLoad]:
    """Every place with its other names; a hamlet or building is told apart by its village or estate."""
    near = {area.key: area.name for area in town.neighbourhoods}
    courses = _courses(town)
    return [
        PlaceToLoad(
            key=one.key,
            station=one.station,
            beat=one.beat,
            grid=one.grid,
            name=one.name,
            kind=_kind(one),
            near="" if near[one.neighbourhood] in one.name else near[one.neighbourhood],
            point=one.at,
            aliases=tuple((alias.name, _NAME_KINDS[alias.kind]) for alias in one.aliases if alias.kind in _NAME_KINDS),
            line=courses.get(one.key, ()),
        )
        for one in town.places
    ]


def _courses(town: Town) -> dict[str, Ring]:
    """The course of each water, with the first place of its name; the others are marks on it."""
    first = {place.name: place.key for place in reversed(town.places) if place.kind == "river"}
    return {first[water.name]: water.line for water in town.waterways if water.name in first}


def _kind(place: Place) -> PlaceKind:
    if place.kind in _KINDS:
        return _KINDS[place.kind]
    return PlaceKind(place.kind) if place.kind in PlaceKind.values else PlaceKind.OTHER


def _middle(ring: Ring) -> tuple[float, float]:
    """The mean of the corners: near enough for a label."""
    corners = ring[:-1]
    return (
        round(sum(lon for lon, _ in corners) / len(corners), 6),
        round(sum(lat for _, lat in corners) / len(corners), 6),
    )
