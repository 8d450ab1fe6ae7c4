"""Running other programs quietly, and showing what they said when they fail."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from setup.paths import ROOT
from setup.words import SetupRefused, say

FOREIGN = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "CONDA_PREFIX", "DJANGO_SETTINGS_MODULE")


def environment(**more: str) -> dict[str, str]:
    """The person's environment without what would lead a Python astray."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    return kept | more


def run(
    arguments: Sequence[str | Path],
    *,
    why: str,
    env: Mapping[str, str] | None = None,
    folder: Path = ROOT,
) -> str:
    """Run to the end and return what was printed; refuse with the last lines when it fails."""
    try:
        done = subprocess.run(
            [str(word) for word in arguments],
            check=False,
            cwd=folder,
            env=env or environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise SetupRefused(f"{why}: {error}") from error
    if done.returncode:
        raise SetupRefused(_failure(why, arguments, done.stdout))
    return done.stdout


def _failure(why: str, arguments: Sequence[str | Path], printed: str) -> str:
    last = "\n".join("    " + line for line in printed.strip().splitlines()[-15:])
    what = say(f"{why}失败", f"{why} failed")
    return f"{what}: {' '.join(str(word) for word in arguments)}\n{last}"
