"""Importing beats (警格): a plan first, then all of it in one transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from linwang.foundation import importing
from linwang.foundation.actor import Actor
from linwang.foundation.importing import Plan, Row, Step, Table
from linwang.foundation.operations import once
from linwang.places.models import Beat
from linwang.places.rules.outlines import middle_of, ring_of
from linwang.places.states import Datum, Ground

COLUMNS = {
    "code": ("编码", "警格编码", "编号", "代码"),
    "name": ("名称", "警格名称", "警格"),
    "town": ("镇街", "所属镇街", "乡镇街道", "乡镇", "street"),
    "ground": ("地域", "地域类型", "城乡"),
}


def plan_beats(*, table: Table, station: int, datum: Datum = Datum.WGS84, by: Actor) -> Plan:
    """What the file would change; writes nothing."""
    importing.check_may_import(station, by)
    known = {beat.code: beat for beat in Beat.objects.filter(station=station).order_by("code")}

    def read(row: Row) -> Step:
        values = _values(row, datum)
        old = known.get(values["code"])
        return importing.compared(
            row.number, values["name"], values, pk=old.pk if old else None, old=vars(old) if old else {}
        )

    named = importing.named(table, COLUMNS)
    ours = {code: beat.name for code, beat in known.items()}
    return importing.plan(named, read, identity=lambda step: step.values["code"], ours=ours)


@once
def import_beats(
    *,
    table: Table,
    station: int,
    datum: Datum = Datum.WGS84,
    skip_bad: bool = False,
    key: UUID,
    by: Actor,
    at: datetime,
) -> dict[str, int]:
    """Add and change beats as the plan says; beats that the file does not name stay."""
    importing.hold(station)
    plan = plan_beats(table=table, station=station, datum=datum, by=by)
    importing.check_can_apply(plan, skip_bad=skip_bad)
    Beat.objects.bulk_create(Beat(station_id=station, **step.values) for step in plan.of("added"))
    for step in plan.of("changed"):
        Beat.objects.filter(pk__in=[step.pk]).update(**step.values)
    return importing.record(plan, table, kind="beats", station=station, by=by, at=at)


def _values(row: Row, datum: Datum) -> dict[str, Any]:
    code, name = importing.text(row, "code"), importing.text(row, "name")
    ring = ring_of(row.geometry, datum=datum)
    middle = middle_of(ring)
    return {
        "code": code,
        "name": name,
        "town": importing.text(row, "town", needed=False),
        "ground": importing.one_of(row, "ground", Ground, default=Ground.TOWN.value),
        "area": ring,
        "lon": middle.lon,
        "lat": middle.lat,
    }
