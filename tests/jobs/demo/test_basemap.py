import json
from pathlib import Path

import pytest

from linwang.jobs.demo import basemap
from linwang.jobs.demo.layout import Town


def test_the_map_is_one_pmtiles_file_and_replaces_the_old_one(county: Town, tmp_path: Path) -> None:
    path = tmp_path / "map" / "base.pmtiles"
    path.parent.mkdir()
    path.write_bytes(b"old")

    size = basemap.make_basemap(county, path)

    assert path.read_bytes()[:7] == b"PMTiles"
    assert 50_000 < size < 5_000_000
    assert [one.name for one in path.parent.iterdir()] == ["base.pmtiles"]


def test_a_map_that_cannot_be_made_leaves_the_old_one(
    county: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "base.pmtiles"
    path.write_bytes(b"old")
    monkeypatch.setattr(basemap, "_tippecanoe", lambda: "/bin/false")

    with pytest.raises(basemap.subprocess.CalledProcessError):
        basemap.make_basemap(county, path)

    assert path.read_bytes() == b"old"


def test_every_stretch_of_road_is_drawn_once(county: Town) -> None:
    drawn = sum(len(road["geometry"]["coordinates"]) - 1 for road in basemap._roads(county))

    assert drawn == len(county.roads.names)
    assert json.dumps(next(iter(basemap._roads(county))), ensure_ascii=False)
