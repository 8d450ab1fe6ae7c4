"""When an order or an incident that nobody acted on is taken to the duty officer, and when further."""

from datetime import datetime, timedelta

from linwang.incidents.states import AssignmentStatus, Due

MOST_LEVELS = 2
"""First the duty officer, then the station's chief."""

BACKUP = "backup"
"""A unit on scene waits for help: chased like a clock that ran out, until another unit is sent."""

DUE_OF = {
    AssignmentStatus.SENT: (Due.SIGN, "sign_by"),
    AssignmentStatus.ACKNOWLEDGED: (Due.LEAVE, "leave_by"),
    AssignmentStatus.EN_ROUTE: (Due.ARRIVE, "arrive_by"),
    AssignmentStatus.ON_SCENE: (Due.REPORT, "report_by"),
}
"""What each state of an order waits for, and the column that holds until when."""


def level_now(*, due_at: datetime, at: datetime, step_seconds: int, chased: int) -> int | None:
    """The next level that has come, or None: level one when the clock runs out, each further one step later."""
    level = chased + 1
    if level > MOST_LEVELS:
        return None
    return level if at >= due_at + timedelta(seconds=step_seconds) * chased else None
