"""The incident page in the browser's words: forms go in, the page or a refusal comes out."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from linwang.foundation import clock, journal
from linwang.incidents.actions.move import move
from linwang.incidents.models import Assignment, Callback, Incident, Referral
from linwang.incidents.states import AssignmentStatus, IncidentStatus, ReferralStatus
from tests.builders import Town, new_key, place_unit
from tests.incidents.acting import arrive, handle, send
from tests.incidents.making import make_incident, man_all_units

FORM = {"headers": {"X-Linwang-Form": "1", "Accept": "application/json"}}


@pytest.fixture
def at() -> datetime:
    return clock.now()


@pytest.fixture
def manned(town: Town, at: datetime) -> Town:
    man_all_units(town, at)
    return town


@pytest.fixture
def incident(manned: Town, at: datetime) -> Incident:
    return make_incident(manned, at)


@pytest.fixture
def desk(signed_in: Any) -> Client:
    return signed_in("dispatcher")


def _post(browser: Client, incident: Incident, what: str, **values: object) -> Any:
    return browser.post(f"/incidents/{incident.number}/{what}/", {"key": str(uuid4()), **values}, **FORM)


def test_the_page_shows_the_story_and_keeps_the_phone_covered(desk: Client, manned: Town, incident: Incident) -> None:
    answer = desk.get(f"/incidents/{incident.number}/")

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "我在东门菜市场，手机被偷了。" in text
    assert "*** 0001" in text and "13800000001" not in text
    assert "保护现场" in text and "市场扒窃" in text


def test_every_part_is_there_again_with_the_same_mark(desk: Client, incident: Incident) -> None:
    page = desk.get(f"/incidents/{incident.number}/").content.decode()
    parts = desk.get(f"/incidents/{incident.number}/parts/").content.decode()

    marks = [piece.split('"')[0] for piece in parts.split('data-mark="')[1:]]
    assert len(marks) == 11
    assert all(f'data-mark="{mark}"' in page for mark in marks)


def test_one_click_sends_and_the_toast_can_undo_it(
    desk: Client, manned: Town, incident: Incident, at: datetime
) -> None:
    place_unit(manned.units["巡一"], 120.9125, 30.211, at)
    page = desk.get(f"/incidents/{incident.number}/").content.decode()
    advice = page.split('name="advice" value="')[1].split('"')[0]

    said = _post(desk, incident, "dispatch", units=manned.units["巡一"].pk, advice=advice).json()

    assert said["go"].endswith(f"/{incident.number}/")
    line = journal.lines_of("incident", [incident.number])[-1]
    assert manned.units["巡一"].pk in [one["unit"] for one in line.facts["advised"]]
    undone = desk.post(said["undo"]["url"], {"key": str(uuid4()), **said["undo"]["values"]}, **FORM)
    assert undone.status_code == 200
    assert Assignment.objects.get().status == AssignmentStatus.RECALLED


def test_a_signed_order_is_no_longer_undone_by_a_click(
    desk: Client, manned: Town, incident: Incident, at: datetime
) -> None:
    (order,) = send(manned, incident, "辅三", at=at)
    move(assignment=order, to=AssignmentStatus.ACKNOWLEDGED, key=new_key(), by=manned.actor("auxiliary"), at=at)

    answer = _post(desk, incident, "dispatch/undo", orders=str(order))

    assert (answer.status_code, "已经签收" in answer.json()["refusal"]) == (409, True)


def test_the_desk_acts_for_a_unit_to_its_report(desk: Client, manned: Town, incident: Incident, at: datetime) -> None:
    (order,) = send(manned, incident, "辅三", at=at)

    for to in ("acknowledged", "en_route", "on_scene"):
        assert _post(desk, incident, "move", assignment=order, to=to).status_code == 200
    refused = _post(desk, incident, "report", assignment=order, kind="settled", words="")
    assert _post(desk, incident, "report", assignment=order, kind="settled", words="已处理").status_code == 200

    assert refused.status_code == 422 and "words" in refused.json()["fields"]
    assert Assignment.objects.get().status == AssignmentStatus.REPORTED


def test_closing_says_why_not_and_then_closes(desk: Client, manned: Town, incident: Incident, at: datetime) -> None:
    (order,) = send(manned, incident, "辅三", at=at)
    page = desk.get(f"/incidents/{incident.number}/").content.decode()
    refused = _post(desk, incident, "close", disposition="handled")
    assert "辅三还没有反馈" in page and "辅三还没有反馈" in refused.json()["refusal"]

    arrive(manned, order, at=at)
    _post(desk, incident, "report", assignment=order, kind="settled", words="已处理")
    said = _post(desk, incident, "close", disposition="handled", words="都好了").json()

    incident.refresh_from_db()
    assert incident.status == IncidentStatus.CLOSED
    assert _post(desk, incident, "reopen", **said["undo"]["values"]).status_code == 200


def test_steps_notes_and_strikes(desk: Client, incident: Incident) -> None:
    assert _post(desk, incident, "steps/tick", step="see").status_code == 200
    assert _post(desk, incident, "steps/untick", step="see").status_code == 200
    assert _post(desk, incident, "note", words="记一笔").status_code == 200
    line = journal.lines_of("incident", [incident.number])[-1].id

    assert _post(desk, incident, "strike", line=line, words="写错").status_code == 200
    assert "is-struck" in desk.get(f"/incidents/{incident.number}/").content.decode()


def test_the_caller_is_shown_for_a_reason_and_never_kept(desk: Client, incident: Incident) -> None:
    call = incident.calls.get().pk

    refused = _post(desk, incident, "caller", call=call, reason="")
    shown = _post(desk, incident, "caller", call=call, reason="核实地点")

    assert refused.status_code == 422
    assert "13800000001" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"


def test_agencies_are_told_and_answered_for(desk: Client, manned: Town, incident: Incident) -> None:
    partners = [manned.agencies["roads"].pk, manned.agencies["water"].pk]

    assert _post(desk, incident, "agencies", partners=partners, asked="抢修").status_code == 200
    tasks = list(incident.agency_tasks.order_by("pk").values_list("pk", flat=True))
    assert _post(desk, incident, "agencies/answer", task=tasks[0], to="accepted").status_code == 200
    assert _post(desk, incident, "agencies/answer", task=tasks[1], to="declined").status_code == 422
    assert _post(desk, incident, "agencies/withdraw", task=tasks[1]).status_code == 200


def test_an_agencys_contact_sees_its_own_task_and_no_caller(
    signed_in: Any, desk: Client, manned: Town, incident: Incident
) -> None:
    _post(desk, incident, "agencies", partners=[manned.agencies["roads"].pk], asked="封路抢修")
    contact = signed_in("agency")

    page = contact.get("/incidents/agency/").content.decode()
    task = incident.agency_tasks.get().pk
    answered = contact.post(f"/incidents/agency/{task}/answer/", {"key": str(uuid4()), "to": "accepted"})

    assert "封路抢修" in page and "东门菜市场" in page
    assert "手机被偷" not in page and "0001" not in page.replace(incident.number, "")
    assert answered.status_code == 303
    assert contact.get(f"/incidents/{incident.number}/").status_code == 403


def test_a_referral_is_listed_answered_and_may_come_back(desk: Client, manned: Town, incident: Incident) -> None:
    _post(desk, incident, "refer", partner=manned.agencies["roads"].pk, words="路灯")
    receipt = Referral.objects.get().receipt

    page = desk.get("/incidents/referrals/", {"words": receipt}).content.decode()
    answer = desk.post(
        f"/incidents/referrals/{receipt}/answer/",
        {"key": str(uuid4()), "words": "不归我们", "came_back": "1"},
        **FORM,
    )

    assert receipt in page and answer.status_code == 200
    assert Referral.objects.get().status == ReferralStatus.CAME_BACK


def test_the_neighbour_accepts_what_is_offered(signed_in: Any, desk: Client, manned: Town, incident: Incident) -> None:
    other = signed_in("dispatcher@02")
    assert other.get(f"/incidents/{incident.number}/").status_code == 404

    _post(desk, incident, "hand-over", to_station=manned.neighbour.pk, words="在贵所辖区")
    assert "接收" in other.get(f"/incidents/{incident.number}/").content.decode()
    assert _post(other, incident, "hand-over/accept").status_code == 200

    assert "只能查看" in desk.get(f"/incidents/{incident.number}/").content.decode()


def test_callbacks_are_listed_and_recorded(
    signed_in: Any, desk: Client, manned: Town, incident: Incident, at: datetime
) -> None:
    handle(manned, incident, "辅三", at=at)
    _post(desk, incident, "close", disposition="handled")
    taker = signed_in("call_taker")

    assert incident.number in taker.get("/incidents/callbacks/").content.decode()
    said = {"result": "reached", "is_solved": "yes", "satisfaction": "3"}
    assert _post(taker, incident, "call-back", **said).status_code == 200
    page = taker.get("/incidents/callbacks/").content.decode()

    assert Callback.objects.get().satisfaction == 3
    assert incident.number not in page and "1 / 1" in page


def test_all_units_say_why_they_cannot_go(desk: Client, manned: Town, incident: Incident, at: datetime) -> None:
    other = make_incident(manned, at)
    send(manned, other, "巡一", at=at)

    text = desk.get(f"/incidents/{incident.number}/units/").content.decode()

    assert f"正在处置 {other.number}" in text


def test_the_run_sheet_holds_no_phone(desk: Client, incident: Incident) -> None:
    text = desk.get(f"/incidents/{incident.number}/print/").content.decode()

    assert incident.number in text and "0001" not in text.replace(incident.number, "")


def test_nonsense_in_a_form_is_a_sentence(desk: Client, incident: Incident) -> None:
    for what, values in (
        ("dispatch", {"units": "x"}),
        ("move", {"assignment": "", "to": "on_scene"}),
        ("close", {"disposition": "solved"}),
        ("recall", {"assignment": "9" * 30}),
        ("call-back", {"result": "nonsense"}),
        ("dispatch/undo", {"orders": "1,x"}),
    ):
        answer = _post(desk, incident, what, **values)
        assert answer.status_code in (404, 409, 422), what
        assert answer.json()["refusal"]


def test_who_may_only_read_gets_a_page_without_forms(signed_in: Any, manned: Town, incident: Incident) -> None:
    reader = signed_in("case_officer")

    page = reader.get(f"/incidents/{incident.number}/").content.decode()

    assert "data-send" not in page and 'data-open="close-dialog"' not in page
    assert _post(reader, incident, "dispatch", units=manned.units["巡一"].pk).status_code == 403


def test_the_page_takes_at_most_twenty_five_questions(
    desk: Client, manned: Town, incident: Incident, at: datetime, django_assert_max_num_queries: Any
) -> None:
    for call_sign in ("辅三", "巡一", "巡二"):
        handle(manned, incident, call_sign, at=at)
    desk.get("/")

    with django_assert_max_num_queries(25):
        desk.get(f"/incidents/{incident.number}/")
    with django_assert_max_num_queries(25):
        desk.get("/incidents/callbacks/")
    with django_assert_max_num_queries(25):
        desk.get("/incidents/referrals/")


def test_the_page_speaks_english(desk: Client, incident: Incident) -> None:
    text = desk.get(f"/incidents/{incident.number}/", headers={"Accept-Language": "en"}).content.decode()

    assert "Secure the scene" in text or "保护现场" in text
