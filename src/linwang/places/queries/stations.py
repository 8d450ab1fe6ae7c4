"""Questions about ground: which stations one sees, which beat and grid a point lies in."""

from linwang.places.models import Station


def stations_seen_from(station_id: int) -> frozenset[int]:
    """One's own station; for a bureau, its stations too."""
    return frozenset({station_id, *Station.objects.filter(parent=station_id).values_list("pk", flat=True)})
