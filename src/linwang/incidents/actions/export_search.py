"""导出: asked for with its purpose, approved by a second person where there are many rows, taken once.

Each step is journalled; the file itself is made by the door.
"""

from datetime import datetime, timedelta
from uuid import UUID

from linwang.foundation import journal
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.incidents.models import Export
from linwang.incidents.queries.exports import export_for_update, rows_taken_alone
from linwang.incidents.queries.search import count_to_export
from linwang.incidents.queries.search_filters import SearchFilters
from linwang.incidents.rules import exporting
from linwang.incidents.states import Act

SUBJECT = "export"
KEPT = timedelta(days=90)
"""The journal keeps who took what; the asking itself is of use while the quarter is looked over."""


@once
def ask_export(*, filters: SearchFilters, purpose: str, key: UUID, by: Actor, at: datetime) -> int:
    """Ask for the incidents under these choices; few rows are given at once, many wait for a second person."""
    by.check_may(Capability.EXPORT_RECORDS)
    exporting.check_purpose(purpose)
    rows = count_to_export(seen_by=by, filters=filters)
    alone = rows_taken_alone(person=by.someone(), since=at - exporting.WITHIN)
    waits = exporting.needs_second_person(rows, taken_alone=alone)
    export = Export.objects.create(
        station_id=by.station, asked_by_id=by.someone(), asked_at=at, purpose=purpose, chosen=filters.chosen,
        row_count=rows, taken_at=None if waits else at,
    )  # fmt: skip
    _note(export, Act.EXPORT_ASKED if waits else Act.EXPORTED, by, at)
    return export.pk


@once
def approve_export(*, export: int, key: UUID, by: Actor, at: datetime) -> int:
    """A second person who may export agrees to purpose and choices."""
    by.check_may(Capability.EXPORT_RECORDS)
    asked = export_for_update(export, by=by)
    is_own = asked.asked_by_id == by.person
    exporting.check_can_approve(is_own=is_own, asked_at=asked.asked_at, approved_at=asked.approved_at, at=at)
    asked.approved_by_id, asked.approved_at = by.someone(), at
    asked.save(update_fields=["approved_by", "approved_at"])
    _note(asked, Act.EXPORT_APPROVED, by, at)
    return asked.pk


@once
def take_export(*, export: int, key: UUID, by: Actor, at: datetime) -> int:
    """Whoever asked takes the file, once."""
    by.check_may(Capability.EXPORT_RECORDS)
    asked = export_for_update(export, by=by)
    is_own = asked.asked_by_id == by.person
    exporting.check_can_take(is_own=is_own, approved_at=asked.approved_at, taken_at=asked.taken_at, at=at)
    asked.taken_at = at
    asked.save(update_fields=["taken_at"])
    _note(asked, Act.EXPORTED, by, at)
    return asked.pk


def forget_exports(*, station: int, at: datetime) -> int:
    """What was asked for long ago; returns how many."""
    return Export.objects.filter(station=station, asked_at__lt=at - KEPT).delete()[0]


def _note(export: Export, what: Act, by: Actor, at: datetime) -> None:
    journal.write(
        station=export.station_id, subject=SUBJECT, reference=str(export.pk), what=str(what), by=by, at=at,
        words=export.purpose, chosen=export.chosen, rows=export.row_count,
    )  # fmt: skip
