"""`./linwang import` at the command line: a dry run first, `--commit` writes, faults stop it."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from linwang.duty.models import Unit
from linwang.incidents.models import IncidentKind
from linwang.places.models import Beat, PlaceName
from tests.builders import Town

CATALOGUE = Path(__file__).resolve().parents[3] / "src/linwang/incidents/catalogue.yaml"


@pytest.fixture
def run(town: Town) -> Any:
    def command(*words: object) -> str:
        out = StringIO()
        call_command("import_data", *map(str, words), "--station", "01", stdout=out)
        return out.getvalue()

    return command


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="gb18030")
    return path


def test_a_dry_run_writes_nothing_and_commit_does(run: Any, tmp_path: Path) -> None:
    path = _write(tmp_path, "单元.csv", "呼号,类型\n巡五,警车组\n")

    looked = run("units", path)
    assert "+ 第 2 行 巡五" in looked
    assert not Unit.objects.filter(call_sign="巡五").exists()

    run("units", path, "--commit")
    assert Unit.objects.filter(call_sign="巡五").exists()
    assert "不变 1" in run("units", path)


def test_faults_end_with_a_code_and_commit_is_refused_until_they_are_skipped(run: Any, tmp_path: Path) -> None:
    path = _write(tmp_path, "地名.csv", "名称,经度,纬度\n新桥,120.9,30.2\n坏桥,abc,30.2\n")

    with pytest.raises(SystemExit):
        run("places", path, "--datum", "gcj02")
    with pytest.raises(CommandError):
        run("places", path, "--datum", "gcj02", "--commit")
    assert not PlaceName.objects.filter(name="新桥").exists()

    run("places", path, "--datum", "gcj02", "--commit", "--skip-bad")
    assert PlaceName.objects.get(name="新桥").given_in == "gcj02"


def test_beats_come_from_geojson(run: Any, tmp_path: Path) -> None:
    ring = [[120.90, 30.20], [120.91, 30.20], [120.91, 30.21], [120.90, 30.20]]
    feature = {
        "type": "Feature",
        "properties": {"code": "01-9", "name": "九号警格"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path = tmp_path / "beats.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))

    run("beats", path, "--commit")

    assert Beat.objects.get(code="01-9").name == "九号警格"


def test_the_catalogue_comes_from_its_own_file(run: Any) -> None:
    run("catalogue", CATALOGUE, "--commit")

    assert IncidentKind.objects.filter(code="accident.injury", is_used=True).exists()
    assert "新增 0 · 更改 0" in run("catalogue", CATALOGUE)


@pytest.mark.parametrize("words", [("units", "/no/such/file"), ("units", "README.md")])
def test_what_cannot_be_read_is_refused_in_a_sentence(run: Any, words: tuple[str, str]) -> None:
    with pytest.raises((CommandError, SystemExit)):
        run(*words)


def test_a_station_must_be_named_where_there_are_several(town: Town, tmp_path: Path) -> None:
    path = _write(tmp_path, "x.csv", "呼号,类型\n巡五,警车组\n")

    with pytest.raises(CommandError, match="--station"):
        call_command("import_data", "units", str(path))
