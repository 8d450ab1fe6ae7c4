"""`./linwang bench intake`: calls taken, dispatched and closed a second, beside the cost of their SQL alone.

Runs in a database of its own that is dropped afterwards. One process, one connection.
"""

import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection

from benchmarks.sql_time import spent_in_sql
from benchmarks.table import keep, show
from linwang.foundation import clock, vault
from linwang.incidents.actions.close import close
from linwang.incidents.actions.dispatch import dispatch
from linwang.incidents.actions.move import move
from linwang.incidents.actions.report import report_outcome
from linwang.incidents.actions.take_call import take_call
from tests.builders import Town, make_town, new_key, put_on_duty

ROUNDS = 200


def main(options: Namespace) -> None:
    """One loop after another, each act timed by itself and by its SQL."""
    with scratch_database():
        town = make_town()
        put_on_duty(town.people["case_officer"], town.units["巡一"], clock.now() - timedelta(hours=1))
        totals: dict[str, list[float]] = {}
        _loop(town, {})
        for _round in range(ROUNDS):
            _loop(town, totals)
    rows = [_row(name, *figures) for name, figures in totals.items()]
    show(f"{ROUNDS} loops, one connection", rows)
    keep(options.json, {"rounds": ROUNDS, "acts": rows})


@contextmanager
def scratch_database() -> Iterator[None]:
    """A database made by the migrations and dropped at the end."""
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    vault.forget()
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def _loop(town: Town, totals: dict[str, list[float]]) -> None:
    by = town.actor("dispatcher")
    number = _timed(
        "take_call", totals, take_call, words="东门菜市场有人偷钱包，人还在", channel="phone", rang_at=clock.now(),
        kind="theft.market", place=town.market.pk, caller_phone="13800000000", by=by,
    )  # fmt: skip
    (order,) = _timed("dispatch", totals, dispatch, number=number, units=[town.units["巡一"].pk], by=by)
    for to in ("acknowledged", "en_route", "on_scene"):
        _timed("move", totals, move, assignment=order, to=to, by=by)
    _timed("report", totals, report_outcome, assignment=order, kind="settled", words="当场解决，已归还", by=by)
    _timed("close", totals, close, number=number, disposition="handled", words="已处置", by=by)


def _timed(name: str, totals: dict[str, list[float]], act: Callable[..., Any], **facts: Any) -> Any:
    with spent_in_sql() as spent:
        began = time.perf_counter()
        answer = act(**facts, key=new_key(), at=clock.now())
        whole = time.perf_counter() - began
    seconds = totals.setdefault(name, [0, 0.0, 0.0, 0])
    seconds[0] += 1
    seconds[1] += whole
    seconds[2] += spent.seconds
    seconds[3] = spent.count
    return answer


def _row(name: str, count: float, whole: float, sql: float, statements: float) -> dict[str, Any]:
    return {"act": name, "statements": int(statements), "per_second": round(count / whole, 1),
            "ms": round(whole / count * 1000, 2), "sql_ms": round(sql / count * 1000, 2),
            "times_sql": round(whole / sql, 2)}  # fmt: skip
