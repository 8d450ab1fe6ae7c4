"""`./linwang test`: the suite in three parts, each a process of its own, all run even if one fails."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from setup import environment, prepared, services
from setup.paths import PYTHON, ROOT
from setup.words import say

TESTS = ROOT / "tests"
APART = {
    "concurrency": say("并发", "races"),
    "kill": say("杀进程", "kills"),
    "journeys": say("全程(浏览器)", "journeys (browser)"),
}


@dataclass(frozen=True)
class Outcome:
    """What one part of the suite gave."""

    name: str
    passed: int
    failed: int
    skipped: int
    code: int
    seconds: float

    @property
    def is_good(self) -> bool:
        """Finding no test at all is a failure; so is a skip where nothing may be missing."""
        return self.code == 0 and not (self.skipped and os.environ.get("CI") == "true")


def test(words: list[str]) -> int:
    """Set up, run every test, and close with one line of sums; words of the person go to one pytest run."""
    long = "--long" in words
    wanted = [word for word in words if word != "--long"]
    with prepared.all_of_it(environment.TEST) as env, tempfile.TemporaryDirectory() as notes:
        which = [] if long or "-m" in wanted else ["-m", "not long"]
        parts = {say("所选", "chosen"): wanted} if wanted else _parts()
        outcomes = [
            _run(name, [*part, *which], env, Path(notes) / f"{number}.xml")
            for number, (name, part) in enumerate(parts.items())
        ]
    return _conclude(outcomes)


def _parts() -> dict[str, list[str]]:
    """Quick tests on two processes; races, kills and browsers alone, so that nothing else takes their time."""
    ignored = [word for folder in APART for word in ("--ignore", f"tests/{folder}")]
    parts = {say("单元与页面", "units and pages"): ["tests", *ignored, "-n", "2", "--dist", "loadfile"]}
    for folder, name in APART.items():
        if (TESTS / folder).is_dir():
            parts[name] = [f"tests/{folder}"]
    return parts


def _run(name: str, words: list[str], env: dict[str, str], note: Path) -> Outcome:
    print(f"\n=== {name}", flush=True)
    began = time.monotonic()
    code = services.foreground([PYTHON, "-m", "pytest", f"--junitxml={note}", *words], env, ROOT)
    passed, failed, skipped = counts(note)
    if code and not failed:
        failed = 1  # a run that broke, or found no test, is one failure
    return Outcome(name, passed, failed, skipped, code, time.monotonic() - began)


def counts(note: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped from pytest's report; an expected failure counts as passed."""
    if not note.exists():
        return 0, 0, 0
    cases = list(ElementTree.parse(note).getroot().iter("testcase"))
    failed = sum(_has(case, ("failure", "error")) for case in cases)
    skipped = sum(_is_skipped(case) for case in cases)
    return len(cases) - failed - skipped, failed, skipped


def _has(case: ElementTree.Element, names: Iterable[str]) -> bool:
    return any(case.find(name) is not None for name in names)


def _is_skipped(case: ElementTree.Element) -> bool:
    skip = case.find("skipped")
    return skip is not None and skip.get("type") != "pytest.xfail"


def _conclude(outcomes: list[Outcome]) -> int:
    print()
    for part in outcomes:
        print(f"{_mark(part)} {part.name}: {_sums([part])}  {part.seconds:.1f} s")
    if any(part.skipped and not part.is_good for part in outcomes):
        print(say("CI 中跳过的测试算失败。", "In CI a skipped test counts as a failure."))
    print(_sums(outcomes), flush=True)
    return 0 if all(part.is_good for part in outcomes) else 1


def _mark(part: Outcome) -> str:
    return "✓" if part.is_good else "✗"


def _sums(outcomes: list[Outcome]) -> str:
    """The closing line in the one form that machines read, whatever the language."""
    passed, failed = sum(part.passed for part in outcomes), sum(part.failed for part in outcomes)
    skipped = sum(part.skipped for part in outcomes)
    return f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")
