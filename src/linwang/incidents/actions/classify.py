"""确定类别、更正类别: the kind of an incident is a fact with a history, corrected at any time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.incidents.actions.plan_anew import plan_anew
from linwang.incidents.actions.settle import settle
from linwang.incidents.models import Incident, IncidentKind
from linwang.incidents.queries import fetch
from linwang.incidents.queries.kinds import kind_by_code
from linwang.incidents.rules import facts
from linwang.incidents.rules.dispatching import KEPT_FROM_DANGER, is_dangerous
from linwang.incidents.rules.ours import check_is_ours
from linwang.incidents.states import ASSIGNMENT_OPEN, Act, Priority


@once
def classify(
    *,
    number: str,
    kind: str,
    key: UUID,
    by: Actor,
    at: datetime,
    priority: str | None = None,
    words: str = "",
    device_at: datetime | None = None,
) -> str:
    """Say of what kind an incident is, for the first time or anew; the priority is the kind's unless one is given.

    The clocks of open orders follow the new limits, and the journal says what changed.
    """
    by.check_may(Capability.CORRECT_FACTS)
    incident = fetch.incident_for_update(number, by=by)
    check_is_ours(incident.station_id, by.sees)
    chosen = kind_by_code(station=incident.station_id, code=kind)
    urgency = facts.check_priority(priority or chosen.priority)
    facts.check_kind_differs((incident.kind_id, incident.priority), (chosen.pk, urgency))
    change_kind(incident, chosen, urgency, by=by, at=at, words=words, device_at=device_at)
    return number


def change_kind(
    incident: Incident,
    kind: IncidentKind,
    priority: Priority,
    *,
    by: Actor,
    at: datetime,
    words: str = "",
    device_at: datetime | None = None,
) -> None:
    """Write the kind into a locked incident, plan its open orders anew, one journal line."""
    before = _facts(incident)
    incident.kind, incident.priority = kind, priority
    what = Act.RECLASSIFIED if before["kind"] else Act.CLASSIFIED
    settle(
        incident, by=by, at=at, what=what, device_at=device_at, words=_words(before, _facts(incident), words),
        before=before, after=_facts(incident), replanned=plan_anew(incident), to_recall=_to_recall(incident),
    )  # fmt: skip


def _facts(incident: Incident) -> dict[str, Any]:
    kind = incident.kind
    return {"kind": kind and kind.code, "name": kind and kind.name, "priority": str(incident.priority)}


def _words(before: dict[str, Any], after: dict[str, Any], why: str) -> str:
    was = [f"{before['name']} {before['priority']} → "] if before["kind"] else []
    return "".join([*was, f"{after['name']} {after['priority']}", f"：{why.strip()}" if why.strip() else ""])


def _to_recall(incident: Incident) -> list[str]:
    """Guards and volunteers who are under way to what has turned out to be dangerous: a person recalls them."""
    if not is_dangerous(incident.kind.is_dangerous if incident.kind else None, Priority(incident.priority)):
        return []
    near = incident.assignments.filter(status__in=ASSIGNMENT_OPEN, unit__authority__in=KEPT_FROM_DANGER)
    return list(near.order_by("pk").values_list("unit__call_sign", flat=True))
