"""Importing units: usual authority by kind, beats by code, one tracker for one unit."""

from datetime import datetime
from typing import Any

import pytest

from linwang.duty.actions.import_units import import_units, plan_units
from linwang.duty.models import Unit
from linwang.foundation.importing import Table
from linwang.gateways.tables import read_table
from tests.builders import Town, new_key


def _table(text: str) -> Table:
    return read_table("units.csv", text.encode())


@pytest.fixture
def said(town: Town) -> dict[str, Any]:
    return {"station": town.station.pk, "by": town.actor("administrator")}


def test_a_unit_gets_what_its_kind_usually_has(town: Town, said: dict[str, Any], now: datetime) -> None:
    table = _table("呼号,类型,警格,定位设备\n巡五,警车组,01-1,dev-5\n守六,warden,,\n")

    first = import_units(table=table, key=new_key(), at=now, **said)
    second = import_units(table=table, key=new_key(), at=now, **said)

    five, six = Unit.objects.get(call_sign="巡五"), Unit.objects.get(call_sign="守六")
    assert (five.authority, five.profile, five.beat_id, five.tracker) == ("police", "car", town.beat.pk, "dev-5")
    assert (six.authority, six.profile) == ("volunteer", "foot")
    assert (first["added"], second["same"], second["added"]) == (2, 2, 0)


def test_a_wrong_row_says_what_is_wrong(town: Town, said: dict[str, Any]) -> None:
    table = _table("呼号,类型,beat,tracker\nA,坦克,,\nB,guard,99,\nC,guard,,d1\nD,guard,,d1\n,guard,,\n")

    plan = plan_units(table=table, **said)

    assert [fault.number for fault in plan.faults] == [2, 3, 5, 6]
    assert [
        word in str(fault.sentence)
        for fault, word in zip(plan.faults, ("“类型”", "“99”", "“d1”", "“呼号”"), strict=True)
    ] == [True] * 4
    assert set(plan.absent) == {"巡一", "巡二", "辅三", "守四"}
