"""The yardstick of a page or an action: how long its own SQL takes, with nothing around it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


@dataclass
class Spent:
    """Seconds and statements of one piece of work, and the statements themselves."""

    seconds: float = 0.0
    count: int = 0
    reads: list[tuple[str, Any]] = field(default_factory=list)


@contextmanager
def spent_in_sql() -> Iterator[Spent]:
    """Everything that the work inside sends to the database, commits too."""
    spent, commit = Spent(), connection._commit

    def timed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.seconds += time.perf_counter() - began
            spent.count += 1
            if sql.lstrip().lower().startswith("select") and "for " not in sql.lower()[-40:]:
                spent.reads.append((sql, params))

    def timed_commit() -> Any:
        began = time.perf_counter()
        try:
            return commit()
        finally:
            spent.seconds += time.perf_counter() - began

    connection._commit = timed_commit  # type: ignore[method-assign]
    try:
        with connection.execute_wrapper(timed):
            yield spent
    finally:
        connection._commit = commit  # type: ignore[method-assign]


def bare(reads: list[tuple[str, Any]]) -> float:
    """Seconds that the same reads take on a plain cursor, rows fetched."""
    began = time.perf_counter()
    with connection.cursor() as cursor:
        for sql, params in reads:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()
    return time.perf_counter() - began
