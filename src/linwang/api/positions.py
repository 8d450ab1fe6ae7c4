"""Positions of units on duty from another system, many at once."""

from ninja import Router, Schema
from pydantic import Field

from linwang.api.forms import Latitude, Longitude, Moment, Short
from linwang.api.keys import Asked, Scoped
from linwang.duty.actions.record_position import record_position
from linwang.duty.states import PositionSource
from linwang.foundation import clock
from linwang.personnel.states import KeyScope
from linwang.science.geo.datums import Datum, convert
from linwang.science.geo.points import LonLat

router = Router(auth=Scoped(KeyScope.POSITIONS), tags=["positions"])


class PositionIn(Schema):
    """Where one unit is, by its device's identifier."""

    tracker: Short = Field(min_length=1)
    lon: Longitude
    lat: Latitude
    datum: Datum = Datum.WGS84
    at: Moment
    accuracy_metres: float | None = Field(None, ge=0, le=100_000, allow_inf_nan=False)


class PositionsIn(Schema):
    """Up to 500 positions."""

    positions: list[PositionIn] = Field(min_length=1, max_length=500)


@router.post("", response=dict[str, int], summary="Positions of units on duty")
def record(request: Asked, sent: PositionsIn) -> dict[str, int]:
    """How many positions came to which end: kept, not on duty, unknown …"""
    counts: dict[str, int] = {}
    for one in sent.positions:
        point = convert(LonLat(one.lon, one.lat), source=one.datum, target=Datum.WGS84)
        answer = record_position(
            tracker=one.tracker, lon=point.lon, lat=point.lat, at=one.at, received_at=clock.now(),
            source=PositionSource.API, accuracy=one.accuracy_metres, stations=request.auth.sees,
        )  # fmt: skip
        counts[str(answer.value)] = counts.get(str(answer.value), 0) + 1
    return counts
