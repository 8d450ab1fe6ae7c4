"""Loading what has already happened, all at once: the history of a demo or of another system that is taken over.

The incidents stand afterwards as if each had been taken, answered and closed through the desk then, journal included.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from linwang.foundation import clock
from linwang.foundation.bulk import copy_rows, reserve_ids
from linwang.foundation.models import Counter as LastNumber
from linwang.foundation.past_journal import write_past
from linwang.incidents.actions import past_lines, past_rows, refer, take_call
from linwang.incidents.actions.past_parts import Numbered, PastKeys, Told, read_told
from linwang.incidents.models import (
    AgencyTask,
    Assignment,
    Call,
    Callback,
    Caller,
    Incident,
    Merge,
    OutcomeReport,
    Referral,
)
from linwang.incidents.rules.past import PastIncident


@transaction.atomic
def load_history(*, incidents: Sequence[PastIncident], keys: PastKeys, at: datetime) -> Mapping[str, int]:
    """Write incidents with all their parts and journal lines; says how many rows of each kind. Numbers are given
    by station and day, as the desk would have given them; none may have been given for those days yet."""
    told = read_told(keys)
    numbered = _number(sorted(incidents, key=lambda one: one.received_at), keys, told)
    kept = {one.past.key: one for one in numbered}
    twins = Counter(one.past.same_as for one in numbered if one.past.same_as)
    rows: dict[type, Iterable[Mapping[str, Any]]] = {
        Incident: (past_rows.incident(one, keys, told, kept, twins, at) for one in numbered),
        Call: (row for one in numbered for row in past_rows.calls(one, keys)),
        Caller: (row for one in numbered for row in past_rows.callers(one)),
        Assignment: (row for one in numbered for row in past_rows.orders(one, keys, told)),
        OutcomeReport: (row for one in numbered for row in past_rows.reports(one)),
        AgencyTask: (row for one in numbered for row in past_rows.agency_tasks(one, keys)),
        Callback: (row for one in numbered for row in past_rows.callbacks(one, keys)),
        Referral: (row for one in numbered for row in past_rows.referrals(one, keys, told)),
        Merge: (row for one in numbered for row in past_rows.merges(one, kept)),
    }
    written = {model.__name__: copy_rows(model, some) for model, some in rows.items()}
    lines = (line for one in numbered for line in past_lines.lines(one, keys, told, kept))
    return {**written, "JournalLine": write_past(lines)}


def _number(incidents: Sequence[PastIncident], keys: PastKeys, told: Told) -> list[Numbered]:
    """Give each incident its number and ids for all its parts; keep the last number of each series."""
    last: Counter[str] = Counter()
    ids = reserve_ids(Incident, len(incidents))
    calls, orders, tasks, reports = (
        iter(reserve_ids(model, sum(sizes)))
        for model, sizes in (
            (Call, [len(one.calls) for one in incidents]),
            (Assignment, [len(one.orders) for one in incidents]),
            (AgencyTask, [len(one.agency_tasks) for one in incidents]),
            (OutcomeReport, [sum(bool(order.reported_at) for order in one.orders) for one in incidents]),
        )
    )
    numbered = [
        Numbered(
            past=one,
            pk=pk,
            number=_next(last, take_call.SERIES, told.station_codes[keys.stations[one.station]], one.received_at),
            receipt=_receipt(last, one, told.station_codes[keys.stations[one.station]]),
            calls=_take(calls, len(one.calls)),
            orders=_take(orders, len(one.orders)),
            tasks=_take(tasks, len(one.agency_tasks)),
            reports=tuple(next(reports) if order.reported_at else None for order in one.orders),
        )
        for one, pk in zip(incidents, ids, strict=True)
    ]
    LastNumber.objects.bulk_create(LastNumber(series=series, last=number) for series, number in last.items())
    return numbered


def _next(last: Counter[str], series: str, code: str, moment: datetime) -> str:
    """The next number as `numbering.next_number` gives it."""
    prefix = f"{series}{code}-{clock.day_of(moment):%Y%m%d}"
    last[prefix] += 1
    return f"{prefix}-{last[prefix]:04d}"


def _receipt(last: Counter[str], one: PastIncident, code: str) -> str:
    if not one.referred_to or one.closed_at is None:
        return ""
    return _next(last, refer.SERIES, code, one.closed_at)


def _take(ids: Iterator[int], count: int) -> tuple[int, ...]:
    return tuple(next(ids) for _ in range(count))
