"""The Python environment: uv from pip, then exactly the pinned packages, skipped when nothing changed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from setup import programs, stamps
from setup.paths import PYTHON, ROOT, UV_FOLDER, VENV
from setup.words import SetupRefused, say

UV_VERSION = "0.13.9"
RUN, TEST = "run", "test"
REQUIREMENTS = ROOT / "requirements"
STAMP = VENV / "linwang.stamp"
LOCK = UV_FOLDER / "environment.lock"


def prepare(level: str = RUN) -> bool:
    """Make the environment hold what `level` needs; returns whether anything had to be done.

    `test` holds all of `run`, so an environment made for tests is never cut down again.
    """
    if _is_ready(level):
        return False
    with stamps.only_one(LOCK):
        if _is_ready(level):
            return False
        _install(level_to_install(level, installed=_installed_level()))
    return True


def satisfies(level: str, *, wanted: str) -> bool:
    """Whether an environment of this level holds what is wanted."""
    return wanted == RUN or level == TEST


def level_to_install(wanted: str, *, installed: str) -> str:
    """What was once installed for tests stays."""
    return TEST if installed == TEST else wanted


def _is_ready(level: str) -> bool:
    enough = [_word(having) for having in (RUN, TEST) if satisfies(having, wanted=level)]
    return PYTHON.exists() and stamps.is_done(STAMP, *enough)


def _word(level: str) -> str:
    both = (REQUIREMENTS / "run.txt", REQUIREMENTS / "test.txt")
    return f"{level} {stamps.fingerprint(*both, _python_name())}"


def _python_name() -> str:
    return "{}.{}.{}".format(*sys.version_info[:3])


def _installed_level() -> str:
    return STAMP.read_text().split()[0] if STAMP.is_file() else ""


def _install(level: str) -> None:
    uv = _uv()
    env = programs.environment(UV_PYTHON_DOWNLOADS="never", UV_NO_PROGRESS="1")
    if not _python_fits():
        programs.run(
            [uv, "venv", "--quiet", "--clear", "--no-project", "--python", sys.executable, VENV],
            why=say("建立 Python 环境", "Making the Python environment"),
            env=env,
        )
    programs.run(
        [uv, "pip", "sync", "--quiet", "--python", PYTHON, REQUIREMENTS / f"{level}.txt"],
        why=say("安装 Python 组件", "Installing the Python packages"),
        env=env,
    )
    stamps.mark_done(STAMP, _word(level))


def _python_fits() -> bool:
    """Whether the environment's Python still runs and is the one that starts us."""
    question = "import sys; print('{}.{}.{}'.format(*sys.version_info[:3]))"
    if not PYTHON.exists():
        return False
    asked = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=False)
    return asked.stdout.strip() == _python_name()


def _uv() -> Path:
    """Our own pinned uv; one on PATH serves where ours cannot be fetched."""
    ours, stamp = UV_FOLDER / "bin" / "uv", UV_FOLDER / "version"
    if ours.exists() and stamps.is_done(stamp, UV_VERSION):
        return ours
    try:
        _fetch_uv()
    except SetupRefused:
        if found := shutil.which("uv"):
            return Path(found)
        raise
    stamps.mark_done(stamp, UV_VERSION)
    return ours


def _fetch_uv() -> None:
    _check_pip()
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    programs.run(
        [*pip, "--no-input", "--upgrade", "--target", UV_FOLDER, f"uv=={UV_VERSION}"],
        why=say("用 pip 取得 uv", "Fetching uv with pip"),
        env=programs.environment(PIP_ROOT_USER_ACTION="ignore"),
    )


def _check_pip() -> None:
    asked = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False)
    if asked.returncode:
        raise SetupRefused(
            say(
                f"{sys.executable} 没有 pip。请先安装(Debian:apt-get install python3-pip)。",
                f"{sys.executable} has no pip. Install it first (Debian: apt-get install python3-pip).",
            )
        )
