"""来、来不了、到、平安离开: said by oneself, signed by the leader, or written down by the desk."""

from datetime import datetime, timedelta
from uuid import UUID

from linwang.foundation.actor import Actor
from linwang.foundation.operations import once
from linwang.incidents.actions.call_outs.telling import record_answer
from linwang.incidents.actions.call_outs.waves import weigh
from linwang.incidents.models import CalledPerson
from linwang.incidents.queries.call_outs.fetch import called_for_update
from linwang.incidents.rules import call_outs as rules
from linwang.incidents.rules.orders import differing_clock
from linwang.incidents.states import PRESENT, CalledStatus, CallOutStatus


@once
def mark_called(
    *,
    called: int,
    to: CalledStatus,
    minutes: int | None = None,
    key: UUID,
    by: Actor,
    at: datetime,
    device_at: datetime | None = None,
) -> int:
    """Take somebody one state further; who arrives with a team is in the field at once."""
    to = rules.chosen_answer(to)
    call_out, row = called_for_update(called, by=by, to=to)
    if to == CalledStatus.ARRIVED and row.team_id:
        to = CalledStatus.IN_FIELD
    rules.check_can_mark(CallOutStatus(call_out.status), CalledStatus(row.status), to)
    expected = at + timedelta(minutes=rules.check_minutes(minutes)) if to == CalledStatus.COMING else None
    before = row.status
    write_status(row, to, at=at, expected_at=expected)
    record_answer(
        call_out, by=by, at=at, what=f"called_{to}", called=row.pk, before=before,
        device_at=differing_clock(device_at, at),
    )  # fmt: skip
    weigh(call_out, at=at, may_reopen=to == CalledStatus.DECLINED)
    return row.pk


def write_status(row: CalledPerson, to: CalledStatus, *, at: datetime, expected_at: datetime | None = None) -> None:
    """The state and its moment; the first arrival counts, and who comes back has not left."""
    row.status = to
    if to in (CalledStatus.COMING, CalledStatus.DECLINED):
        row.answered_at, row.expected_at = at, expected_at
    if to in PRESENT:
        row.arrived_at, row.left_at = row.arrived_at or at, None
    if to == CalledStatus.LEFT:
        row.left_at = at
    row.save(update_fields=["status", "answered_at", "expected_at", "arrived_at", "left_at"])
