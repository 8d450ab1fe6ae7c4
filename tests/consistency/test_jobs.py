"""Every job is on the timetable, every parcel has a handler, every command is explained."""

import re
from pathlib import Path

from procrastinate.contrib.django import app

from linwang.jobs.deliveries import HANDLERS
from linwang.jobs.timetable import TIMETABLE

PACKAGE = Path(__file__).resolve().parents[2] / "src/linwang"
NOT_PERIODIC = {"linwang.deliver", "linwang.clear_queue"}
PUT = re.compile(r"outbox\.put\(\s*\"([\w.]+)\"")


def test_every_task_is_on_the_timetable_or_is_the_outbox() -> None:
    ours = {name for name in app.tasks if name.startswith("linwang.")}

    assert ours == {entry.name for entry in TIMETABLE} | NOT_PERIODIC


def test_every_parcel_that_is_put_has_a_handler_and_no_handler_waits_for_nothing() -> None:
    put = {kind for path in PACKAGE.rglob("*.py") for kind in PUT.findall(path.read_text())}

    assert put == set(HANDLERS)


def test_every_command_says_what_it_is_for() -> None:
    commands = [path for path in (PACKAGE / "jobs/management/commands").glob("*.py") if path.stem != "__init__"]

    assert [path.name for path in commands if not re.search(r"^    help = ", path.read_text(), re.M)] == []
