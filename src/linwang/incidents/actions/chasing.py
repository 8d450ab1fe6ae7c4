"""督办 ends by itself as soon as what was chased has been done."""

from collections.abc import Iterable
from datetime import datetime

from linwang.foundation import statements
from linwang.incidents.models import Assignment, Incident

BACKUP = "backup"
"""A unit on scene waits for help: chased like a clock that ran out, until another unit is sent."""

_OPEN = "update incidents_escalation set settled_at = %s where incident_id = %s and settled_at is null"


def settle_chases(
    incident: Incident, dues: Iterable[str] | None = None, *, order: Assignment | None = None, at: datetime
) -> None:
    """Mark the chases of an incident, or of one of its orders, as acted on; without `dues`, all of them."""
    statement, values = _OPEN, [at, incident.pk]
    if order is not None:
        statement, values = f"{statement} and due <> %s and assignment_id = %s", [*values, BACKUP, order.pk]
    if dues is not None:
        statement, values = f"{statement} and due = any(%s)", [*values, [str(due) for due in dues]]
    statements.run(statement, values)
