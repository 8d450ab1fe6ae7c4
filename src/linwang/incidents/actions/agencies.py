"""联动: agencies are told together, answer for themselves, and are parties until they have finished."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from linwang.foundation import outbox
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.incidents.actions.settle import settle
from linwang.incidents.models import AgencyTask
from linwang.incidents.queries import agencies, fetch
from linwang.incidents.rules import agencies as rules
from linwang.incidents.rules.dispatching import check_is_live
from linwang.incidents.rules.orders import differing_clock
from linwang.incidents.rules.ours import check_is_ours
from linwang.incidents.states import AGENCY_OPEN, Act, AgencyStatus, IncidentStatus

_MOMENT = {
    AgencyStatus.ACCEPTED: "accepted_at",
    AgencyStatus.ARRIVED: "arrived_at",
    AgencyStatus.CLEARED: "over_at",
    AgencyStatus.DECLINED: "over_at",
    AgencyStatus.WITHDRAWN: "over_at",
}


@once
def tell_agencies(*, number: str, partners: Sequence[int], asked: str, key: UUID, by: Actor, at: datetime) -> list[int]:
    """Tell agencies what they are asked to do; all of them or none. Returns their tasks' ids."""
    by.check_may(Capability.TELL_AGENCIES)
    incident = fetch.incident_for_update(number, by=by)
    check_is_ours(incident.station_id, by.sees)
    check_is_live(IncidentStatus(incident.status))
    rules.check_asked(asked)
    chosen = agencies.chosen_agencies(incident, partners)
    open_ones = incident.agency_tasks.filter(status__in=AGENCY_OPEN, partner__in=chosen).order_by("pk")
    rules.check_not_told(list(open_ones.values_list("partner__name", flat=True)))
    told = AgencyTask.objects.bulk_create(
        [AgencyTask(incident=incident, partner=partner, asked=asked.strip(), told_at=at) for partner in chosen]
    )
    names = "、".join(partner.name for partner in chosen)
    settle(
        incident, by=by, at=at, what=Act.AGENCY_TOLD, words=f"{names}：{asked.strip()}",
        partners=[partner.pk for partner in chosen], tasks=[task.pk for task in told],
    )  # fmt: skip
    for task in told:
        outbox.put("agency.told", lock=f"agency:{task.partner_id}", task=task.pk)
    return [task.pk for task in told]


@once
def answer_as_agency(
    *,
    task: int,
    to: AgencyStatus,
    words: str = "",
    key: UUID,
    by: Actor,
    at: datetime,
    device_at: datetime | None = None,
) -> int:
    """The agency accepts, arrives, clears or declines; its contact says so, or the desk on its behalf."""
    incident, told = agencies.task_for_update(task, by=by)
    rules.check_can_answer(AgencyStatus(told.status), to, words)
    _write(told, AgencyStatus(to), words, at)
    settle(
        incident, by=by, at=at, what=Act.AGENCY_ANSWERED, device_at=differing_clock(device_at, at),
        words=_words(told, words), partner=told.partner_id, task=told.pk, agency=told.status,
        on_behalf=by.partner != told.partner_id,
    )  # fmt: skip
    return told.pk


@once
def withdraw(*, task: int, words: str = "", key: UUID, by: Actor, at: datetime) -> int:
    """The desk no longer needs the agency."""
    by.check_may(Capability.TELL_AGENCIES)
    incident, told = agencies.task_for_update(task, by=by)
    check_is_ours(incident.station_id, by.sees)
    rules.check_can_withdraw(AgencyStatus(told.status))
    _write(told, AgencyStatus.WITHDRAWN, words, at)
    settle(
        incident, by=by, at=at, what=Act.AGENCY_ANSWERED, words=_words(told, words),
        partner=told.partner_id, task=told.pk, agency=told.status,
    )  # fmt: skip
    return told.pk


def _write(told: AgencyTask, to: AgencyStatus, words: str, at: datetime) -> None:
    told.status, told.words = to, words.strip() or told.words
    setattr(told, _MOMENT[to], at)
    told.save(update_fields=["status", "words", _MOMENT[to]])


def _words(told: AgencyTask, words: str) -> str:
    return f"{told.partner.name}：{words.strip()}" if words.strip() else told.partner.name
