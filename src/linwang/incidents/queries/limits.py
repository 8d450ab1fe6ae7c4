"""The time limits and the danger of an incident's kind."""

from linwang.incidents.models import Incident
from linwang.incidents.rules.dispatching import is_dangerous
from linwang.incidents.rules.time_limits import UNKNOWN_KIND, TimeLimits
from linwang.incidents.states import Priority


def limits_of(incident: Incident) -> TimeLimits:
    """处警时限 of the incident's kind, or the usual ones while the kind is not known."""
    if incident.kind is None:
        return UNKNOWN_KIND
    limits = incident.kind.limits
    return TimeLimits(
        sign_for_seconds=limits.sign_for_seconds,
        leave_seconds=limits.leave_seconds,
        arrive_minutes=limits.arrive_minutes,
        feed_back_minutes=limits.feed_back_minutes,
    )


def is_dangerous_incident(incident: Incident) -> bool:
    """Whether guards and volunteers are kept away."""
    return is_dangerous(incident.kind.is_dangerous if incident.kind else None, Priority(incident.priority))
