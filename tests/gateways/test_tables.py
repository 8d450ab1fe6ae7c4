"""Files as others send them: encodings, stray quotation marks, wrong widths, broken GeoJSON."""

import gzip
from pathlib import Path

import pytest
import zstandard

from linwang.foundation.refusals import BadInput
from linwang.gateways.tables import read_table
from linwang.gateways.tables.opening import DAMAGED, lines_of
from linwang.gateways.tables.records import records


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_read_in_any_of_the_usual_encodings(encoding: str) -> None:
    table = read_table("地名.csv", "名称,经度\n东门菜市场,120.9\n".encode(encoding))

    assert [dict(row.values) for row in table.rows] == [{"名称": "东门菜市场", "经度": "120.9"}]
    assert table.faults == ()


def test_one_line_in_another_encoding_is_a_fault_of_that_line_only() -> None:
    content = "名称\n东门\n".encode() + "西门\n".encode("gb18030") + "南门\n".encode()

    table = read_table("地名.csv", content)

    assert [row.values["名称"] for row in table.rows] == ["东门", "南门"]
    assert [fault.number for fault in table.faults] == [3]


def test_a_stray_quotation_mark_spoils_one_row_and_none_after_it() -> None:
    lines = ["a,b\n", '1,"x\n', "2,y\n", "3,z\n"]

    found = [(record.line, record.cells, record.problem) for record in records(lines)]

    assert found == [(1, ["a", "b"], ""), (2, [], "unclosed_quote"), (3, ["2", "y"], ""), (4, ["3", "z"], "")]


def test_a_quoted_cell_may_span_lines() -> None:
    lines = ["a,b\n", '1,"x\n', 'y"\n', "2,z\n"]

    assert [record.cells for record in records(lines)] == [["a", "b"], ["1", "x\ny"], ["2", "z"]]


def test_two_stray_marks_far_apart_do_not_swallow_the_rows_between() -> None:
    lines = ["a,b\n", '1,"x\n', "2,y\n", '3,"z\n', "4,w\n"]

    found = [(record.line, record.problem) for record in records(lines)]

    assert found == [(1, ""), (2, "unclosed_quote"), (3, ""), (4, "unclosed_quote"), (5, "")]


def test_a_row_with_too_few_cells_says_how_many_there_should_be() -> None:
    table = read_table("x.csv", b"a,b,c\n1,2\n")

    assert "3" in str(table.faults[0].sentence)
    assert "2" in str(table.faults[0].sentence)


def test_tabs_and_semicolons_separate_too() -> None:
    assert dict(read_table("x.csv", b"a;b\n1;2\n").rows[0].values) == {"a": "1", "b": "2"}
    assert dict(read_table("x.tsv", b"a\tb\n1\t2\n").rows[0].values) == {"a": "1", "b": "2"}


@pytest.mark.parametrize("content", [b"", b"  \n", b"{", b'{"type": "Point"}', b"a,a\n1,2\n", b'"\n', b"\xff\xfe"])
def test_what_is_no_table_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(BadInput):
        read_table("x", content)


def test_an_item_that_is_no_feature_is_a_fault(tmp_path: Path) -> None:
    table = read_table("x.geojson", b'{"features": [{"properties": {"n": 1}, "geometry": null}, 5]}')

    assert dict(table.rows[0].values) == {"n": "1"}
    assert [fault.number for fault in table.faults] == [2]


def test_packed_files_are_told_by_their_first_bytes(tmp_path: Path) -> None:
    for name, packed in (("a", gzip.compress(b"x\ny\n")), ("b", zstandard.compress(b"x\ny\n")), ("c", b"x\ny\n")):
        (tmp_path / name).write_bytes(packed)

        assert list(lines_of(tmp_path / name)) == ["x\n", "y\n"]


def test_a_packed_file_that_is_cut_off_ends_in_an_error_that_is_known(tmp_path: Path) -> None:
    (tmp_path / "cut").write_bytes(gzip.compress(b"x\n" * 5000)[:-12])

    with pytest.raises(DAMAGED):
        list(lines_of(tmp_path / "cut"))
