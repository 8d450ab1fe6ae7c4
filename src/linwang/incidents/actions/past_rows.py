"""The rows of a past incident and its parts, as the live actions would have left them."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from linwang.foundation import clock
from linwang.incidents.actions.past_parts import Numbered, PastKeys, Told
from linwang.incidents.queries.whereabouts import CELL_RESOLUTION
from linwang.incidents.rules.calls import title_of
from linwang.incidents.rules.past import PastIncident, PastOrder
from linwang.incidents.rules.standing import Order, Standing, standing_of
from linwang.incidents.rules.time_limits import Deadlines, deadlines
from linwang.incidents.states import (
    AgencyStatus,
    AssignmentStatus,
    CallbackResult,
    IncidentStatus,
    Priority,
    ReferralStatus,
)
from linwang.science.geo.cells import cell_of
from linwang.science.geo.points import LonLat

Row = dict[str, Any]
ANOTHER_SYSTEM = "110"
FRESH = timedelta(days=2)
"""A caller who did not answer is on the call-back list that long; longer ago the desk has stopped trying."""


def incident(
    one: Numbered, keys: PastKeys, told: Told, kept: Mapping[str, Numbered], twins: Mapping[str, int], at: datetime
) -> Row:
    """The incident itself."""
    past = one.past
    facts = told.kinds.get(past.kind)
    standing = _standing(past, told)
    arrived = [order.on_scene_at for order in past.orders if order.on_scene_at]
    return {
        "id": one.pk, "station_id": keys.stations[past.station], "number": one.number, "status": standing.status,
        "version": 2 + 4 * len(past.orders), "kind_id": facts.pk if facts else None, "priority": past.priority,
        "title": title_of(past.calls[0].words), "place_words": past.calls[0].place_words,
        "rang_at": past.rang_at, "received_at": past.received_at,
        "first_sent_at": min((order.sent_at for order in past.orders), default=None),
        "first_on_scene_at": min(arrived, default=None),
        "reported_at": _reported_at(past) if standing.status in _REPORTED else None,
        "closed_at": past.closed_at, "due": standing.due or "", "due_at": standing.due_at,
        "merged_into_id": kept[past.same_as].pk if past.same_as else None,
        "disposition": past.disposition, "disposition_words": past.disposition_words,
        "caller_count": len(past.calls) + twins.get(past.key, 0),
        **_whereabouts(past, keys), **_callback_days(past, at),
    }  # fmt: skip


_REPORTED = frozenset({IncidentStatus.REPORTED, IncidentStatus.CLOSED})


def _standing(past: PastIncident, told: Told) -> Standing:
    if past.same_as:
        return Standing(IncidentStatus.MERGED, None, None)
    if past.closed_at:
        return Standing(IncidentStatus.CLOSED, None, None)
    return standing_of(
        priority=Priority(past.priority),
        since=past.rang_at,
        orders=[_order_of(order, _deadlines(past, order, told)) for order in past.orders],
        agencies=[AgencyStatus(task.status) for task in past.agency_tasks],
        referred=False,
        at=_reported_at(past) or past.received_at,
    )


def _order_of(order: PastOrder, limits: Deadlines) -> Order:
    return Order(AssignmentStatus(order.status), limits.sign_by, limits.leave_by, limits.arrive_by, limits.report_by)


def _deadlines(past: PastIncident, order: PastOrder, told: Told) -> Deadlines:
    return deadlines(told.limits(past.kind), ground=past.ground, sent_at=order.sent_at)


def _reported_at(past: PastIncident) -> datetime | None:
    """When the last unit or agency had finished."""
    moments = [order.reported_at for order in past.orders] + [task.over_at for task in past.agency_tasks]
    return max((moment for moment in moments if moment), default=None)


def _whereabouts(past: PastIncident, keys: PastKeys) -> Row:
    lon, lat = past.point
    return {
        "place_id": keys.places[past.place] if past.place else None, "lon": lon, "lat": lat,
        "cell": cell_of(LonLat(lon, lat), resolution=CELL_RESOLUTION), "beat_id": keys.beats[past.beat],
        "grid_id": keys.grids[past.grid], "ground": past.ground,
    }  # fmt: skip


def _callback_days(past: PastIncident, at: datetime) -> Row:
    """Who did not answer lately is rung again the next day."""
    said = past.callback
    if said and said.result == CallbackResult.NO_ANSWER and said.at > at - FRESH:
        return {"callback_due_on": clock.day_of(said.at) + timedelta(days=1), "called_back_at": None}
    return {"callback_due_on": past.callback_due_on, "called_back_at": said.at if said else None}


def calls(one: Numbered, keys: PastKeys) -> Iterator[Row]:
    """Each caller's words; a call that another system handed in keeps a number of that system."""
    for pk, call in zip(one.calls, one.past.calls, strict=True):
        is_handed_in = call.channel == "feed"
        yield {
            "id": pk, "station_id": keys.stations[one.past.station], "incident_id": one.pk, "channel": call.channel,
            "words": call.words, "place_words": call.place_words, "is_anonymous": call.is_anonymous,
            "on_behalf_of": call.on_behalf_of, "rang_at": call.rang_at, "taken_at": call.taken_at,
            "taken_by_id": keys.people[call.taken_by], "outside_number": f"{pk}" if is_handed_in else None,
            "source": ANOTHER_SYSTEM if is_handed_in else "",
        }  # fmt: skip


def callers(one: Numbered) -> Iterator[Row]:
    """Who called, kept apart."""
    for pk, call in zip(one.calls, one.past.calls, strict=True):
        if call.caller_name or call.phone:
            yield {"call_id": pk, "name": call.caller_name, "phone": call.phone}


def orders(one: Numbered, keys: PastKeys, told: Told) -> Iterator[Row]:
    """Each unit's order with its deadlines."""
    for pk, order in zip(one.orders, one.past.orders, strict=True):
        limits = _deadlines(one.past, order, told)
        yield {
            "id": pk, "incident_id": one.pk, "unit_id": keys.units[order.unit], "status": order.status,
            "is_backup": order.is_backup, "sent_at": order.sent_at, "acknowledged_at": order.acknowledged_at,
            "en_route_at": order.en_route_at, "on_scene_at": order.on_scene_at, "reported_at": order.reported_at,
            "sign_by": limits.sign_by, "leave_by": limits.leave_by, "arrive_by": limits.arrive_by,
            "report_by": limits.report_by,
        }  # fmt: skip


def reports(one: Numbered) -> Iterator[Row]:
    """What the units reported."""
    for pk, order_pk, order in zip(one.reports, one.orders, one.past.orders, strict=True):
        if pk is not None:
            yield {
                "id": pk, "assignment_id": order_pk, "kind": order.outcome, "words": order.outcome_words,
                "people_helped": order.people_helped, "at": order.reported_at,
            }  # fmt: skip


def agency_tasks(one: Numbered, keys: PastKeys) -> Iterator[Row]:
    """The agencies that were told."""
    for pk, task in zip(one.tasks, one.past.agency_tasks, strict=True):
        yield {
            "id": pk, "incident_id": one.pk, "partner_id": keys.agencies[one.past.station, task.function],
            "status": task.status, "asked": task.asked, "told_at": task.told_at, "accepted_at": task.accepted_at,
            "arrived_at": task.arrived_at, "over_at": task.over_at, "words": task.words,
        }  # fmt: skip


def callbacks(one: Numbered, keys: PastKeys) -> Iterator[Row]:
    """What the caller said afterwards."""
    if said := one.past.callback:
        yield {
            "incident_id": one.pk, "result": said.result, "satisfaction": said.satisfaction,
            "is_solved": said.is_solved, "words": said.words, "at": said.at, "by_id": keys.people[said.by],
        }  # fmt: skip


def referrals(one: Numbered, keys: PastKeys, told: Told) -> Iterator[Row]:
    """What was handed on, answered a day later."""
    if one.receipt and one.past.closed_at:
        partner = keys.agencies[one.past.station, one.past.referred_to]
        yield {
            "incident_id": one.pk, "partner_id": partner, "to_words": told.partners[partner],
            "receipt": one.receipt, "status": ReferralStatus.SENT, "sent_at": one.past.closed_at,
        }  # fmt: skip


def merges(one: Numbered, kept: Mapping[str, Numbered]) -> Iterator[Row]:
    """What joined an incident to the one it was merged into."""
    if one.past.same_as:
        other = kept[one.past.same_as]
        yield {
            "kept_id": other.pk, "merged_id": one.pk, "status_before": IncidentStatus.RECEIVED,
            "at": merged_at(one.past),
            "moved": {
                "orders": [], "units": [], "tasks": [], "priority": other.past.priority,
                "raised_to": other.past.priority, "rang_at": other.past.rang_at.isoformat(), "first_sent_at": None,
            },
        }  # fmt: skip


def merged_at(past: PastIncident) -> datetime:
    """A minute after it was taken, the desk saw that it was the same event."""
    return past.received_at + timedelta(seconds=60)
