"""The outbox is emptied, each parcel once; the timetable holds every periodic task."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from linwang.foundation import live
from linwang.incidents.models import Incident
from linwang.jobs import deliveries
from linwang.jobs.deliveries import HANDLERS, UnknownParcel, deliver
from linwang.jobs.timetable import TIMETABLE
from tests.builders import Town
from tests.incidents.acting import arrive, send
from tests.incidents.making import make_incident, man_all_units

PACKAGE = Path(deliveries.__file__).parents[1]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every notice instead of the database's channel."""
    heard: list[dict[str, Any]] = []
    monkeypatch.setattr(live, "tell", lambda **notice: heard.append(notice))
    return heard


@pytest.fixture
def incident(town: Town, now: datetime) -> Incident:
    man_all_units(town, now)
    return make_incident(town, now)


def test_an_order_puts_a_parcel_in_the_queue_of_the_same_transaction(
    town: Town, incident: Incident, now: datetime
) -> None:
    (order,) = send(town, incident, "巡一", at=now)

    job = ProcrastinateJob.objects.get(task_name="linwang.deliver")
    assert job.args == {"kind": "unit.dispatched", "facts": {"assignment": order}}


def test_a_parcel_is_handled_once_though_it_comes_twice(
    town: Town, incident: Incident, now: datetime, told: list[dict[str, Any]]
) -> None:
    (order,) = send(town, incident, "巡一", at=now)
    told.clear()

    deliver("unit.dispatched", {"assignment": order}, parcel=7, at=now)
    deliver("unit.dispatched", {"assignment": order}, parcel=7, at=now)

    assert told == [{"station": town.station.pk, "kind": "unit", "reference": str(town.units["巡一"].pk)}]


def test_a_handler_that_fails_leaves_no_mark_and_is_tried_again(
    town: Town, incident: Incident, now: datetime, told: list[dict[str, Any]]
) -> None:
    with pytest.raises(Exception, match="does not exist"):
        deliver("unit.dispatched", {"assignment": 999_999}, parcel=8, at=now)
    (order,) = send(town, incident, "巡一", at=now)
    told.clear()

    deliver("unit.dispatched", {"assignment": order}, parcel=8, at=now)

    assert len(told) == 1


def test_a_unit_that_has_signed_is_not_rung_again(
    town: Town, incident: Incident, now: datetime, told: list[dict[str, Any]]
) -> None:
    (order,) = send(town, incident, "巡一", at=now)
    arrive(town, order, at=now)
    told.clear()

    deliver("unit.dispatched", {"assignment": order}, parcel=9, at=now)

    assert told == []


def test_an_unknown_parcel_is_not_swallowed(town: Town, now: datetime) -> None:
    with pytest.raises(UnknownParcel):
        deliver("nobody.knows", {}, parcel=1, at=now)


def test_every_kind_that_is_put_has_its_handlers() -> None:
    put = {
        kind for path in PACKAGE.rglob("*.py") for kind in re.findall(r"outbox\.put\(\s*\"([\w.]+)\"", path.read_text())
    }

    assert put == set(HANDLERS)


def test_every_periodic_task_stands_on_the_timetable() -> None:
    app.perform_import_paths()
    periodic = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}

    assert {entry.name for entry in TIMETABLE} | {"linwang.clear_queue"} == periodic


def test_the_acts_of_the_timetable_can_be_done(town: Town, now: datetime, settings: Any, tmp_path: Path) -> None:
    settings.ANCHOR_FILE = tmp_path / "journal.jsonl"

    done = {entry.name: entry.act(now) for entry in TIMETABLE}

    assert done["linwang.escalate"] == 0
    assert all(count >= 0 for count in done.values())
