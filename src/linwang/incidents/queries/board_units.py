"""The units beside the board: who is free, under way, on scene, and who is off duty."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from linwang.duty.models import Unit
from linwang.duty.states import UnitKind
from linwang.foundation.actor import Actor
from linwang.incidents.models import Assignment
from linwang.incidents.queries.named import named
from linwang.incidents.states import ASSIGNMENT_OPEN, AssignmentStatus, Priority

FRESH = timedelta(minutes=5)
"""A position older than this says where a unit was, not where it is."""

STATES = (
    ("free", _("空闲")),
    ("on_order", _("执行指令")),
    ("on_scene", _("现场处置")),
    ("off_duty", _("未上勤")),
)
MANY = frozenset({UnitKind.GUARD, UnitKind.WARDEN, UnitKind.VOLUNTEER})
SHOWN, SHOWN_OF_MANY = 12, 3
KIND_ORDER = {kind: place for place, kind in enumerate(UnitKind.values)}


@dataclass(frozen=True)
class BoardUnit:
    """One unit as the desk sees it; `number` is the incident it is on, if one may see that."""

    id: int
    call_sign: str
    kind: str
    kind_label: str
    station_name: str
    state: str
    crew: int
    order_status: str
    order_status_label: str
    number: str
    incident: str
    priority: str
    priority_label: str
    since: datetime | None
    lon: float | None
    lat: float | None
    position_at: datetime | None
    has_fresh_position: bool


@dataclass(frozen=True)
class UnitGroup:
    """The units of one kind in one state."""

    key: str
    label: str
    units: tuple[BoardUnit, ...]
    is_folded: bool


@dataclass(frozen=True)
class UnitsInState:
    """The units of one state, by kind."""

    code: str
    label: str
    count: int
    groups: tuple[UnitGroup, ...]


def units_by_state(*, seen_by: Actor, station: str = "", at: datetime) -> tuple[UnitsInState, ...]:
    """Every unit of the stations one sees, in its state; two queries."""
    units = board_units(seen_by=seen_by, station=station, at=at)
    return tuple(_in_state(code, str(label), [unit for unit in units if unit.state == code]) for code, label in STATES)


def board_units(*, seen_by: Actor, station: str = "", at: datetime) -> list[BoardUnit]:
    """The units, by kind and call sign."""
    units = Unit.objects.filter(station__in=seen_by.sees, is_used=True)
    if station:
        units = units.filter(station=int(station))
    rows = units.annotate(crew=Count("duty_periods", filter=Q(duty_periods__to_at__isnull=True))).values(
        "pk", "call_sign", "kind", "station__name", "station__name_en", "crew",
        "position__lon", "position__lat", "position__at",
    )  # fmt: skip
    orders = _open_orders(seen_by)
    found = [_unit(row, orders.get(row["pk"]), at) for row in rows]
    return sorted(found, key=lambda unit: (KIND_ORDER.get(unit.kind, 99), unit.call_sign))


def _open_orders(seen_by: Actor) -> dict[int, dict[str, Any]]:
    orders = Assignment.objects.filter(unit__station__in=seen_by.sees, status__in=sorted(ASSIGNMENT_OPEN))
    columns = (
        "unit", "status", "sent_at", "on_scene_at", "incident__number", "incident__station", "incident__priority",
        "incident__title", "incident__kind__name", "incident__kind__name_en",
    )  # fmt: skip
    return {row["unit"]: row for row in orders.values(*columns)}


def _unit(row: Mapping[str, Any], order: dict[str, Any] | None, at: datetime) -> BoardUnit:
    position_at = row["position__at"]
    return BoardUnit(
        id=row["pk"],
        call_sign=row["call_sign"],
        kind=row["kind"],
        kind_label=str(UnitKind(row["kind"]).label),
        station_name=named(row["station__name"], row["station__name_en"]),
        state=_state(row["crew"], order),
        crew=row["crew"],
        lon=row["position__lon"],
        lat=row["position__lat"],
        position_at=position_at,
        has_fresh_position=position_at is not None and at - position_at <= FRESH,
        **_order(order),
    )


def _state(crew: int, order: dict[str, Any] | None) -> str:
    if order:
        return "on_scene" if order["status"] == AssignmentStatus.ON_SCENE else "on_order"
    return "free" if crew else "off_duty"


def _order(order: dict[str, Any] | None) -> dict[str, Any]:
    if order is None:
        names = ("order_status", "order_status_label", "number", "incident", "priority", "priority_label")
        return {**dict.fromkeys(names, ""), "since": None}
    return {
        "order_status": order["status"],
        "order_status_label": str(AssignmentStatus(order["status"]).label),
        "number": order["incident__number"],
        "incident": named(order["incident__kind__name"], order["incident__kind__name_en"]) or order["incident__title"],
        "priority": order["incident__priority"],
        "priority_label": str(Priority(order["incident__priority"]).label),
        "since": order["on_scene_at"] or order["sent_at"],
    }


def _in_state(code: str, label: str, units: list[BoardUnit]) -> UnitsInState:
    return UnitsInState(code, label, len(units), tuple(_groups(units)))


def _groups(units: list[BoardUnit]) -> Iterator[UnitGroup]:
    for kind in UnitKind:
        of_kind = tuple(unit for unit in units if unit.kind == kind)
        if of_kind:
            yield UnitGroup(f"{units[0].state}.{kind}", str(kind.label), of_kind, _is_folded(kind, of_kind))


def _is_folded(kind: UnitKind, units: tuple[BoardUnit, ...]) -> bool:
    """What is many and seldom sent does not push the police cars out of sight."""
    most = SHOWN_OF_MANY if kind in MANY else SHOWN
    return units[0].state == "off_duty" or len(units) > most
