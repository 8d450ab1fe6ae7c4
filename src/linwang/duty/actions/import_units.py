"""Importing units (处警单元): a plan first, then all of it in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linwang.duty.models import Unit
from linwang.duty.states import Authority, Profile, UnitKind
from linwang.foundation import importing
from linwang.foundation.actor import Actor
from linwang.foundation.importing import Plan, Row, Step, Table
from linwang.foundation.operations import once
from linwang.foundation.refusals import BadInput
from linwang.personnel.models import Partner
from linwang.places.models import Beat

COLUMNS = {
    "call_sign": ("呼号", "单元", "名称", "单元名称"),
    "kind": ("类型", "单元类型", "种类"),
    "authority": ("权限", "执法权限", "身份"),
    "profile": ("交通方式", "出行方式"),
    "skills": ("技能", "特长"),
    "beat": ("警格", "警格编码", "beat_code"),
    "partner": ("合作单位", "所属单位", "单位"),
    "tracker": ("定位设备", "设备编号", "设备"),
    "is_used": ("在用", "是否在用"),
}
USUAL = {
    UnitKind.POLICE_CAR: (Authority.POLICE, Profile.CAR),
    UnitKind.OFFICER_FOOT: (Authority.POLICE, Profile.FOOT),
    UnitKind.AUXILIARY: (Authority.AUXILIARY, Profile.EBIKE),
    UnitKind.JOINT: (Authority.AUXILIARY, Profile.EBIKE),
    UnitKind.GUARD: (Authority.GUARD, Profile.FOOT),
    UnitKind.WARDEN: (Authority.VOLUNTEER, Profile.FOOT),
    UnitKind.VOLUNTEER: (Authority.VOLUNTEER, Profile.FOOT),
}
"""What a kind of unit may do and how it travels, where the file does not say."""


def plan_units(*, table: Table, station: int, by: Actor) -> Plan:
    """What the file would change; writes nothing."""
    importing.check_may_import(station, by)
    known = {unit.call_sign: unit for unit in Unit.objects.filter(station=station).order_by("call_sign")}
    beats = dict(Beat.objects.filter(station=station).values_list("code", "pk"))
    partners = dict(Partner.objects.filter(station=station).values_list("name", "pk"))
    trackers = dict(Unit.objects.exclude(tracker=None).values_list("tracker", "pk"))

    def read(row: Row) -> Step:
        values = _values(row, beats, partners)
        old = known.get(values["call_sign"])
        _check_tracker(values["tracker"], trackers, old.pk if old else None)
        return importing.compared(
            row.number, values["call_sign"], values, pk=old.pk if old else None, old=vars(old) if old else {}
        )

    named = importing.named(table, COLUMNS)
    ours = {call_sign: call_sign for call_sign in known}
    return importing.plan(named, read, identity=lambda step: step.values["call_sign"], ours=ours)


@once
def import_units(
    *, table: Table, station: int, skip_bad: bool = False, key: UUID, by: Actor, at: datetime
) -> dict[str, int]:
    """Add and change units as the plan says; units that the file does not name stay."""
    importing.hold(station)
    plan = plan_units(table=table, station=station, by=by)
    importing.check_can_apply(plan, skip_bad=skip_bad)
    Unit.objects.bulk_create(Unit(station_id=station, **step.values) for step in plan.of("added"))
    for step in plan.of("changed"):
        Unit.objects.filter(pk__in=[step.pk]).update(**step.values)
    return importing.record(plan, table, kind="units", station=station, by=by, at=at)


def _values(row: Row, beats: Mapping[str, int], partners: Mapping[str, int]) -> dict[str, Any]:
    kind = importing.one_of(row, "kind", UnitKind)
    authority, profile = USUAL[UnitKind(kind)]
    beat, partner = (importing.text(row, column, needed=False) for column in ("beat", "partner"))
    return {
        "call_sign": importing.text(row, "call_sign"),
        "kind": kind,
        "authority": importing.one_of(row, "authority", Authority, default=authority.value),
        "profile": importing.one_of(row, "profile", Profile, default=profile.value),
        "skills": importing.several(row, "skills"),
        "beat_id": importing.reference(beat, beats, _("没有编码为“%(said)s”的警格，请先导入警格。")),
        "partner_id": importing.reference(partner, partners, _("没有叫“%(said)s”的合作单位。")),
        "tracker": importing.text(row, "tracker", needed=False) or None,
        "is_used": importing.yes_or_no(row, "is_used"),
    }


def _check_tracker(tracker: str | None, trackers: dict[str | None, int], unit: int | None) -> None:
    """A device reports for one unit; two rows with one device are caught too."""
    if tracker is None:
        return
    if trackers.get(tracker, unit) != unit:
        raise BadInput(_("定位设备“%(tracker)s”已用于另一个单元。") % {"tracker": tracker})
    trackers[tracker] = unit or -1
