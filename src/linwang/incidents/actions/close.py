"""办结: a person judges the incident and closes it; it may be opened again."""

from datetime import date, datetime
from uuid import UUID

from linwang.foundation import clock
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.foundation.station_settings import value_of
from linwang.incidents.actions.chasing import settle_chases
from linwang.incidents.actions.settle import settle
from linwang.incidents.models import Caller, Incident
from linwang.incidents.queries import fetch
from linwang.incidents.queries.merged import numbers_within
from linwang.incidents.rules import closing as rules
from linwang.incidents.rules.call_outs import check_none_open
from linwang.incidents.rules.orders import check_has_words
from linwang.incidents.rules.ours import check_is_ours
from linwang.incidents.states import (
    AGENCY_OPEN,
    ASSIGNMENT_OPEN,
    Act,
    CallOutStatus,
    Disposition,
    HandOverStatus,
    IncidentStatus,
)


@once
def close(*, number: str, disposition: Disposition, words: str, key: UUID, by: Actor, at: datetime) -> str:
    """Close an incident with how it was judged; refused while a unit or an agency is open."""
    by.check_may(Capability.CLOSE_INCIDENTS)
    incident = fetch.incident_for_update(number, by=by)
    check_is_ours(incident.station_id, by.sees)
    _check_nothing_is_open(incident)
    judged = rules.check_disposition(disposition)
    incident.status, incident.closed_at = IncidentStatus.CLOSED, at
    incident.disposition, incident.disposition_words = judged, words.strip()
    incident.called_back_at = None
    incident.callback_due_on = _callback_day(incident, at)
    settle_chases(incident, at=at)
    settle(
        incident, by=by, at=at, what=Act.CLOSED, words=words.strip(), disposition=judged,
        callback_due_on=_iso(incident),
    )  # fmt: skip
    return incident.number


@once
def reopen(*, number: str, words: str, key: UUID, by: Actor, at: datetime) -> str:
    """Open a closed incident again; why is asked for, and the earlier judgement stays in the journal."""
    by.check_may(Capability.CLOSE_INCIDENTS)
    incident = fetch.incident_for_update(number, by=by)
    check_is_ours(incident.station_id, by.sees)
    rules.check_can_reopen(IncidentStatus(incident.status))
    check_has_words(words)
    open_again(incident, at=at)
    settle(incident, by=by, at=at, what=Act.REOPENED, words=words.strip())
    return incident.number


def open_again(incident: Incident, *, at: datetime) -> None:
    """Take the closing back: the clocks run from now; the caller settles and journals."""
    incident.status, incident.closed_at, incident.reported_at = IncidentStatus.RECEIVED, None, None
    incident.disposition, incident.disposition_words = "", ""
    incident.callback_due_on, incident.reopened_at = None, at


def _check_nothing_is_open(incident: Incident) -> None:
    units = incident.assignments.filter(status__in=ASSIGNMENT_OPEN).order_by("pk")
    agencies = incident.agency_tasks.filter(status__in=AGENCY_OPEN).order_by("pk")
    offered = incident.hand_overs.filter(status=HandOverStatus.OFFERED)
    check_none_open(incident.call_outs.exclude(status=CallOutStatus.ENDED).count())
    rules.check_can_close(
        IncidentStatus(incident.status),
        units=list(units.values_list("unit__call_sign", flat=True)),
        agencies=list(agencies.values_list("partner__name", flat=True)),
        offered_to=offered.values_list("to_station__name", flat=True).first() or "",
    )


def _callback_day(incident: Incident, at: datetime) -> date | None:
    named = Caller.objects.filter(call__incident__number__in=numbers_within(incident.number), call__is_anonymous=False)
    can_be_reached = named.exclude(phone="").exists()
    within_days = value_of(incident.station_id, "callback_within_days") if can_be_reached else 0
    return rules.callback_day(closed_on=clock.day_of(at), within_days=within_days, can_be_reached=can_be_reached)


def _iso(incident: Incident) -> str | None:
    return incident.callback_due_on.isoformat() if incident.callback_due_on else None
