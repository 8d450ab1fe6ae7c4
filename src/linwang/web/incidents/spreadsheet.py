"""Rows as a CSV file that a spreadsheet opens safely."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from linwang.foundation import clock

FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
_UNSEEN = re.compile(r"^[\s\u200b-\u200f\u2060\ufeff]+")
BYTE_ORDER_MARK = "\ufeff"
"""Without it, spreadsheets take Chinese for something else."""


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The file; a cell that would begin a formula begins with an apostrophe instead."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_cell(head) for head in heads])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{clock.local(value):%Y-%m-%d %H:%M:%S}"
    text = str(value)
    is_formula = text.startswith(FORMULA_BEGINS) or _UNSEEN.sub("", text).startswith(FORMULA_BEGINS)
    return f"'{text}" if is_formula else text
