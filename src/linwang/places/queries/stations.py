"""Which stations belong together."""

from linwang.places.models import Station


def stations_seen_from(station_id: int) -> frozenset[int]:
    """One's own station; for a bureau, its stations too."""
    return frozenset({station_id, *Station.objects.filter(parent=station_id).values_list("pk", flat=True)})


def bureau_of(station_id: int) -> int:
    """The bureau that a station belongs to; a bureau is its own."""
    parent = Station.objects.filter(pk=station_id).values_list("parent", flat=True).first()
    return parent or station_id
