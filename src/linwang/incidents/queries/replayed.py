"""What a replay asks of the incidents that it has made itself."""

from collections.abc import Sequence

from linwang.incidents.models import Assignment, IncidentKind
from linwang.incidents.states import ASSIGNMENT_OPEN


def kind_codes(bureau: int) -> frozenset[str]:
    """The codes of the catalogue's items in use."""
    return frozenset(IncidentKind.objects.filter(station=bureau, is_used=True).values_list("code", flat=True))


def units_of_orders(orders: Sequence[int]) -> dict[int, int]:
    """Which unit each order was given to."""
    return dict(Assignment.objects.filter(pk__in=orders).values_list("pk", "unit"))


def has_open_orders(stations: Sequence[int]) -> bool:
    """Whether a unit of the stations is still bound by an order."""
    return Assignment.objects.filter(unit__station__in=stations, status__in=ASSIGNMENT_OPEN).exists()
