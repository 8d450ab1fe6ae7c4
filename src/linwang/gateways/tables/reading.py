"""A whole file of reference data as a table: CSV or GeoJSON, told apart by what is in it."""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from linwang.foundation.importing import Fault, Row, Table
from linwang.foundation.refusals import BadInput
from linwang.gateways.tables.encodings import decoded
from linwang.gateways.tables.records import Record, records

SENTENCES = {
    "unclosed_quote": _("引号没有成对，这一行读不懂。请补上或删去多余的引号。"),
    "wrong_encoding": _("这一行有不能识别的字符，编码与其他行不同。请改好这一行的文字。"),
    "unreadable": _("这一行读不懂。请检查引号和分隔符。"),
}


def read_table(name: str, content: bytes) -> Table:
    """The table in a file that was sent."""
    digest = hashlib.sha256(content).hexdigest()
    text = decoded(content)
    if not text.strip():
        raise BadInput(_("文件是空的。"))
    return _geojson(name, digest, text) if text.lstrip().startswith("{") else _csv(name, digest, text)


def read_text(name: str, content: bytes) -> Table:
    """A file that is no table of rows, with its text."""
    return Table(name, hashlib.sha256(content).hexdigest(), (), text=decoded(content).removeprefix("\ufeff"))


def _csv(name: str, digest: str, text: str) -> Table:
    delimiter = _delimiter(text.lstrip().splitlines()[0])
    heading, *rest = list(records(io.StringIO(text), delimiter=delimiter)) or [Record(1, [])]
    columns = [cell.strip() for cell in heading.cells]
    if heading.problem or not any(columns):
        raise BadInput(_("第一行应当是列名，现在读不懂。"))
    if len(set(columns)) != len(columns):
        raise BadInput(_("列名有重复，请改成不同的名字。"))
    rows, faults = [], []
    for record in rest:
        fault = _fault_of(record, len(columns))
        if fault:
            faults.append(fault)
        elif any(cell.strip() for cell in record.cells):
            rows.append(Row(record.line, dict(zip(columns, record.cells, strict=True))))
    return Table(name, digest, tuple(rows), tuple(faults), tuple(columns))


def _delimiter(heading: str) -> str:
    return max(",\t;", key=heading.count)


def _fault_of(record: Record, width: int) -> Fault | None:
    if record.problem:
        return Fault(record.line, SENTENCES[record.problem])
    if len(record.cells) != width:
        sentence = _("应有 %(width)d 列，这一行有 %(found)d 列。")
        return Fault(record.line, sentence % {"width": width, "found": len(record.cells)})
    return None


def _geojson(name: str, digest: str, text: str) -> Table:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as problem:
        where = getattr(problem, "lineno", 1)
        raise BadInput(_("不是正确的 GeoJSON（第 %(line)d 行附近）。") % {"line": where}) from problem
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise BadInput(_("GeoJSON 里没有“features”列表。请导出为 FeatureCollection。"))
    rows, faults = [], []
    for number, feature in enumerate(features, 1):
        if _is_feature(feature):
            rows.append(Row(number, dict(_properties(feature)), feature.get("geometry")))
        else:
            faults.append(Fault(number, _("这一项不是 GeoJSON 要素，缺少属性或形状。")))
    columns = tuple(dict.fromkeys(column for row in rows for column in row.values))
    return Table(name, digest, tuple(rows), tuple(faults), columns)


def _is_feature(feature: Any) -> bool:
    return (
        isinstance(feature, Mapping)
        and isinstance(feature.get("properties"), Mapping)
        and isinstance(feature.get("geometry"), Mapping | None)
    )


def _properties(feature: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Properties as text, as they would stand in a cell."""
    for column, value in feature["properties"].items():
        if isinstance(value, list):
            yield column, "、".join(map(str, value))
        else:
            yield column, "" if value is None else str(value)
