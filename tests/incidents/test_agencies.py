"""联动: told together, each with its own answers."""

from datetime import datetime

import pytest

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import BadInput, NotFound, WrongMoment
from linwang.incidents.actions.agencies import answer_as_agency, tell_agencies, withdraw
from linwang.incidents.models import AgencyTask, Incident
from linwang.incidents.states import AgencyStatus, IncidentStatus
from tests.builders import Town, new_key


def _tell(town: Town, incident: Incident, at: datetime, *functions: str) -> list[int]:
    return tell_agencies(
        number=incident.number, partners=[town.agencies[name].pk for name in functions], asked="封路抢修",
        key=new_key(), by=town.actor("dispatcher"), at=at,
    )  # fmt: skip


def test_several_agencies_are_told_at_once_and_answer_for_themselves(
    manned: Town, incident: Incident, now: datetime
) -> None:
    roads, _water = _tell(manned, incident, now, "roads", "water")

    for to in (AgencyStatus.ACCEPTED, AgencyStatus.ARRIVED, AgencyStatus.CLEARED):
        answer_as_agency(task=roads, to=to, key=new_key(), by=manned.actor("agency"), at=now)

    incident.refresh_from_db()
    assert AgencyTask.objects.get(pk=roads).over_at == now
    assert incident.status == IncidentStatus.HANDLING


def test_a_partners_machine_answers_only_for_itself(manned: Town, incident: Incident, now: datetime) -> None:
    roads, water = _tell(manned, incident, now, "roads", "water")
    machine = Actor(
        person=None, name="养护平台", station=manned.station.pk, sees=frozenset({manned.station.pk}),
        capabilities=frozenset({Capability.ANSWER_AS_AGENCY}), partner=manned.agencies["roads"].pk,
    )  # fmt: skip

    answer_as_agency(task=roads, to=AgencyStatus.ACCEPTED, key=new_key(), by=machine, at=now)
    with pytest.raises(NotFound):
        answer_as_agency(task=water, to=AgencyStatus.ACCEPTED, key=new_key(), by=machine, at=now)


def test_declining_needs_a_reason_and_ends_the_task(manned: Town, incident: Incident, now: datetime) -> None:
    (roads,) = _tell(manned, incident, now, "roads")
    by = manned.actor("agency")

    with pytest.raises(BadInput):
        answer_as_agency(task=roads, to=AgencyStatus.DECLINED, key=new_key(), by=by, at=now)
    answer_as_agency(task=roads, to=AgencyStatus.DECLINED, words="不属本所道路", key=new_key(), by=by, at=now)

    with pytest.raises(WrongMoment):
        answer_as_agency(task=roads, to=AgencyStatus.ACCEPTED, key=new_key(), by=by, at=now)


def test_an_agency_is_told_once_at_a_time_and_again_after_it_was_withdrawn(
    manned: Town, incident: Incident, now: datetime
) -> None:
    (roads,) = _tell(manned, incident, now, "roads")

    with pytest.raises(WrongMoment, match="市政养护所"):
        _tell(manned, incident, now, "roads", "water")
    withdraw(task=roads, key=new_key(), by=manned.actor("dispatcher"), at=now)

    assert _tell(manned, incident, now, "roads", "water")


def test_a_partner_of_elsewhere_is_not_found_and_the_request_needs_words(
    manned: Town, incident: Incident, now: datetime
) -> None:
    told = {"number": incident.number, "by": manned.actor("dispatcher"), "at": now}

    with pytest.raises(NotFound):
        tell_agencies(partners=[999_999], asked="来", key=new_key(), **told)
    with pytest.raises(BadInput):
        tell_agencies(partners=[manned.agencies["roads"].pk], asked=" ", key=new_key(), **told)
