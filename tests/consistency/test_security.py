"""SECURITY.md promises nothing that no test holds: each test it names exists, and each promise names one."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "SECURITY.md").read_text()
PROMISES = TEXT.partition("## What is promised")[2].partition("## What is not promised")[0]


def _tests() -> set[str]:
    sources = (path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    return {name for source in sources for name in re.findall(r"^def (test_\w+)", source, re.MULTILINE)}


def test_every_test_that_security_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", TEXT))

    assert len(named) > 50
    assert named - _tests() == set()


def test_every_promise_names_its_test() -> None:
    rows = [row for row in PROMISES.splitlines() if row.startswith("| ") and "held by" not in row]

    assert rows
    assert [row for row in rows if "`test_" not in row] == []
