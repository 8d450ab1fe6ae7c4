"""The walls of the house stand: each rule is seen to fail on a planted violation."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent

PLANTS = {
    "floors": ("places/queries/planted.py", "from linwang.incidents import states\n"),
    "rooms": ("incidents/models/planted.py", "from linwang.incidents.actions import settle\n"),
    "doors": ("web/planted.py", "from linwang.incidents.models import Incident\n"),
    "science": ("science/geo/planted.py", "import django\n"),
    "rules": ("incidents/rules/planted.py", "from linwang.foundation import journal\n"),
}


def test_every_wall_falls_on_its_planted_violation(tmp_path: Path) -> None:
    copy = tmp_path / "src"
    shutil.copytree(ROOT / "src", copy, ignore=shutil.ignore_patterns("static", "templates", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for where, line in PLANTS.values():
        target = copy / "linwang" / where
        target.parent.mkdir(exist_ok=True)
        target.write_text(f'"""Planted."""\n\n{line}')
    (copy / "linwang/utils").mkdir()
    (copy / "linwang/utils/__init__.py").write_text("")

    said = _lint(tmp_path)

    contracts = [line for line in said.splitlines() if line.endswith((" KEPT", " BROKEN"))]
    assert len(contracts) == len(PLANTS)
    assert all(line.endswith(" BROKEN") for line in contracts), said


def test_a_room_without_a_floor_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "src"
    shutil.copytree(ROOT / "src", copy, ignore=shutil.ignore_patterns("static", "templates", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (copy / "linwang/utils.py").write_text('"""Planted."""\n')

    said = _lint(tmp_path)

    assert "linwang.utils" in said


def _lint(folder: Path) -> str:
    run = subprocess.run(
        [BIN / "lint-imports", "--no-cache", "--config", "pyproject.toml"],
        cwd=folder, env={"PYTHONPATH": str(folder / "src"), "PATH": str(BIN)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode != 0, run.stdout
    return run.stdout + run.stderr


@pytest.mark.parametrize(
    ("where", "planted", "rule"),
    [
        ("incidents/actions/x.py", "from linwang.foundation import clock\nmoment = clock.now()\n", "TID251"),
        ("incidents/queries/x.py", "from datetime import datetime\nmoment = datetime.now()\n", "DTZ005"),
        ("incidents/actions/x.py", "from django.http import HttpRequest\n", "TID251"),
        ("science/x.py", "import random\nchance = random.random()\n", "TID251"),
        ("web/x.py", "try:\n    pass\nexcept Exception:\n    pass\n", "BLE001"),
        ("duty/actions/x.py", "print('here')\n", "T201"),
    ],
)
def test_ruff_refuses_what_the_house_forbids(where: str, planted: str, rule: str) -> None:
    run = subprocess.run(
        [BIN / "ruff", "check", "--output-format", "json", "--stdin-filename", f"src/linwang/{where}", "-"],
        input=planted, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert rule in {found["code"] for found in json.loads(run.stdout)}
