"""A 110 centre hands a call in: the station's desk sees it at once as a new incident."""

from ninja import Router, Schema, Status
from pydantic import Field

from linwang.api.forms import Latitude, Long, Longitude, Moment, Short
from linwang.api.keys import Asked, Scoped, operation_key
from linwang.foundation import clock
from linwang.incidents.actions.take_call import take_call
from linwang.incidents.states import Channel
from linwang.personnel.states import KeyScope
from linwang.science.geo.datums import Datum, convert
from linwang.science.geo.points import LonLat

router = Router(auth=Scoped(KeyScope.CALLS), tags=["calls"])


class CallIn(Schema):
    """One call as the other system knows it. Points are WGS-84 unless `datum` says otherwise."""

    outside_number: Short = Field(min_length=1, description="the number the other system gave the call")
    words: Long = Field(min_length=1, description="what the caller said, verbatim")
    rang_at: Moment
    kind: Short | None = Field(None, description="code of the catalogue, if the other system knows it")
    place_words: Short = ""
    lon: Longitude | None = None
    lat: Latitude | None = None
    datum: Datum = Datum.WGS84
    caller_name: Short = ""
    caller_phone: Short = ""
    is_anonymous: bool = False


class CallTaken(Schema):
    """The incident the call became, or joined before."""

    number: str


@router.post("", response={201: CallTaken}, summary="Hand a call in")
def hand_in(request: Asked, told: CallIn) -> Status[CallTaken]:
    """Take the call; the same `outside_number` handed in twice is one call."""
    actor = request.auth
    fields = told.model_dump(exclude={"datum", "lon", "lat"})
    lon, lat = told.lon, told.lat
    if lon is not None and lat is not None:
        point = convert(LonLat(lon, lat), source=told.datum, target=Datum.WGS84)
        lon, lat = point.lon, point.lat
    number = take_call(
        **fields, lon=lon, lat=lat, channel=Channel.FEED, source=actor.name,
        key=operation_key(request, "call", actor.station, actor.name, told.outside_number),
        by=actor, at=clock.now(),
    )  # fmt: skip
    return Status(201, CallTaken(number=number))
