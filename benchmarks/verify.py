"""`./linwang bench verify`: how long a million lines of the sealed journal take to verify; 60 s are allowed.

The lines are made by one statement and sealed together, in a transaction that is rolled back at the end. Yardsticks:
reading the same lines without working anything out, and the database working out the hashes itself.
"""

import time
from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress

from django.db import connection, transaction

from benchmarks.table import keep, show
from linwang.foundation import chain

LINES, STATIONS = 1_000_000, 3
_MAKE = """
insert into foundation_journalline (station_id, at, by_id, by_name, subject, reference, what, words, facts)
select 900000000 + n %% %s, timestamptz '2026-01-01' + n * interval '20 seconds', n %% 40, '值班员' || n %% 40,
  'incident', 'JQ01-20260101-' || n / 9, 'noted', '巡一到场，双方已经分开，正在了解情况。' || n,
  jsonb_build_object('unit', n %% 12, 'order', n, 'on_behalf', false)
from generate_series(1, %s) n
"""
_IN_DATABASE = """
select count(*) from (
  select s.hash = sha256(lag(s.hash, 1, ''::bytea) over (partition by s.station_id order by s.place)
    || convert_to(linwang_line_text(l), 'UTF8')) as holds
  from foundation_journalseal s join foundation_journalline l on l.id = s.line_id) sealed where not holds
"""


class _Enough(Exception):
    """Nothing of it is kept."""


def main(options: Namespace) -> None:
    """Make, seal, verify, and forget."""
    count = options.limit or LINES
    with suppress(_Enough), transaction.atomic():
        rows = [{"what": "make and seal", "s": _timed(lambda: _make(count))}]
        found: list[chain.Verified] = []
        rows.append({"what": "verify", "s": _timed(lambda: found.append(chain.verify()))})
        rows.append({"what": "only read", "s": _timed(lambda: sum(1 for _row in chain._rows(chain._IN_ORDER)))})
        rows.append({"what": "the database alone", "s": _timed(_in_database)})
        show(f"{found[0].lines:,} lines, {len(found[0].findings)} faults", rows)
        keep(options.json, {"lines": found[0].lines, "faults": len(found[0].findings), "rows": rows})
        raise _Enough
    with connection.cursor() as cursor:
        cursor.execute("vacuum foundation_journalline, foundation_journalseal")


def _make(count: int) -> None:
    with chain.sealed_together(), connection.cursor() as cursor:
        cursor.execute(_MAKE, [STATIONS, count])


def _in_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_IN_DATABASE)
        assert cursor.fetchone() == (0,)


def _timed(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return round(time.monotonic() - began, 1)
