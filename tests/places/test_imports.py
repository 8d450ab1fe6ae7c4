"""Importing ground: nothing by a dry run, the same twice, other datums converted, every fault with its row."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from linwang.foundation.actor import Actor
from linwang.foundation.importing import Plan
from linwang.foundation.models import JournalLine
from linwang.foundation.refusals import BadInput, NotAllowed, NotFound
from linwang.gateways.tables import read_table
from linwang.places.actions.import_beats import import_beats, plan_beats
from linwang.places.actions.import_grids import import_grids, plan_grids
from linwang.places.actions.import_places import import_places, plan_places
from linwang.places.models import Beat, Grid, PlaceName
from linwang.places.states import Datum
from tests.builders import Town, new_key

SQUARE = [[120.90, 30.20], [120.91, 30.20], [120.91, 30.21], [120.90, 30.21], [120.90, 30.20]]


def _geojson(*features: tuple[dict[str, Any], Any]) -> Any:
    content = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": about, "geometry": shape} for about, shape in features
    ]}  # fmt: skip
    return read_table("x.geojson", json.dumps(content).encode())


def _polygon(ring: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring]}


def _csv(*rows: dict[str, str]) -> Any:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return read_table("x.csv", out.getvalue().encode())


@pytest.fixture
def by(town: Town) -> Actor:
    return town.actor("administrator")


@pytest.fixture
def told(town: Town, by: Actor, now: datetime) -> Callable[..., dict[str, Any]]:
    def said(table: Any, **more: Any) -> dict[str, Any]:
        return {"table": table, "station": town.station.pk, "key": new_key(), "by": by, "at": now, **more}

    return said


def _sentences(plan: Plan) -> list[tuple[int, str]]:
    return [(fault.number, str(fault.sentence)) for fault in plan.faults]


def test_a_dry_run_shows_what_would_change_and_writes_nothing(town: Town, by: Actor) -> None:
    table = _geojson(({"编码": "01-2", "名称": "西门警格", "地域": "城郊"}, _polygon(SQUARE)))

    plan = plan_beats(table=table, station=town.station.pk, by=by)

    assert [(step.how, step.name, step.values["ground"]) for step in plan.steps] == [("added", "西门警格", "outskirts")]
    assert plan.absent == ("东门警格",)
    assert Beat.objects.filter(code="01-2").count() == 0
    assert JournalLine.objects.count() == 0


def test_a_second_import_of_the_same_file_says_the_same(town: Town, by: Actor, told: Any) -> None:
    table = _geojson(({"code": "01-2", "name": "西门警格"}, _polygon(SQUARE)))

    first = import_beats(**told(table))
    second = import_beats(**told(table))

    assert (first["added"], second["added"], second["same"]) == (1, 0, 1)
    assert Beat.objects.filter(station=town.station).count() == 2
    assert len(Beat.objects.get(code="01-2").area) == 4


def test_a_change_names_its_fields_before_and_after(town: Town, by: Actor, told: Any) -> None:
    import_beats(**told(_geojson(({"code": "01-2", "name": "西门警格"}, _polygon(SQUARE)))))

    plan = plan_beats(
        table=_geojson(({"code": "01-2", "name": "新西门警格"}, _polygon(SQUARE))), station=town.station.pk, by=by
    )

    (step,) = plan.steps
    assert [(one.column, one.before, one.after) for one in step.differences] == [("name", "西门警格", "新西门警格")]


@pytest.mark.parametrize(
    ("shape", "word"),
    [
        (None, "缺少边界"),
        ({"type": "Point", "coordinates": [120.9, 30.2]}, "缺少边界"),
        (_polygon([[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]), "交叉"),
        (_polygon([[1, 1], [2, 2]]), "三个角"),
        (_polygon([[1, 1], ["x", 2], [3, 4]]), "坐标要写成"),
        (_polygon([[30, 120], [30, 121], [31, 121]]), "写反"),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE]]}, "几块"),
        ({"type": "Polygon", "coordinates": [SQUARE, SQUARE]}, "空洞"),
    ],
)
def test_a_wrong_outline_is_a_fault_that_says_what_to_do(town: Town, by: Actor, shape: Any, word: str) -> None:
    plan = plan_beats(table=_geojson(({"code": "9", "name": "九"}, shape)), station=town.station.pk, by=by)

    ((number, sentence),) = _sentences(plan)
    assert number == 1
    assert word in sentence


def test_nothing_is_written_while_there_are_faults_unless_they_are_skipped(town: Town, told: Any) -> None:
    table = _geojson(({"code": "01-2", "name": "好"}, _polygon(SQUARE)), ({"code": "", "name": "坏"}, _polygon(SQUARE)))

    with pytest.raises(BadInput):
        import_beats(**told(table))
    assert Beat.objects.filter(code="01-2").count() == 0

    counts = import_beats(**told(table), skip_bad=True)
    assert (counts["added"], counts["faults"]) == (1, 1)


def test_a_code_that_stands_twice_is_a_fault_of_the_second_row(town: Town, by: Actor) -> None:
    twice = [({"code": "7", "name": "七"}, _polygon(SQUARE))] * 2

    plan = plan_beats(table=_geojson(*twice), station=town.station.pk, by=by)

    assert [number for number, _ in _sentences(plan)] == [2]


def test_a_grid_finds_the_beat_it_lies_in_or_says_that_there_is_none(town: Town, by: Actor, told: Any) -> None:
    far = [[[x + 5, y] for x, y in SQUARE]][0]
    table = _geojson(
        ({"code": "G1", "name": "一网格", "户数": "320"}, _polygon(SQUARE)),
        ({"code": "G2", "name": "远网格"}, _polygon(far)),
        ({"code": "G3", "name": "错警格", "beat": "77"}, _polygon(SQUARE)),
    )

    plan = plan_grids(table=table, station=town.station.pk, by=by)
    import_grids(**told(table), skip_bad=True)

    assert [number for number, _ in _sentences(plan)] == [2, 3]
    grid = Grid.objects.get()
    assert (grid.code, grid.beat_id, grid.households) == ("G1", town.beat.pk, 320)


@pytest.mark.parametrize("datum", [Datum.GCJ02, Datum.BD09])
def test_points_of_other_maps_are_kept_in_wgs84(town: Town, told: Any, datum: Datum) -> None:
    """The Bund in Shanghai as three maps give it (published vectors of eviltransform)."""
    there = {Datum.GCJ02: (121.4998, 31.2397), Datum.BD09: (121.5064, 31.2456)}[datum]
    table = _csv({"名称": "外滩", "经度": str(there[0]), "纬度": str(there[1])})

    import_places(**told(table), datum=datum)

    place = PlaceName.objects.get(name="外滩")
    assert (place.lon, place.lat) == (pytest.approx(121.4953, abs=3e-4), pytest.approx(31.2417, abs=3e-4))
    assert place.given_in == datum


def test_points_without_the_name_of_their_map_are_refused(town: Town, by: Actor) -> None:
    bare = {"名称": "新桥", "经度": "120.9", "纬度": "30.2"}

    refused = plan_places(table=_csv(bare), station=town.station.pk, by=by)
    told = plan_places(table=_csv({**bare, "坐标系": "WGS-84"}), station=town.station.pk, by=by)

    assert "坐标系" in _sentences(refused)[0][1]
    assert (len(told.steps), told.faults) == (1, ())


def test_a_place_lies_in_its_beat_and_brings_its_other_names(town: Town, told: Any) -> None:
    table = _csv(
        {"name": "三塘桥", "kind": "桥梁", "lon": "120.905", "lat": "30.205", "俗称": "塘桥、老三桥", "旧名": "红卫桥"}
    )

    import_places(**told(table), datum=Datum.WGS84)
    again = import_places(**told(table), datum=Datum.WGS84)

    bridge = PlaceName.objects.get(name="三塘桥")
    assert (bridge.beat_id, bridge.kind, bridge.cell > 0) == (town.beat.pk, "bridge", True)
    assert {(one.name, one.name_kind) for one in bridge.aliases.all()} == {
        ("塘桥", "local"), ("老三桥", "local"), ("红卫桥", "old")
    }  # fmt: skip
    assert (again["same"], again["added"]) == (4, 0)


def test_two_places_of_one_name_stay_two(town: Town, told: Any) -> None:
    here, there = ({"name": "新桥", "lon": lon, "lat": "30.2"} for lon in ("120.90", "120.95"))
    import_places(**told(_csv(here, there)), datum=Datum.WGS84)

    counts = import_places(**told(_csv({**there, "lat": "30.2005"})), datum=Datum.WGS84)

    assert (counts["changed"], counts["added"]) == (1, 0)
    assert sorted(PlaceName.objects.filter(name="新桥").values_list("lon", "lat")) == [
        (120.90, 30.2),
        (120.95, 30.2005),
    ]


def test_another_name_needs_its_proper_name(town: Town, by: Actor) -> None:
    table = _csv({"name": "菜场", "alias_of": "没有的市场", "lon": "120.9", "lat": "30.2", "datum": "wgs84"})

    assert "没有的市场" in _sentences(plan_places(table=table, station=town.station.pk, by=by))[0][1]


def test_only_who_may_import_and_only_into_a_station_they_see(town: Town, by: Actor) -> None:
    table = _csv({"name": "x", "lon": "1", "lat": "1"})

    with pytest.raises(NotAllowed):
        plan_places(table=table, station=town.station.pk, by=town.actor("dispatcher"))
    with pytest.raises(NotFound):
        plan_places(table=table, station=town.neighbour.pk, by=by)


def test_one_journal_line_says_which_file_and_how_much(town: Town, told: Any) -> None:
    table = _geojson(({"code": "01-2", "name": "西门警格"}, _polygon(SQUARE)))

    import_beats(**told(table))

    line = JournalLine.objects.get()
    assert (line.subject, line.reference, line.words) == ("import", "beats", "x.geojson")
    assert (line.facts["digest"], line.facts["added"]) == (table.digest, 1)


def test_a_river_comes_with_its_course_and_a_table_of_points_leaves_it(town: Town, told: Callable[..., Any]) -> None:
    river = {"type": "LineString", "coordinates": [[120.90, 30.20], [120.92, 30.20], [120.94, 30.20]]}
    about = {"name": "三塘江", "kind": "河流", "俗称": "大江"}

    import_places(**told(_geojson((about, river))))

    drawn, local = (PlaceName.objects.get(name=name) for name in ("三塘江", "大江"))
    assert (drawn.line, local.line) == (river["coordinates"], [])
    assert (drawn.lon, drawn.lat) == pytest.approx((120.92, 30.20))
    csv = {"名称": "三塘江", "类型": "河流", "经度": "120.921", "纬度": "30.2", "坐标系": "wgs84"}
    import_places(**told(_csv(csv)))
    drawn.refresh_from_db()
    assert (drawn.line, drawn.lon) == (river["coordinates"], 120.921)


def test_a_line_of_one_point_is_a_fault(town: Town, by: Actor) -> None:
    dot = {"type": "LineString", "coordinates": [[120.90, 30.20], [120.90, 30.20]]}

    plan = plan_places(table=_geojson(({"name": "小河", "kind": "河流"}, dot)), station=town.station.pk, by=by)

    assert _sentences(plan) == [(1, "线至少要有两个不同的点。")]
