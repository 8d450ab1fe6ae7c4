"""The river on the border: our town on one side, the neighbour's on the other, a bridge here and a landing there."""

from linwang.places.models import Beat, PlaceName
from tests.builders import Town

RIVER = [[120.90, 30.20], [120.95, 30.21], [121.00, 30.22]]
LANDING = (120.98, 30.216)


def draw_border(town: Town) -> None:
    """The neighbour's beat, the river through both, and where one gets to it."""
    theirs = Beat.objects.create(
        station=town.neighbour, code="02-1", name="江边警格", town="柳湾镇", lon=120.98, lat=30.22, ground="country",
        area=[[120.95, 30.18], [121.02, 30.18], [121.02, 30.26], [120.95, 30.26]],
    )  # fmt: skip
    for name, kind, lon, lat, station, beat, line in (
        ("三塘江", "river", 120.95, 30.21, town.station, town.beat, RIVER),
        ("红旗桥", "bridge", 120.92, 30.204, town.station, town.beat, []),
        ("柳湾码头", "landing", *LANDING, town.neighbour, theirs, []),
    ):
        PlaceName.objects.create(station=station, beat=beat, name=name, kind=kind, lon=lon, lat=lat, cell=0, line=line)
