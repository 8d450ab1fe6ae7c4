"""The sealed journal: every change to what was written is found."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection, transaction

from linwang.foundation import chain, journal
from linwang.foundation.chain import Fault
from linwang.foundation.past_journal import PastLine, write_past
from tests.builders import Town, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def station() -> Town:
    return make_town()


def _write(town: Town, now: datetime, count: int = 6) -> list[int]:
    with transaction.atomic():
        lines = [
            journal.write(
                station=town.station.pk, subject="test", reference="1", what="noted", by=town.actor("dispatcher"),
                at=now, words=f"第{number}行", amount=number,
            )
            for number in range(count)
        ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")  # what the commit does, in a test that never commits
    return lines


def _as_intruder(*statements: str) -> None:
    """Somebody who owns the database and switches its guards off."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("set local session_replication_role = origin")


def _faults(anchors: list[chain.Anchor] | None = None) -> set[Fault]:
    return {finding.fault for finding in chain.verify(anchors or []).findings}


def test_an_untouched_journal_verifies(station: Town, now: datetime) -> None:
    _write(station, now)

    verified = chain.verify()

    assert verified.findings == ()
    assert verified.lines == 6


def test_the_database_itself_refuses_to_change_or_delete(station: Town, now: datetime) -> None:
    (first, *_) = _write(station, now)

    for statement in ("update foundation_journalline set words = 'x'", "delete from foundation_journalseal"):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert first and _faults() == set()


LINE, SEAL = "foundation_journalline", "foundation_journalseal"
_COPY = "station_id, at, by_name, subject, reference, what, words, facts"


def _delete(table: str, column: str, line: int) -> str:
    return f"delete from {table} where {column} = {line}"


def _exchange(n: list[int]) -> list[str]:
    other = f"case line_id when {n[1]} then -1 else {n[1]} end"
    return [
        f"update {SEAL} set line_id = {other} where line_id in ({n[1]}, {n[2]})",
        f"update {SEAL} set line_id = {n[2]} where line_id = -1",
    ]


Attack = Callable[[list[int]], list[str]]
ATTACKS: dict[str, tuple[Attack, Fault]] = {
    "edited": (lambda n: [f"update {LINE} set words = 'x' where id = {n[2]}"], Fault.EDITED),
    "facts edited": (lambda n: [f"update {LINE} set facts = '{{}}' where id = {n[2]}"], Fault.EDITED),
    "deleted in the middle": (lambda n: [_delete(LINE, "id", n[2])], Fault.MISSING_LINE),
    "deleted with its seal": (
        lambda n: [_delete(SEAL, "line_id", n[2]), _delete(LINE, "id", n[2])],
        Fault.MISSING_PLACE,
    ),
    "two lines change places": (_exchange, Fault.EDITED),
    "added past the chain": (
        lambda n: [f"insert into {LINE} ({_COPY}) select {_COPY} from {LINE} where id = {n[0]}"],
        Fault.WITHOUT_SEAL,
    ),
    "moved to another moment": (
        lambda n: [f"update {LINE} set at = at - interval '1 day' where id = {n[3]}"],
        Fault.EDITED,
    ),
    "put on somebody else": (lambda n: [f"update {LINE} set by_id = 1, by_name = 'x' where id = {n[3]}"], Fault.EDITED),
    "its seal made to fit": (
        lambda n: [
            f"update {LINE} set words = 'x' where id = {n[2]}",
            f"update {SEAL} s set hash = sha256(b.hash || convert_to(linwang_line_text(l), 'UTF8'))"
            f" from {SEAL} b, {LINE} l where s.line_id = {n[2]} and b.place = s.place - 1"
            f" and b.station_id = s.station_id and l.id = s.line_id",
        ],
        Fault.EDITED,
    ),
    "places exchanged": (
        lambda n: [
            f"update {SEAL} set place = -1 where line_id = {n[1]}",
            f"update {SEAL} set place = place - 1 where line_id = {n[2]}",
            f"update {SEAL} set place = 3 where line_id = {n[1]}",
        ],
        Fault.EDITED,
    ),
    "moved to another station": (lambda n: [f"update {LINE} set station_id = 1 where id = {n[2]}"], Fault.EDITED),
    "the head set back": (
        lambda n: [
            _delete(SEAL, "line_id", n[5]),
            _delete(LINE, "id", n[5]),
            "update foundation_journalhead h set place = s.place, hash = s.hash from foundation_journalseal s"
            f" where s.line_id = {n[4]}",
        ],
        Fault.SHORTER_THAN_ANCHOR,
    ),
    "deleted at the tail": (
        lambda n: [_delete(SEAL, "line_id", n[5]), _delete(LINE, "id", n[5])],
        Fault.HEAD_DIFFERS,
    ),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_an_intruder_does_is_found(station: Town, now: datetime, tmp_path: Path, name: str) -> None:
    attack, fault = ATTACKS[name]
    lines = _write(station, now)
    chain.write_anchors(tmp_path / "anchors", at=now)

    _as_intruder(*attack(lines))

    assert fault in _faults(chain.read_anchors(tmp_path / "anchors"))


REWRITE = [
    "delete from foundation_journalseal",
    "delete from foundation_journalhead",
    "set local session_replication_role = origin",
    "select linwang_seal_all()",
]


def test_a_tail_cut_off_together_with_the_head_is_found_by_the_anchor(
    station: Town, now: datetime, tmp_path: Path
) -> None:
    lines = _write(station, now)
    chain.write_anchors(tmp_path / "anchors", at=now)

    cut = f"delete from foundation_journalline where id >= {lines[4]}"
    _as_intruder("delete from foundation_journalseal", "delete from foundation_journalhead", cut, *REWRITE[2:])

    assert _faults() == set()
    assert _faults(chain.read_anchors(tmp_path / "anchors")) == {Fault.SHORTER_THAN_ANCHOR}


def test_a_chain_rewritten_as_a_whole_is_found_by_the_anchor(station: Town, now: datetime, tmp_path: Path) -> None:
    lines = _write(station, now)
    chain.write_anchors(tmp_path / "anchors", at=now)

    _as_intruder(f"update foundation_journalline set words = 'x' where id = {lines[1]}", *REWRITE)

    assert _faults() == set()
    assert Fault.ANCHOR_DIFFERS in _faults(chain.read_anchors(tmp_path / "anchors"))


def test_an_anchor_cut_by_a_crash_is_passed_over(station: Town, now: datetime, tmp_path: Path) -> None:
    _write(station, now)
    chain.write_anchors(tmp_path / "anchors", at=now)
    with (tmp_path / "anchors").open("a") as file:
        file.write('{"at": "2026-')

    chain.write_anchors(tmp_path / "anchors", at=now)

    assert len(chain.read_anchors(tmp_path / "anchors")) == 2


def test_a_history_sealed_together_is_as_good(station: Town, now: datetime) -> None:
    _write(station, now, 2)
    with chain.sealed_together():
        write_past(
            PastLine(station.station.pk, now, None, "往昔", "test", "1", "noted", f"第{number}行")
            for number in range(3)
        )
    _write(station, now, 2)

    verified = chain.verify()

    assert verified.findings == ()
    assert verified.lines == 7
