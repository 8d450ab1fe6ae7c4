"""The end of every action: the incident's standing is worked out anew, journalled and announced."""

from datetime import datetime
from typing import Any

from linwang.foundation import journal, live, statements
from linwang.foundation.actor import Actor
from linwang.incidents.models import Incident
from linwang.incidents.rules.standing import Order, Standing, standing_of
from linwang.incidents.states import AgencyStatus, AssignmentStatus, IncidentStatus, Priority, ReferralStatus

SUBJECT = "incident"
_ENDED = {IncidentStatus.CLOSED, IncidentStatus.MERGED}
_OWN = {"id", "number", "station", "rang_at", "received_at"}
_SETTLED = tuple(field.name for field in Incident._meta.concrete_fields if field.name not in _OWN)
_PARTS = """
select 'order', status, sign_by, leave_by, arrive_by, report_by from incidents_assignment where incident_id = %s
union all select 'agency', status, null, null, null, null from incidents_agencytask where incident_id = %s
union all select 'referral', status, null, null, null, null from incidents_referral where incident_id = %s
"""


def settle(
    incident: Incident,
    *,
    by: Actor,
    at: datetime,
    what: str,
    words: str = "",
    device_at: datetime | None = None,
    **facts: Any,
) -> None:
    """Save the incident (locked, or new) with its new standing and version; one journal line; one notice."""
    standing = _standing(incident, at)
    incident.status, incident.due, incident.due_at = standing.status, standing.due or "", standing.due_at
    incident.reported_at = _reported_at(incident, at)
    incident.version += 1
    statements.overwrite(incident, _SETTLED)
    record(incident, by=by, at=at, what=what, words=words, device_at=device_at, **facts)


def record(
    incident: Incident,
    *,
    by: Actor,
    at: datetime,
    what: str,
    words: str = "",
    device_at: datetime | None = None,
    strikes: int | None = None,
    **facts: Any,
) -> int:
    """Journal and announce a change that leaves the standing alone; returns the line's id."""
    line = journal.write(
        station=incident.station_id, subject=SUBJECT, reference=incident.number, what=str(what), by=by, at=at,
        words=words, device_at=device_at, strikes=strikes, **facts,
    )  # fmt: skip
    live.tell(station=incident.station_id, kind=SUBJECT, reference=incident.number, version=incident.version)
    return line


def _standing(incident: Incident, at: datetime) -> Standing:
    if incident.status in _ENDED:
        return Standing(IncidentStatus(incident.status), None, None)
    parts = statements.rows(_PARTS, [incident.pk] * 3)
    return standing_of(
        priority=Priority(incident.priority),
        since=incident.reopened_at or incident.rang_at,
        orders=[Order(AssignmentStatus(status), *moments) for part, status, *moments in parts if part == "order"],
        agencies=[AgencyStatus(status) for part, status, *_ in parts if part == "agency"],
        referred=any(part == "referral" and status != ReferralStatus.CAME_BACK for part, status, *_ in parts),
        at=incident.reported_at or at,
    )


def _reported_at(incident: Incident, at: datetime) -> datetime | None:
    if incident.status in _ENDED:
        return incident.reported_at
    return (incident.reported_at or at) if incident.status == IncidentStatus.REPORTED else None
