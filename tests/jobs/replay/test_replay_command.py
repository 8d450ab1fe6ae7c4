"""`./linwang replay` at the command line: figures in a table and as JSON, refusals in a sentence."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.jobs.replay.conftest import row

pytestmark = pytest.mark.django_db
PROMISED = {
    "read", "taken", "refused", "incidents", "dispatches", "calls_per_second", "peak_memory_mb", "time_to_dispatch",
    "time_to_arrive", "refused_rows", "refused_reasons",
}  # fmt: skip


def _run(*words: object) -> str:
    out = StringIO()
    call_command("replay", *map(str, words), stdout=out)
    return out.getvalue()


def test_the_figures_are_printed_and_written(calls: Any, tmp_path: Path) -> None:
    path = calls([row(1, "E01", "08:00:00"), row(2, "E02", "08:00:00", lat="x")])

    printed = _run(path, "--json", tmp_path / "out.json")

    found = json.loads((tmp_path / "out.json").read_text())
    assert found.keys() >= PROMISED
    assert (found["read"], found["taken"], found["refused"], found["incidents"], found["dispatches"]) == (2, 1, 1, 1, 1)
    assert found["refused_rows"] == [{"line": 3, "reason": "bad_coordinates", "sentence": "坐标不对：-122.42, x"}]
    assert "第 3 行" in printed


@pytest.mark.parametrize(
    "words", [("--limit", "0"), ("--again", "--resume"), ("--workers", "0"), ("--mapping", "/no.yaml")]
)
def test_wrong_wishes_are_refused(calls: Any, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        _run(calls([row(1, "E01", "08:00:00")]), *words)


def test_a_file_that_is_not_there_or_holds_nothing_is_refused(calls: Any) -> None:
    with pytest.raises(CommandError):
        _run("/no/such/file.csv")
    with pytest.raises(CommandError):
        _run(calls([]))
