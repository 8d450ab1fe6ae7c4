"""The first pass over a file: every row is checked, and put aside on disk in the order of time.

Files come in any order, some newest first, and may be larger than the memory; what is kept of a row here
are a few numbers, the rows themselves lie in a temporary file.
"""

import marshal
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, field
from math import inf, nan
from pathlib import Path
from typing import BinaryIO

import numpy as np

from linwang.gateways.tables.opening import DAMAGED, lines_of
from linwang.gateways.tables.records import Record, records
from linwang.jobs.replay.mapping import CallMapping, check_columns, mapping_for
from linwang.jobs.replay.rows import CallRow, Refusal, RowReader

Points = dict[str, list[tuple[float, float]]]
MOST_POINTS_OF_A_UNIT = 200


@dataclass
class Scan:
    """What the file holds; rows beyond the limit were looked at for the fleet's sake but are not played."""

    rows: Path
    mapping: CallMapping
    read: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    moments: array = field(default_factory=lambda: array("d"))
    offsets: array = field(default_factory=lambda: array("q"))
    played_lons: array = field(default_factory=lambda: array("d"))
    lons: array = field(default_factory=lambda: array("d"))
    lats: array = field(default_factory=lambda: array("d"))
    units: Points = field(default_factory=lambda: defaultdict(list))
    first: float = inf
    last: float = -inf

    @property
    def count(self) -> int:
        """How many rows can be played."""
        return len(self.moments)

    @property
    def seconds(self) -> float:
        """From the first call in the file to the last."""
        return max(0.0, self.last - self.first)

    def in_stripes(self, edges: Sequence[float]) -> list[np.ndarray]:
        """Offsets of the playable rows by time, for each stripe of ground between the edges (degrees east).

        Rows of one second stay in the order of the file; a row without a point belongs to the first stripe.
        """
        if not self.count:
            return [np.array([], dtype=np.int64) for _ in range(len(edges) + 1)]
        by_time = np.argsort(np.frombuffer(self.moments), kind="stable")
        offsets = np.frombuffer(self.offsets, dtype=np.int64)[by_time]
        lons = np.nan_to_num(np.frombuffer(self.played_lons)[by_time], nan=-np.inf)
        stripe = np.searchsorted(np.asarray(edges, dtype=float), lons, side="right")
        return [offsets[stripe == number] for number in range(len(edges) + 1)]

    def first_offsets(self, count: int) -> list[int]:
        """Offsets of the rows that come first in time."""
        return [int(offset) for offset in self.in_stripes([])[0][:count]]

    def edges(self, stripes: int) -> list[float]:
        """Where to cut the ground from west to east so that each stripe has as many calls."""
        lons = np.frombuffer(self.lons)
        return [float(np.quantile(lons, part / stripes)) for part in range(1, stripes)] if len(lons) else []

    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north around all but the outermost two in a hundred calls."""
        lons, lats = np.frombuffer(self.lons), np.frombuffer(self.lats)
        if not len(lons):
            return 0.0, 0.0, 0.1, 0.1
        west, east = np.quantile(lons, [0.01, 0.99])
        south, north = np.quantile(lats, [0.01, 0.99])
        return float(west) - 0.01, float(south) - 0.01, float(east) + 0.01, float(north) + 0.01


def scan(
    path: Path, folder: Path, *, mapping: CallMapping | None, limit: int | None, tell: Callable[[int], None]
) -> Scan:
    """Look through the file once."""
    source = _records(path, mapping.encoding if mapping else "utf-8-sig")
    heading = next(source, Record(1, []))
    known = mapping or mapping_for(heading.cells)
    check_columns(known, heading.cells)
    reader, found = RowReader(known, heading.cells), Scan(folder / "rows", known)
    with found.rows.open("wb") as out:
        for number, record in enumerate(source, 1):
            _note(found, out, reader.read(record), is_played=limit is None or number <= limit)
            if number % 5000 == 0:
                tell(number)
    return found


def rows_at(path: Path, offsets: Sequence[int]) -> Iterator[CallRow]:
    """The rows that were put aside, in the order of the offsets."""
    with path.open("rb") as file:
        for offset in offsets:
            file.seek(offset)
            yield CallRow(*marshal.load(file))


def _records(path: Path, encoding: str) -> Iterator[Record]:
    """The records of the file; a packed file that is cut off ends with a record that says so."""
    line = 0
    try:
        for record in records(lines_of(path, encoding=encoding)):
            line = record.line
            yield record
    except DAMAGED:
        yield Record(line + 1, [], "damaged_file")


def _note(found: Scan, out: BinaryIO, row: CallRow | Refusal, *, is_played: bool) -> None:
    found.read += is_played
    if isinstance(row, Refusal):
        if is_played:
            found.refusals.append(row)
        return
    found.first, found.last = min(found.first, row.rang), max(found.last, row.rang)
    if row.lon is not None and row.lat is not None:
        found.lons.append(row.lon)
        found.lats.append(row.lat)
        if row.unit and len(found.units[row.unit]) < MOST_POINTS_OF_A_UNIT:
            found.units[row.unit].append((row.lon, row.lat))
    if is_played:
        found.moments.append(row.rang)
        found.offsets.append(out.tell())
        found.played_lons.append(nan if row.lon is None else row.lon)
        out.write(marshal.dumps(astuple(row)))
