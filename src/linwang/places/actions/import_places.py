"""Importing place names (地名): proper names with their points, then the local and old names that stand for them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linwang.foundation import importing
from linwang.foundation.actor import Actor
from linwang.foundation.importing import Fault, Plan, Row, Step, Table
from linwang.foundation.operations import once
from linwang.foundation.refusals import BadInput
from linwang.places.models import PlaceName
from linwang.places.queries.areas import ground_at
from linwang.places.rules.naming import pairs_of
from linwang.places.rules.outlines import line_in, point_in, point_of
from linwang.places.states import Datum, NameKind, PlaceKind
from linwang.science.geo.cells import cell_of
from linwang.science.geo.points import LonLat

COLUMNS = {
    "name": ("名称", "地名", "地点", "标题"),
    "kind": ("类型", "种类", "地点类型", "类别"),
    "name_kind": ("名称类型", "地名类型"),
    "alias_of": ("标准名", "对应地名", "别名对应", "proper_name"),
    "local_names": ("俗称", "别名", "aliases"),
    "old_names": ("旧名", "曾用名", "老地名"),
    "near": ("附近", "旁边", "参照物"),
    "lon": ("经度", "lng", "longitude", "x"),
    "lat": ("纬度", "latitude", "y"),
    "datum": ("坐标系", "坐标系统", "crs"),
    "is_used": ("在用", "是否在用"),
}
CELL_RESOLUTION = 10


def plan_places(*, table: Table, station: int, datum: Datum | None = None, by: Actor) -> Plan:
    """What the file would change; writes nothing. Points in a CSV file need their coordinate system's name."""
    importing.check_may_import(station, by)
    named = _with_other_names(importing.named(table, COLUMNS))
    drafts = importing.plan(named, lambda row: _draft(row, station, datum), identity=_same_row, ours={})
    return _beside_ours(drafts, station)


@once
def import_places(
    *,
    table: Table,
    station: int,
    datum: Datum | None = None,
    skip_bad: bool = False,
    key: UUID,
    by: Actor,
    at: datetime,
) -> dict[str, int]:
    """Add and change names as the plan says, proper names first; names that the file does not hold stay."""
    importing.hold(station)
    plan = plan_places(table=table, station=station, datum=datum, by=by)
    importing.check_can_apply(plan, skip_bad=skip_bad)
    for step in sorted(plan.steps, key=lambda step: bool(step.values["alias_of"])):
        if step.how != "same":
            _write(step, station)
    return importing.record(plan, table, kind="places", station=station, by=by, at=at)


def _with_other_names(table: Table) -> Table:
    """The local and old names that a row lists, each as a row of its own that points to the proper name."""
    return replace(table, rows=tuple(part for row in table.rows for part in (row, *_other_names(row))))


def _other_names(row: Row) -> Iterator[Row]:
    for column, name_kind in (("local_names", NameKind.LOCAL), ("old_names", NameKind.OLD)):
        for name in importing.several(row, column):
            about = {"name": name, "name_kind": name_kind.value, "alias_of": row.values.get("name", "")}
            yield Row(row.number, {**row.values, **about}, row.geometry, row.headings)


def _same_row(step: Step) -> tuple[object, ...]:
    values = step.values
    return values["name"], values["alias_of"], values["lon"], values["lat"]


def _draft(row: Row, station: int, datum: Datum | None) -> Step:
    name, alias_of = importing.text(row, "name"), importing.text(row, "alias_of", needed=False)
    given_in = _datum(row, datum)
    point = _point(row, given_in)
    ground = ground_at(station=station, point=point)
    default_kind = NameKind.LOCAL if alias_of else NameKind.PROPER
    values = {
        "name": name,
        "kind": importing.one_of(row, "kind", PlaceKind, default=PlaceKind.OTHER.value),
        "name_kind": importing.one_of(row, "name_kind", NameKind, default=default_kind.value),
        "alias_of": alias_of,
        "near": importing.text(row, "near", needed=False),
        "lon": point.lon,
        "lat": point.lat,
        "cell": cell_of(point, resolution=CELL_RESOLUTION),
        "beat_id": ground.beat,
        "grid_id": ground.grid,
        "given_in": given_in.value,
        "is_used": importing.yes_or_no(row, "is_used"),
    }
    line = [] if alias_of else line_in(row.geometry, datum=given_in)
    return Step(row.number, name, {**values, "line": line} if line else values)


def _datum(row: Row, datum: Datum | None) -> Datum:
    """GeoJSON is WGS-84 by its standard; of any other file it must be said."""
    if row.values.get("datum"):
        return Datum(importing.one_of(row, "datum", Datum))
    if datum is None and row.geometry is None:
        raise BadInput(_("没有说明坐标系。请加“坐标系”一列，或选择 WGS-84、GCJ-02 或 BD-09。"))
    return datum or Datum.WGS84


def _point(row: Row, datum: Datum) -> LonLat:
    if row.geometry is not None:
        return point_in(row.geometry, datum=datum)
    return point_of(importing.text(row, "lon"), importing.text(row, "lat"), datum=datum)


def _beside_ours(drafts: Plan, station: int) -> Plan:
    """Each draft beside the name of ours that it means."""
    ours = list(PlaceName.objects.filter(station=station).select_related("alias_of").order_by("pk"))
    old = [_as_values(place) for place in ours]
    pairs = pairs_of([_named(step.values) for step in drafts.steps], [_named(values) for values in old])
    steps = [
        importing.compared(
            step.number, step.name, step.values,
            pk=ours[pairs[number]].pk if number in pairs else None, old=old[pairs[number]] if number in pairs else {},
        )
        for number, step in enumerate(drafts.steps)
    ]  # fmt: skip
    faults = [*drafts.faults, *_lost_names(steps, ours)]
    bad = {fault.number for fault in faults}
    kept = tuple(step for step in steps if step.number not in bad)
    absent = tuple(sorted(place.name for number, place in enumerate(ours) if number not in pairs.values()))
    return replace(drafts, steps=kept, faults=tuple(sorted(faults, key=lambda one: one.number)), absent=absent)


def _lost_names(steps: Sequence[Step], ours: Sequence[PlaceName]) -> list[Fault]:
    """Other names whose proper name stands neither in the file nor among ours."""
    proper = {step.values["name"] for step in steps if not step.values["alias_of"]}
    proper |= {place.name for place in ours if place.alias_of_id is None}
    sentence = _("没有标准名“%(name)s”，请先写上它那一行。")
    return [
        Fault(step.number, sentence % {"name": step.values["alias_of"]})
        for step in steps
        if step.values["alias_of"] and step.values["alias_of"] not in proper
    ]


def _as_values(place: PlaceName) -> dict[str, Any]:
    return {**vars(place), "alias_of": place.alias_of.name if place.alias_of else ""}


def _named(values: Any) -> tuple[tuple[str, str], LonLat]:
    return (values["name"], values["alias_of"]), LonLat(values["lon"], values["lat"])


def _write(step: Step, station: int) -> None:
    values = {**step.values, "alias_of": _proper(step, station)}
    if step.pk is None:
        PlaceName.objects.create(station_id=station, **values)
    else:
        PlaceName.objects.filter(pk=step.pk).update(**values)


def _proper(step: Step, station: int) -> PlaceName | None:
    """The proper name that another name stands for; of several the nearest."""
    if not step.values["alias_of"]:
        return None
    named = PlaceName.objects.filter(station=station, name=step.values["alias_of"], alias_of__isnull=True)
    lon, lat = step.values["lon"], step.values["lat"]
    return min(named, key=lambda place: (place.lon - lon) ** 2 + (place.lat - lat) ** 2)
