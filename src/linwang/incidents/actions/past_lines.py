"""The journal of a past incident: a line for each act, in the words of the live actions."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from linwang.foundation.past_journal import PastLine
from linwang.incidents.actions.past_parts import Numbered, PastKeys, Told
from linwang.incidents.actions.past_rows import merged_at
from linwang.incidents.actions.settle import SUBJECT
from linwang.incidents.rules.past import PastOrder
from linwang.incidents.states import Act, AgencyStatus, Disposition, OutcomeKind

Said = tuple[datetime, str, Act, str, dict[str, Any]]
"""When, by whom (a login), what, the words, the facts."""
_OUTCOME = {str(kind): str(kind.label) for kind in OutcomeKind}
_DISPOSITION = {str(kind): str(kind.label) for kind in Disposition}


def lines(one: Numbered, keys: PastKeys, told: Told, kept: Mapping[str, Numbered]) -> Iterator[PastLine]:
    """Every line about the incident."""
    for at, by, what, words, facts in _said(one, keys, told, kept):
        person = keys.people[by]
        yield PastLine(
            station=keys.stations[one.past.station],
            at=at,
            by_id=person,
            by_name=told.people[person],
            subject=SUBJECT,
            reference=one.number,
            what=str(what),
            words=words,
            facts=facts,
        )


def _said(one: Numbered, keys: PastKeys, told: Told, kept: Mapping[str, Numbered]) -> Iterator[Said]:
    yield from _calls(one, keys)
    for number, order in enumerate(one.past.orders):
        yield from _order(one, number, order, keys, told)
    yield from _agencies(one, keys, told)
    yield from _merged(one, kept)
    yield from _ended(one, keys, told)


def _calls(one: Numbered, keys: PastKeys) -> Iterator[Said]:
    past = one.past
    place = keys.places[past.place] if past.place else None
    first = past.calls[0]
    facts = {"call": one.calls[0], "channel": first.channel, "kind": past.kind, "place": place}
    yield past.received_at, first.taken_by, Act.CALL_TAKEN, "", facts
    for pk, call in zip(one.calls[1:], past.calls[1:], strict=True):
        more = {"call": pk, "channel": call.channel, "callers": 2, "learnt": []}
        yield max(call.taken_at, past.received_at), call.taken_by, Act.CALL_ADDED, "", more


def _order(one: Numbered, number: int, order: PastOrder, keys: PastKeys, told: Told) -> Iterator[Said]:
    unit = keys.units[order.unit]
    sign, order_pk = told.call_signs[unit], one.orders[number]
    sent = {"units": [unit], "orders": [order_pk], "is_backup": order.is_backup, "advised": []}
    yield order.sent_at, one.past.dispatcher, Act.DISPATCHED, sign, sent
    facts = {"unit": unit, "order": order_pk, "on_behalf": False}
    for at, what in (
        (order.acknowledged_at, Act.ACKNOWLEDGED),
        (order.en_route_at, Act.EN_ROUTE),
        (order.on_scene_at, Act.ON_SCENE),
    ):
        if at:
            yield at, order.by, what, sign, facts
    if order.reported_at:
        words = f"{sign}：{_OUTCOME[order.outcome]}。{order.outcome_words}"
        yield order.reported_at, order.by, Act.REPORTED, words, {**facts, "report": one.reports[number]}


def _agencies(one: Numbered, keys: PastKeys, told: Told) -> Iterator[Said]:
    for pk, task in zip(one.tasks, one.past.agency_tasks, strict=True):
        partner = keys.agencies[one.past.station, task.function]
        name, desk = told.partners[partner], one.past.dispatcher
        yield task.told_at, desk, Act.AGENCY_TOLD, f"{name}：{task.asked}", {"partners": [partner], "tasks": [pk]}
        for at, status in (
            (task.accepted_at, AgencyStatus.ACCEPTED),
            (task.arrived_at, AgencyStatus.ARRIVED),
            (task.over_at, AgencyStatus.CLEARED),
        ):
            if at:
                facts = {"partner": partner, "task": pk, "agency": str(status), "on_behalf": True}
                yield at, desk, Act.AGENCY_ANSWERED, name, facts


def _merged(one: Numbered, kept: Mapping[str, Numbered]) -> Iterator[Said]:
    if one.past.same_as:
        other = kept[one.past.same_as].number
        facts = {"kept": other, "merged": one.number, "moved": {}}
        yield merged_at(one.past), one.past.dispatcher, Act.MERGED, other, facts


def _ended(one: Numbered, keys: PastKeys, told: Told) -> Iterator[Said]:
    past = one.past
    if past.closed_at is None:
        return
    if one.receipt:
        partner = keys.agencies[past.station, past.referred_to]
        words = f"{told.partners[partner]}（{one.receipt}）"
        yield past.closed_at, past.dispatcher, Act.REFERRED, words, {"receipt": one.receipt, "partner": partner}
    due_on = past.callback_due_on.isoformat() if past.callback_due_on else None
    words = "。".join(filter(None, [_DISPOSITION[past.disposition], past.disposition_words]))
    facts = {"disposition": past.disposition, "callback_due_on": due_on}
    yield past.closed_at, past.dispatcher, Act.CLOSED, words, facts
    if said := past.callback:
        about = {"callback_result": said.result, "satisfaction": said.satisfaction, "is_solved": said.is_solved}
        yield said.at, said.by, Act.CALLED_BACK, said.words, about
