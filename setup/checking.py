"""`./linwang check`: every reader of the code that is a machine."""

from __future__ import annotations

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from setup import environment, prepared, programs
from setup.paths import CODE, ROOT, VENV
from setup.words import say

CODE_NAME = str(CODE.relative_to(ROOT))
CHECKS = {
    "ruff check": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "."),
    "mypy": ("mypy",),
    "import-linter": ("lint-imports",),
    "deptry": ("deptry", "."),
    "djlint": ("djlint", "--lint", str(CODE / "linwang" / "templates")),
}


@dataclass(frozen=True)
class Finding:
    """What one check said."""

    name: str
    is_good: bool
    printed: str
    seconds: float


def check(words: list[str]) -> int:
    """Run all checks, or those whose names are given, two at a time; show what failed and sum up."""
    prepared.packages(environment.TEST)
    chosen = {name: line for name, line in CHECKS.items() if not words or name.split()[0] in words}
    if not chosen:
        print(say("没有这样的检查,可选", "No such check; choose from") + f": {', '.join(CHECKS)}")
        return 2
    with ThreadPoolExecutor(2) as pool:
        findings = list(pool.map(_run, chosen.items()))
    for finding in findings:
        _show(finding)
    return 0 if all(finding.is_good for finding in findings) else 1


def _run(item: tuple[str, tuple[str, ...]]) -> Finding:
    name, (program, *words) = item
    began = time.monotonic()
    done = subprocess.run(
        [str(VENV / "bin" / program), *words],
        cwd=ROOT,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Finding(name, done.returncode == 0, done.stdout, time.monotonic() - began)


def _environment() -> dict[str, str]:
    """mypy's Django part imports the settings, so they need a key; no database is asked."""
    return programs.environment(PYTHONPATH=str(CODE), LINWANG_SECRET_KEY="for-checks-only")


def _show(finding: Finding) -> None:
    if not finding.is_good:
        print(f"\n=== {finding.name}\n{finding.printed.rstrip()}\n")
    print(f"{'✓' if finding.is_good else '✗'} {finding.name}  {finding.seconds:.1f} s", flush=True)
