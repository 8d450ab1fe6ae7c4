"""A bureau found by its code, for programs that are told codes and not ids."""

from dataclasses import dataclass

from linwang.places.models import Station
from linwang.places.states import StationKind


@dataclass(frozen=True)
class BureauFound:
    """A bureau and its stations: id by code, in the order of their codes."""

    id: int
    name: str
    stations: dict[str, int]


def bureau_by_code(code: str) -> BureauFound | None:
    """The bureau with this code, if there is one."""
    bureau = Station.objects.filter(code=code, kind=StationKind.BUREAU).values_list("pk", "name").first()
    if bureau is None:
        return None
    stations = Station.objects.filter(parent=bureau[0]).order_by("code").values_list("code", "pk")
    return BureauFound(*bureau, dict(stations))


def station_by_code(code: str) -> int | None:
    """The id of the station or bureau with this code."""
    return Station.objects.filter(code=code).values_list("pk", flat=True).first()


def only_station() -> int | None:
    """The one station there is; none where there are several to choose from."""
    found = list(Station.objects.filter(kind=StationKind.STATION).values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None
