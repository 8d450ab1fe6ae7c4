"""How new the ground is: one number for all beats, grids and names, raised by the database itself."""

from django.db.models import Subquery

from linwang.foundation.models import Counter
from linwang.places.models import GROUND_VERSION, Station


def bureau_and_version(station_id: int) -> tuple[int, int]:
    """The station's bureau and the version of the ground, in one query."""
    version = Counter.objects.filter(series=GROUND_VERSION).values("last")
    row = Station.objects.filter(pk=station_id).annotate(version=Subquery(version)).values_list("parent", "version")
    parent, last = row[0]
    return parent or station_id, last or 0
