"""并案: two incidents turn out to be one event. Nothing is lost, and it can be undone.

Open orders and agency tasks go over to the incident that is kept; those that are over stay where they were.
All callers and the timeline of the merged incident stay with it and are shown with the kept one.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from linwang.foundation import live
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.incidents.actions.chasing import settle_chases
from linwang.incidents.actions.settle import settle
from linwang.incidents.models import AgencyTask, Assignment, Incident, Merge
from linwang.incidents.queries.fetch import no_such_incident, visible_incidents
from linwang.incidents.rules import merging as rules
from linwang.incidents.rules.ours import check_is_ours
from linwang.incidents.states import AGENCY_OPEN, ASSIGNMENT_OPEN, Act, IncidentStatus, Priority


@once
def merge(
    *, kept: str, merged: str, key: UUID, by: Actor, at: datetime, words: str = "", device_at: datetime | None = None
) -> str:
    """Make one event of two open incidents; returns the number that is kept."""
    by.check_may(Capability.MERGE_INCIDENTS)
    rules.check_are_two(kept, merged)
    stays, goes = _both_for_update(kept, merged, by)
    rules.check_can_merge(kept, merged, (stays.status, goes.status))
    moved = _move_over(stays, goes)
    Merge.objects.create(kept=stays, merged=goes, status_before=goes.status, moved=moved, at=at)
    stays.caller_count += goes.caller_count
    stays.priority = rules.more_urgent(stays.priority, goes.priority)
    settle_chases(goes, at=at)
    goes.status, goes.merged_into = IncidentStatus.MERGED, stays
    _settle_both(stays, goes, Act.MERGED, words, moved, by=by, at=at, device_at=device_at)
    return kept


@once
def unmerge(
    *, merged: str, key: UUID, by: Actor, at: datetime, words: str = "", device_at: datetime | None = None
) -> str:
    """Take apart what was merged by mistake; what went over goes back where it is still open. Returns the number."""
    by.check_may(Capability.MERGE_INCIDENTS)
    stays, goes = _both_for_update(_kept_number(merged, by), merged, by)
    rules.check_can_unmerge(merged, is_merged=goes.merged_into_id == stays.pk)
    union = Merge.objects.get(merged=goes, undone_at=None)
    union.undone_at = at
    union.save(update_fields=["undone_at"])
    _take_back(stays, goes, union.moved)
    goes.status, goes.merged_into = IncidentStatus.RECEIVED, None
    _settle_both(stays, goes, Act.UNMERGED, words, union.moved, by=by, at=at, device_at=device_at)
    return merged


def _both_for_update(kept: str, merged: str, by: Actor) -> tuple[Incident, Incident]:
    """Both incidents, locked in the order of their ids, so that two desks merging crosswise never wait in a ring."""
    seen = visible_incidents(seen_by=by).filter(number__in=[kept, merged]).values("pk")
    own = Incident.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    found = {incident.number: incident for incident in own.filter(pk__in=seen)}
    if {kept, merged} - set(found):
        raise no_such_incident()
    for incident in found.values():
        check_is_ours(incident.station_id, by.sees)
    return found[kept], found[merged]


def _kept_number(merged: str, by: Actor) -> str:
    """The number of the incident that this one lies in."""
    rows = visible_incidents(seen_by=by).filter(number=merged).values_list("merged_into__number", flat=True)
    for kept in rows:
        rules.check_can_unmerge(merged, is_merged=kept is not None)
        return str(kept)
    raise no_such_incident()


def _move_over(stays: Incident, goes: Incident) -> dict[str, Any]:
    """Give the kept incident what is still open; an agency that is busy with both keeps both its tasks."""
    orders = goes.assignments.filter(status__in=ASSIGNMENT_OPEN)
    told = stays.agency_tasks.filter(status__in=AGENCY_OPEN).values("partner")
    tasks = goes.agency_tasks.filter(status__in=AGENCY_OPEN).exclude(partner__in=told)
    moved = {
        "orders": list(orders.order_by("pk").values_list("pk", flat=True)),
        "units": list(orders.order_by("pk").values_list("unit__call_sign", flat=True)),
        "tasks": list(tasks.order_by("pk").values_list("pk", flat=True)),
        "priority": str(stays.priority),
        "raised_to": str(rules.more_urgent(stays.priority, goes.priority)),
        "first_sent_at": stays.first_sent_at.isoformat() if stays.first_sent_at else None,
    }
    stays.first_sent_at = min((m for m in (stays.first_sent_at, goes.first_sent_at) if m), default=None)
    _hand(stays, moved, Assignment.objects.all(), AgencyTask.objects.all())
    return moved


def _take_back(stays: Incident, goes: Incident, moved: dict[str, Any]) -> None:
    """What went over and is still open returns; the kept incident has its own priority again."""
    orders = stays.assignments.filter(status__in=ASSIGNMENT_OPEN)
    tasks = stays.agency_tasks.filter(status__in=AGENCY_OPEN)
    _hand(goes, moved, orders, tasks)
    stays.caller_count = max(1, stays.caller_count - goes.caller_count)
    if stays.priority == moved["raised_to"]:
        stays.priority = Priority(moved["priority"])
    if moved["first_sent_at"] is None and not stays.assignments.exists():
        stays.first_sent_at = None


def _hand(to: Incident, moved: dict[str, Any], orders: Any, tasks: Any) -> None:
    orders.filter(pk__in=moved["orders"]).update(incident=to)
    tasks.filter(pk__in=moved["tasks"]).update(incident=to)
    units = Assignment.objects.filter(pk__in=moved["orders"]).values_list("unit", "unit__station")
    for unit, station in units:
        live.tell(station=station, kind="unit", reference=str(unit))


def _settle_both(
    stays: Incident, goes: Incident, what: Act, words: str, moved: dict[str, Any],
    *, by: Actor, at: datetime, device_at: datetime | None,
) -> None:  # fmt: skip
    """One line in each of the two timelines, each naming the other incident."""
    for incident, other in ((stays, goes), (goes, stays)):
        said = "：".join(part for part in (other.number, words.strip()) if part)
        settle(
            incident, by=by, at=at, what=what, words=said, device_at=device_at,
            kept=stays.number, merged=goes.number, moved=moved,
        )  # fmt: skip
