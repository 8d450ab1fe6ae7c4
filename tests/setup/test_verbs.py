"""The launcher: what it understands and what it says."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from setup import testing, verbs, web
from setup.services import Services
from setup.words import SetupRefused, say

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("language", ["C.UTF-8", "zh_CN.UTF-8"])
def test_help_lists_every_verb_from_any_folder(tmp_path: Path, language: str) -> None:
    printed = subprocess.run(
        [ROOT / "linwang", "help"],
        cwd=tmp_path,
        env=os.environ | {"LC_ALL": language},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    listed = re.findall(r"^  (\w+)", printed, re.MULTILINE)
    assert listed == [verb.name for verb in verbs.table()]
    assert ("演示" in printed) == (language == "zh_CN.UTF-8")


def test_the_verbs_of_the_readme_are_there() -> None:
    promised = {"demo", "test", "check", "serve", "work", "migrate", "replay", "import", "backup", "bench"}

    assert promised <= {verb.name for verb in verbs.table()}


def test_a_port_in_use_is_told_before_anything_is_installed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(SetupRefused, match="--port"):
            web.check_port_is_free("127.0.0.1", port)


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_cannot_be_is_told(port: int) -> None:
    with pytest.raises(SetupRefused, match="--port"):
        web.check_port_is_free("127.0.0.1", port)


def test_a_service_that_ends_is_noticed_and_the_rest_is_stopped() -> None:
    services = Services(os.environ)
    services.start("long", [sys.executable, "-c", "import time; time.sleep(600)"])
    services.start("short", [sys.executable, "-c", "raise SystemExit(3)"])

    with pytest.raises(SetupRefused, match=r"short.*3"):
        services.watch()
    services.stop()

    assert services.children["long"].returncode is not None


def test_the_suite_is_counted_from_pytests_own_report(tmp_path: Path) -> None:
    note = tmp_path / "report.xml"
    note.write_text(
        "<testsuites><testsuite><testcase/><testcase><failure/></testcase><testcase><error/></testcase>"
        '<testcase><skipped type="pytest.skip"/></testcase><testcase><skipped type="pytest.xfail"/></testcase>'
        "</testsuite></testsuites>"
    )

    assert testing.counts(note) == (2, 2, 1)
    assert testing.counts(tmp_path / "none.xml") == (0, 0, 0)


def test_a_skip_is_a_failure_only_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = testing.Outcome("browser", passed=3, failed=0, skipped=1, code=0, seconds=1.0)

    monkeypatch.delenv("CI", raising=False)
    here = outcome.is_good
    monkeypatch.setenv("CI", "true")

    assert (here, outcome.is_good) == (True, False)


def test_words_follow_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert say("启动", "start") == "启动"
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert say("启动", "start") == "start"
