"""Importing grids (网格): a plan first, then all of it in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import shapely
from django.utils.translation import gettext_lazy as _

from linwang.foundation import importing
from linwang.foundation.actor import Actor
from linwang.foundation.importing import Plan, Row, Step, Table
from linwang.foundation.operations import once
from linwang.foundation.refusals import BadInput
from linwang.places.models import Beat, Grid
from linwang.places.rules.outlines import middle_of, ring_of
from linwang.places.states import Datum
from linwang.science.geo.points import LonLat

COLUMNS = {
    "code": ("编码", "网格编码", "编号", "代码"),
    "name": ("名称", "网格名称", "网格"),
    "beat": ("警格", "警格编码", "所属警格", "beat_code"),
    "households": ("户数", "家庭户数"),
}


def plan_grids(*, table: Table, station: int, datum: Datum = Datum.WGS84, by: Actor) -> Plan:
    """What the file would change; writes nothing."""
    importing.check_may_import(station, by)
    known = {grid.code: grid for grid in Grid.objects.filter(station=station).order_by("code")}
    beats = {beat.code: beat for beat in Beat.objects.filter(station=station).order_by("code")}

    def read(row: Row) -> Step:
        values = _values(row, datum, beats)
        old = known.get(values["code"])
        return importing.compared(
            row.number, values["name"], values, pk=old.pk if old else None, old=vars(old) if old else {}
        )

    named = importing.named(table, COLUMNS)
    ours = {code: grid.name for code, grid in known.items()}
    return importing.plan(named, read, identity=lambda step: step.values["code"], ours=ours)


@once
def import_grids(
    *,
    table: Table,
    station: int,
    datum: Datum = Datum.WGS84,
    skip_bad: bool = False,
    key: UUID,
    by: Actor,
    at: datetime,
) -> dict[str, int]:
    """Add and change grids as the plan says; grids that the file does not name stay."""
    importing.hold(station)
    plan = plan_grids(table=table, station=station, datum=datum, by=by)
    importing.check_can_apply(plan, skip_bad=skip_bad)
    Grid.objects.bulk_create(Grid(station_id=station, **step.values) for step in plan.of("added"))
    for step in plan.of("changed"):
        Grid.objects.filter(pk__in=[step.pk]).update(**step.values)
    return importing.record(plan, table, kind="grids", station=station, by=by, at=at)


def _values(row: Row, datum: Datum, beats: Mapping[str, Beat]) -> dict[str, Any]:
    code, name = importing.text(row, "code"), importing.text(row, "name")
    ring = ring_of(row.geometry, datum=datum)
    middle = middle_of(ring)
    return {
        "code": code,
        "name": name,
        "beat_id": _beat_of(row, middle, beats),
        "households": importing.whole_number(row, "households"),
        "area": ring,
        "lon": middle.lon,
        "lat": middle.lat,
    }


def _beat_of(row: Row, middle: LonLat, beats: Mapping[str, Beat]) -> int:
    """The beat that the row names, or the one whose ground the grid lies in."""
    ids = {code: beat.pk for code, beat in beats.items()}
    said = importing.text(row, "beat", needed=False)
    beat = importing.reference(said, ids, _("没有编码为“%(said)s”的警格，请先导入警格。"))
    holding = (one.pk for one in beats.values() if _holds(one, middle))
    found = beat or next(holding, None)
    if found is None:
        raise BadInput(_("网格不在任何警格里。请写明警格编码，或先导入警格。"))
    return found


def _holds(beat: Beat, point: LonLat) -> bool:
    return len(beat.area) > 2 and bool(
        shapely.Polygon(beat.area).buffer(0).contains(shapely.Point(point.lon, point.lat))
    )
