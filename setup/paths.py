"""Where things lie: the checkout, its environment, and the home of what must survive."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV_FOLDER = ROOT / ".uv"
NODE_MODULES = ROOT / "node_modules"
LOCALE = ROOT / "locale"
CODE = ROOT / "src"
MANAGE = ROOT / "manage.py"


def home() -> Path:
    """The folder of everything that is not code: database, keys, files (`LINWANG_HOME`)."""
    if chosen := os.environ.get("LINWANG_HOME"):
        return Path(chosen).expanduser().absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/linwang")
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "linwang"


def site_packages() -> Path:
    """The environment's packages, found without asking its Python."""
    found = sorted((VENV / "lib").glob("python3.*/site-packages"))
    return found[-1] if found else VENV / "lib"
