"""The brief of a shift: what is open, overdue, promised and offered, and who is on duty, at one moment.

It is plain JSON, so that it can be frozen with the hand-over. Codes are kept, not labels: the words
come when somebody reads it, in their language.
"""

from datetime import datetime
from typing import Any

from linwang.foundation import clock
from linwang.foundation.actor import Actor
from linwang.incidents.models import CallDraft, Incident, Referral, StationHandOver
from linwang.incidents.queries.board import helpers_of
from linwang.incidents.queries.board_filters import in_order
from linwang.incidents.queries.board_units import board_units
from linwang.incidents.queries.fetch import visible_incidents
from linwang.incidents.states import OPEN, HandOverStatus, ReferralStatus

_INCIDENT = (
    "pk", "number", "priority", "status", "kind__name", "kind__name_en", "title", "place__name", "place_words",
    "rang_at", "due", "due_at",
)  # fmt: skip


def brief_now(*, seen_by: Actor, at: datetime) -> dict[str, Any]:
    """Everything that the next shift must know; eight queries."""
    return {
        "at": at.isoformat(),
        "open": _open(seen_by, at),
        "callbacks": _callbacks(seen_by, at),
        "hand_overs": _hand_overs(seen_by),
        "referrals": _referrals(seen_by),
        "units": _units(seen_by, at),
        "drafts": CallDraft.objects.filter(station__in=seen_by.sees).count(),
    }


def _open(seen_by: Actor, at: datetime) -> list[dict[str, Any]]:
    found = visible_incidents(seen_by=seen_by).filter(status__in=sorted(OPEN))
    rows = list(in_order(found, sort="urgency", at=at).values(*_INCIDENT))
    helpers = helpers_of([row["pk"] for row in rows])
    return [_open_row(row, [helper.name for helper in helpers.get(row["pk"], [])], at) for row in rows]


def _open_row(row: dict[str, Any], helpers: list[str], at: datetime) -> dict[str, Any]:
    return {
        "number": row["number"],
        "priority": row["priority"],
        "status": row["status"],
        "kind": [row["kind__name"], row["kind__name_en"]],
        "title": row["title"],
        "place": row["place__name"] or row["place_words"],
        "rang_at": row["rang_at"].isoformat(),
        "due": row["due"],
        "due_at": row["due_at"].isoformat() if row["due_at"] else None,
        "is_overdue": bool(row["due_at"] and row["due_at"] <= at),
        "helpers": helpers,
    }


def _callbacks(seen_by: Actor, at: datetime) -> list[dict[str, Any]]:
    """Promised call-backs that are due by the end of today."""
    due = Incident.objects.filter(
        station__in=seen_by.sees, callback_due_on__lte=clock.day_of(at), called_back_at__isnull=True
    ).order_by("callback_due_on", "pk")
    columns = ("number", "kind__name", "kind__name_en", "title", "callback_due_on")
    return [
        {"number": number, "kind": [name, name_en], "title": title, "due_on": day.isoformat()}
        for number, name, name_en, title, day in due.values_list(*columns)
    ]


def _hand_overs(seen_by: Actor) -> list[dict[str, Any]]:
    offered = StationHandOver.objects.filter(status=HandOverStatus.OFFERED).order_by("offered_at")
    mine = offered.filter(to_station__in=seen_by.sees) | offered.filter(from_station__in=seen_by.sees)
    columns = ("incident__number", "incident__title", "from_station__name", "to_station__name", "reason", "offered_at")
    return [
        {"number": number, "title": title, "from": giver, "to": taker, "reason": reason, "at": offered_at.isoformat()}
        for number, title, giver, taker, reason, offered_at in mine.values_list(*columns)
    ]


def _referrals(seen_by: Actor) -> list[dict[str, Any]]:
    sent = Referral.objects.filter(incident__station__in=seen_by.sees, status=ReferralStatus.SENT).order_by("sent_at")
    columns = ("incident__number", "incident__title", "to_words", "receipt", "sent_at")
    return [
        {"number": number, "title": title, "to": to, "receipt": receipt, "at": sent_at.isoformat()}
        for number, title, to, receipt, sent_at in sent.values_list(*columns)
    ]


def _units(seen_by: Actor, at: datetime) -> list[dict[str, Any]]:
    return [
        {"call_sign": unit.call_sign, "kind": unit.kind, "crew": unit.crew, "state": unit.state, "number": unit.number}
        for unit in board_units(seen_by=seen_by, at=at)
        if unit.state != "off_duty"
    ]
