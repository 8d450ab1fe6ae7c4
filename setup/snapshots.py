"""One moment of a database, held while several programs read it: what is counted is what is dumped."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from typing import IO, cast

from setup import binaries, programs
from setup.words import SetupRefused, say

COUNTED = ("foundation_journalline", "incidents_incident", "incidents_call", "incidents_photo", "personnel_person")
"""Enough to see that a restored station is whole."""


class Snapshot:
    """A transaction that stands open in a psql of its own."""

    def __init__(self, psql: subprocess.Popen[str]) -> None:
        self._in, self._out = cast("IO[str]", psql.stdin), cast("IO[str]", psql.stdout)
        self._say("begin isolation level repeatable read read only;")
        self.name = self._ask("select pg_export_snapshot();")

    def counts(self) -> dict[str, int]:
        """How many rows each of the counted tables has; those that are not there have none."""
        return {table: self._count(table) for table in COUNTED}

    def _count(self, table: str) -> int:
        is_there = self._ask(f"select to_regclass('{table}') is not null;") == "t"
        return int(self._ask(f"select count(*) from {table};")) if is_there else 0

    def _say(self, words: str) -> None:
        self._in.write(words + "\n")
        self._in.flush()

    def _ask(self, question: str) -> str:
        self._say(question)
        answer = self._out.readline().strip()
        if not answer:
            raise SetupRefused(say("数据库没有应答。", "The database does not answer."))
        return answer


@contextlib.contextmanager
def held(url: str) -> Iterator[Snapshot]:
    """The database as it is now, until the block ends."""
    psql = subprocess.Popen(
        [binaries.installed() / "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", url],
        env=programs.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield Snapshot(psql)
    except BrokenPipeError as problem:
        raise SetupRefused(say("数据库没有应答。", "The database does not answer.")) from problem
    finally:
        with contextlib.suppress(BrokenPipeError):
            cast("IO[str]", psql.stdin).close()
        psql.wait()
        cast("IO[str]", psql.stdout).close()
