"""`./linwang bench replay`: real calls a second through the whole loop, beside what their SQL alone would allow.

Plays the first rows of the county's calls in a database of its own that is dropped afterwards. One process.
"""

from argparse import Namespace
from pathlib import Path
from typing import Any

from benchmarks.intake import scratch_database
from benchmarks.sql_time import spent_in_sql
from benchmarks.table import keep, show
from linwang.jobs.replay.conducting import Teller, Wishes, replay
from linwang.jobs.replay.playing import Stop

FILE = "calls_for_service/montgomery_county_pa_911_2015-12_2016-08.csv.zst"
ROWS = 1000
WARM_UP = 50
SHOWN = ("read", "taken", "incidents", "dispatches", "calls_per_second", "acts_per_second", "peak_memory_mb")


def main(options: Namespace) -> None:
    """Play a few rows to warm up, then the rest while every statement is timed."""
    path = Path(options.data) / FILE
    with scratch_database():
        _play(path, WARM_UP)
        with spent_in_sql() as spent:
            found = _play(path, WARM_UP + (options.limit or ROWS))
    fresh = found["acts"] / 7
    in_sql = {
        "statements_a_call": round(spent.count / fresh, 1),
        "sql_alone_calls_per_second": round(fresh / spent.seconds, 2),
    }
    row = {name: found[name] for name in SHOWN} | in_sql
    show(f"{path.name}, one process", [row])
    keep(options.json, {**found, **in_sql})


def _play(path: Path, rows: int) -> dict[str, Any]:
    silent = Teller(*[lambda *_: None] * 3)
    return replay(Wishes(path=path, limit=rows, has_own_session=True), stop=Stop(), teller=silent)
