"""Reading the sealed journal back: is every line as it was written, in its place, and none missing?

The hashes are worked out here anew, not by the database that keeps them. A chain that was rewritten as a
whole is found by anchors: heads written every five minutes to a file that lies outside the database.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import IO

from django.db import connection, transaction

from linwang.foundation.models import JournalHead
from linwang.foundation.sealing import TRIGGER

_IN_ORDER = """
select s.station_id, s.place, s.hash, l.id, linwang_line_text(l)
from foundation_journalseal s left join foundation_journalline l on l.id = s.line_id
order by s.station_id, s.place
"""
_UNSEALED = """
select l.station_id, l.id from foundation_journalline l
where not exists (select from foundation_journalseal s where s.line_id = l.id) order by l.id
"""


class Fault(StrEnum):
    """What can be wrong with a chain."""

    EDITED = "edited"
    MISSING_LINE = "missing_line"
    MISSING_PLACE = "missing_place"
    WITHOUT_SEAL = "without_seal"
    HEAD_DIFFERS = "head_differs"
    ANCHOR_DIFFERS = "anchor_differs"
    SHORTER_THAN_ANCHOR = "shorter_than_anchor"


@dataclass(frozen=True)
class Finding:
    """One fault: the station, the place in its chain, and the line if it is still there."""

    fault: Fault
    station: int
    place: int | None = None
    line: int | None = None


@dataclass(frozen=True)
class Anchor:
    """The head of a station's chain at a moment, kept outside the database."""

    at: datetime
    station: int
    place: int
    hash: str


@dataclass(frozen=True)
class Verified:
    """How many lines were read, and what was found wrong."""

    lines: int
    findings: tuple[Finding, ...]


@contextmanager
def sealed_together() -> Iterator[None]:
    """Seal the lines written inside as one run at its end: for loading a long history quickly."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"set constraints {TRIGGER} immediate")
            cursor.execute("set local linwang.seal_together = 'on'")
        yield
        with connection.cursor() as cursor:
            cursor.execute("select linwang_seal_all()")
            cursor.execute("set local linwang.seal_together = 'off'")
            cursor.execute(f"set constraints {TRIGGER} deferred")


def verify(anchors: Sequence[Anchor] = ()) -> Verified:
    """Read every line of every station in the order of its chain; memory stays the same however many."""
    findings = [Finding(Fault.WITHOUT_SEAL, station, line=line) for station, line in _rows(_UNSEALED)]
    heads = {head.station_id: head for head in JournalHead.objects.all()}
    wanted: dict[tuple[int, int], Anchor] = {(anchor.station, anchor.place): anchor for anchor in anchors}
    count, ends = 0, dict.fromkeys(heads, 0)
    for station, seals in groupby(_rows(_IN_ORDER), key=lambda row: row[0]):
        chain = _Chain(station, wanted, findings)
        for _station, place, sealed, line, text in seals:
            chain.read(place, bytes(sealed), line, text)
            count += line is not None
        ends[station] = chain.place
        head = heads.get(station)
        if head is None or (head.place, bytes(head.hash)) != (chain.place, chain.hash):
            findings.append(Finding(Fault.HEAD_DIFFERS, station, place=chain.place))
    findings += _missing_tails(anchors, ends)
    return Verified(count, tuple(findings))


def write_anchors(path: Path, *, at: datetime) -> int:
    """Append every station's head to the file, flushed to disk; returns how many.

    What a crash cut short stands on a line of its own, where it spoils nothing.
    """
    heads = list(JournalHead.objects.order_by("station_id"))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if _is_cut_short(file):
            file.write(b"\n")
        for head in heads:
            fields = {"at": at.isoformat(), "station": head.station_id, "place": head.place, "hash": head.hash.hex()}
            file.write(json.dumps(fields).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return len(heads)


def _is_cut_short(file: IO[bytes]) -> bool:
    if not file.seek(0, os.SEEK_END):
        return False
    file.seek(-1, os.SEEK_END)
    return file.read(1) != b"\n"


def read_anchors(path: Path) -> list[Anchor]:
    """Every head in the file; a line cut by a crash while it was written is passed over."""
    if not path.exists():
        return []
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.endswith("}"):
            fields = json.loads(line)
            found.append(Anchor(**{**fields, "at": datetime.fromisoformat(fields["at"])}))
    return found


class _Chain:
    """One station's chain as far as it has been read."""

    def __init__(self, station: int, wanted: Mapping[tuple[int, int], Anchor], findings: list[Finding]) -> None:
        self.station, self.wanted, self.findings = station, wanted, findings
        self.place, self.hash = 0, b""

    def read(self, place: int, sealed: bytes, line: int | None, text: str | None) -> None:
        """Take the next seal; after a fault the chain goes on from what stands there, so that each is named once."""
        if place != self.place + 1:
            self._fault(Fault.MISSING_PLACE, self.place + 1, None)
        if line is None or text is None:
            self._fault(Fault.MISSING_LINE, place, None)
        elif hashlib.sha256(self.hash + text.encode()).digest() != sealed and place == self.place + 1:
            self._fault(Fault.EDITED, place, line)
        self.place, self.hash = place, sealed
        anchor = self.wanted.get((self.station, place))
        if anchor and anchor.hash != sealed.hex():
            self._fault(Fault.ANCHOR_DIFFERS, place, line)

    def _fault(self, fault: Fault, place: int, line: int | None) -> None:
        self.findings.append(Finding(fault, self.station, place, line))


def _missing_tails(anchors: Sequence[Anchor], ends: Mapping[int, int]) -> Iterator[Finding]:
    furthest = {anchor.station: anchor.place for anchor in sorted(anchors, key=lambda a: a.place)}
    for station, place in furthest.items():
        if ends.get(station, 0) < place:
            yield Finding(Fault.SHORTER_THAN_ANCHOR, station, place)


def _rows(query: str) -> Iterator[tuple]:
    """Rows one bunch at a time, by a cursor on the server."""
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while bunch := cursor.fetchmany(5000):
            yield from bunch
