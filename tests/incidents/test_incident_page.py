"""The page of one incident: complete, in few questions, and only what one may see."""

from datetime import datetime
from typing import Any

import pytest

from linwang.foundation.refusals import NotFound
from linwang.incidents.actions.agencies import tell_agencies
from linwang.incidents.actions.hand_over import offer
from linwang.incidents.actions.notes import note
from linwang.incidents.actions.see_caller import see_caller
from linwang.incidents.actions.steps import tick
from linwang.incidents.models import Incident
from linwang.incidents.queries.incident_page import incident_page
from linwang.incidents.queries.incident_rows import IncidentPage
from tests.builders import Town, new_key
from tests.incidents.acting import arrive, handle, send


def _page(town: Town, incident: Incident, at: datetime, role: str = "dispatcher") -> IncidentPage:
    return incident_page(incident.number, seen_by=town.actor(role), at=at)


def test_the_page_holds_the_whole_story(manned: Town, incident: Incident, now: datetime) -> None:
    by = manned.actor("dispatcher")
    handle(manned, incident, "辅三", at=now)
    (order,) = send(manned, incident, "巡一", at=now)
    arrive(manned, order, at=now)
    tell_agencies(
        number=incident.number, partners=[manned.agencies["roads"].pk], asked="封路", key=new_key(), by=by, at=now
    )
    tick(number=incident.number, step="see", key=new_key(), by=by, at=now)
    note(number=incident.number, words="已通知家属", key=new_key(), by=by, at=now)

    page = _page(manned, incident, now)

    assert [order.call_sign for order in page.orders] == ["巡一", "辅三"]
    assert page.orders[1].reports[0].words == "已找回，双方无异议。"
    assert [(step.code, step.done_at) for step in page.steps] == [("see", now), ("guard", None)]
    assert page.agency_choices[0].is_advised and page.agency_choices[0].is_told
    assert page.timeline[0].words == "已通知家属"
    assert page.acts["close"].reason == "巡一还没有反馈，不能办结。请等反馈，或撤回。"
    assert page.acts["dispatch"].is_possible


def test_the_caller_is_masked_and_looks_are_for_leaders(manned: Town, incident: Incident, now: datetime) -> None:
    call = incident.calls.get().pk
    see_caller(
        number=incident.number, call=call, reason="核实地点", key=new_key(), by=manned.actor("call_taker"), at=now
    )

    assert _page(manned, incident, now).calls[0].masked_phone == "*** 0001"
    assert _page(manned, incident, now, "analyst@90").calls[0].masked_phone == ""
    assert _page(manned, incident, now, "call_taker").looks == ()
    assert [look.reason for look in _page(manned, incident, now, "duty_officer").looks] == ["核实地点"]


def test_another_stations_incident_is_not_found_until_it_is_offered(
    manned: Town, incident: Incident, now: datetime
) -> None:
    with pytest.raises(NotFound):
        _page(manned, incident, now, "dispatcher@02")

    offer(
        number=incident.number, to_station=manned.neighbour.pk, words="在贵所辖区", key=new_key(),
        by=manned.actor("dispatcher"), at=now,
    )  # fmt: skip
    page = _page(manned, incident, now, "dispatcher@02")

    assert page.offer_is_for_us
    assert page.acts["close"].reason == "该警情由其他单位办理，您的单位只能查看。"


def test_the_number_of_questions_does_not_grow_with_the_story(
    manned: Town, incident: Incident, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for call_sign in ("辅三", "巡一", "巡二"):
        handle(manned, incident, call_sign, at=now)
    by = manned.actor("dispatcher")
    incident_page(incident.number, seen_by=by, at=now)

    with django_assert_max_num_queries(18):
        incident_page(incident.number, seen_by=by, at=now)
