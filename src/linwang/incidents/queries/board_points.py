"""The same incidents and units as points for the map."""

from dataclasses import dataclass
from datetime import datetime

from linwang.foundation.actor import Actor
from linwang.incidents.queries.board_filters import BoardFilters, chosen_incidents
from linwang.incidents.queries.board_units import board_units
from linwang.incidents.queries.fetch import visible_incidents
from linwang.incidents.queries.named import named


@dataclass(frozen=True)
class IncidentPoint:
    """An open incident on the map."""

    number: str
    priority: str
    status: str
    name: str
    is_overdue: bool
    lon: float
    lat: float


@dataclass(frozen=True)
class UnitPoint:
    """A unit on duty whose position is known."""

    id: int
    call_sign: str
    kind: str
    state: str
    number: str
    is_fresh: bool
    lon: float
    lat: float


def incident_points(*, seen_by: Actor, filters: BoardFilters, at: datetime) -> tuple[IncidentPoint, ...]:
    """Every open incident under the filters that has a point, not only those of the page."""
    left = chosen_incidents(visible_incidents(seen_by=seen_by), filters=filters, by=seen_by, at=at)
    rows = left.filter(lon__isnull=False).values_list(
        "number", "priority", "status", "kind__name", "kind__name_en", "title", "due_at", "lon", "lat"
    )
    return tuple(
        IncidentPoint(number, priority, status, named(name, name_en) or title, bool(due and due <= at), lon, lat)
        for number, priority, status, name, name_en, title, due, lon, lat in rows.order_by("pk")
    )


def unit_points(*, seen_by: Actor, filters: BoardFilters, at: datetime) -> tuple[UnitPoint, ...]:
    """Every unit on duty with a position."""
    return tuple(
        UnitPoint(u.id, u.call_sign, u.kind, u.state, u.number, u.has_fresh_position, u.lon, u.lat)
        for u in board_units(seen_by=seen_by, station=filters.station, at=at)
        if u.state != "off_duty" and u.lon is not None and u.lat is not None
    )
