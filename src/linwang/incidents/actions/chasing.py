"""督办 ends by itself as soon as what was chased has been done."""

from collections.abc import Iterable
from datetime import datetime

from linwang.incidents.models import Assignment, Escalation, Incident
from linwang.incidents.rules.escalating import BACKUP


def settle_chases(
    incident: Incident, dues: Iterable[str] | None = None, *, order: Assignment | None = None, at: datetime
) -> None:
    """Mark the chases of an incident, or of one of its orders, as acted on; without `dues`, all of them."""
    chases = Escalation.objects.filter(incident=incident, settled_at__isnull=True)
    chases = chases.exclude(due=BACKUP) if order is not None else chases
    if order is not None:
        chases = chases.filter(assignment=order)
    if dues is not None:
        chases = chases.filter(due__in=[str(due) for due in dues])
    chases.update(settled_at=at)
