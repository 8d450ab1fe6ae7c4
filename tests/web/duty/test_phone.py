"""The phone page and its doors: who sees how much, what is refused, and that nothing is done twice."""

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from linwang.duty.models import DutyPeriod, PositionPast
from linwang.foundation import clock, journal
from linwang.foundation.models import OperationKey
from linwang.incidents.actions.dispatch import dispatch
from linwang.incidents.actions.notes import note
from linwang.incidents.actions.recall import recall
from linwang.incidents.actions.take_call import take_call
from linwang.incidents.models import Assignment, Incident, Photo
from tests.builders import Town, new_key, put_on_duty

JSON = {"Accept": "application/json"}


@pytest.fixture
def order(town: Town) -> Assignment:
    """A theft at the market, sent to 巡一, crewed by an officer and an auxiliary."""
    now = clock.now()
    for person in ("case_officer", "auxiliary"):
        put_on_duty(town.people[person], town.units["巡一"], now - timedelta(hours=1))
    desk = town.actor("dispatcher")
    number = take_call(
        words="我的钱包在东门菜市场被偷了", channel="phone", rang_at=now, kind="theft.market", place=town.market.pk,
        caller_name="陈某", caller_phone="13800000001", key=new_key(), by=desk, at=now,
    )  # fmt: skip
    note(number=number, words="嫌疑人穿蓝色上衣", key=new_key(), by=desk, at=now)
    (pk,) = dispatch(
        number=number, units=[town.units["巡一"].pk], order="到鱼摊找报警人", key=new_key(), by=desk, at=now
    )
    return Assignment.objects.get(pk=pk)


def _client(town: Town, role: str) -> Client:
    client = Client()
    client.force_login(town.people[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _act(client: Client, order: Assignment, act: str, **body: Any) -> HttpResponse:
    said = {"key": str(uuid4()), "act": act, "assignment": order.pk, "at": clock.now().isoformat(), "body": body}
    return client.post("/duty/acts/", json.dumps(said), content_type="application/json", headers=JSON)


def _page(client: Client) -> str:
    answer = client.get("/duty/phone/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_officer_sees_what_was_said_and_may_ring_back_but_sees_no_number(town: Town, order: Assignment) -> None:
    page = _page(_client(town, "case_officer"))

    for words in ("市场扒窃", "东门菜市场", "到鱼摊找报警人", "我的钱包", "嫌疑人穿蓝色上衣", "保护现场", "回电话"):
        assert words in page
    assert "13800000001" not in page and "陈某" not in page


def test_the_auxiliary_in_the_same_car_may_not_ring_back(town: Town, order: Assignment) -> None:
    page = _page(_client(town, "auxiliary"))

    assert "我的钱包" in page
    assert 'data-open-form="caller"' not in page


def test_a_warden_gets_the_place_the_order_and_the_safe_steps(town: Town) -> None:
    now = clock.now()
    put_on_duty(town.people["warden"], town.units["守四"], now)
    desk = town.actor("dispatcher")
    number = take_call(
        words="我的钱包被一个熟人偷了", channel="phone", rang_at=now, kind="theft.market", place=town.market.pk,
        caller_phone="13800000001", key=new_key(), by=desk, at=now,
    )  # fmt: skip
    dispatch(number=number, units=[town.units["守四"].pk], order="在出口等民警", key=new_key(), by=desk, at=now)

    page = _page(_client(town, "warden"))

    assert "东门菜市场" in page and "在出口等民警" in page
    for words in ("熟人", "保护现场", "13800000001", 'data-open-form="caller"'):
        assert words not in page


def test_the_page_takes_few_queries(town: Town, order: Assignment, django_assert_max_num_queries: Any) -> None:
    client = _client(town, "case_officer")

    with django_assert_max_num_queries(20):
        client.get("/duty/phone/now/")


def test_going_on_and_off_duty(town: Town) -> None:
    client = _client(town, "volunteer")
    assert "守四" in _page(client) and "巡一" not in _page(client)

    on = client.post("/duty/on/", {"unit": town.units["守四"].pk, "key": str(uuid4())})
    page = _page(client)
    off = client.post("/duty/off/", {"key": str(uuid4())})

    assert (on.status_code, on["Location"], off.status_code) == (303, "/duty/phone/", 303)
    assert "现在没有指令" in page
    assert DutyPeriod.objects.get().to_at is not None


def test_the_acts_of_an_order_in_their_turn(town: Town, order: Assignment) -> None:
    client = _client(town, "case_officer")

    answers = [_act(client, order, act) for act in ("sign", "leave", "arrive")]
    answers += [
        _act(client, order, "note", words="找到目击者"),
        _act(client, order, "tick", step="guard"),
        _act(client, order, "backup", words="再来一人"),
        _act(client, order, "outcome", kind="settled", words="追回钱包", people_helped="1"),
    ]

    assert [answer.status_code for answer in answers] == [200] * 7
    order.refresh_from_db()
    assert order.status == "reported"
    done = [line.what for line in journal.lines_of("incident", [order.incident.number])]
    assert done[-7:] == ["acknowledged", "en_route", "on_scene", "noted", "step_done", "backup_asked", "reported"]


def test_an_act_sent_twice_is_done_once(town: Town, order: Assignment) -> None:
    client = _client(town, "case_officer")
    at = (clock.now() - timedelta(minutes=9)).isoformat()
    said = json.dumps({"key": str(uuid4()), "act": "sign", "assignment": order.pk, "at": at})

    answers = [
        client.post("/duty/acts/", said, content_type="application/json", headers=JSON).status_code for _ in range(3)
    ]

    assert answers == [200, 200, 200]
    (line,) = [one for one in journal.lines_of("incident", [order.incident.number]) if one.what == "acknowledged"]
    assert line.device_at is not None and line.at - line.device_at > timedelta(minutes=8)


def test_a_recalled_order_is_said_to_be_so(town: Town, order: Assignment) -> None:
    recall(assignment=order.pk, key=new_key(), by=town.actor("dispatcher"), at=clock.now())

    page = _page(_client(town, "case_officer"))

    assert "指令已撤回，不必再去：市场扒窃" in page
    assert "现在没有指令" in page


def test_an_act_of_somebody_else_is_not_done_in_ones_name(town: Town, order: Assignment) -> None:
    said = json.dumps({"key": str(uuid4()), "act": "sign", "assignment": order.pk})
    headers = {**JSON, "X-Linwang-Person": str(town.people["case_officer"].pk)}

    answer = _client(town, "auxiliary").post("/duty/acts/", said, content_type="application/json", headers=headers)

    assert answer.status_code == 401
    order.refresh_from_db()
    assert order.status == "sent"


def test_an_act_out_of_turn_is_refused_with_its_sentence(town: Town, order: Assignment) -> None:
    answer = _act(_client(town, "case_officer"), order, "arrive")

    assert answer.status_code == 409
    assert "按签收、出警、到场的顺序" in answer.json()["refusal"]


def test_somebody_elses_order_is_not_there(town: Town, order: Assignment) -> None:
    stranger = _client(town, "warden")
    put_on_duty(town.people["warden"], town.units["守四"], clock.now())

    for act in ("sign", "note", "tick", "backup"):
        assert _act(stranger, order, act, words="x", step="guard").status_code in (403, 404)
    assert Incident.objects.get().status == "dispatched"


@pytest.mark.parametrize(
    "said",
    ["", "[]", "{}", '{"key": "no", "act": "sign", "assignment": 1}', '{"key": null, "act": 3, "assignment": "x"}'],
)
def test_what_cannot_be_read_is_said_so(town: Town, said: str) -> None:
    answer = _client(town, "case_officer").post("/duty/acts/", said, content_type="application/json", headers=JSON)

    assert answer.status_code == 422


def test_an_outcome_with_nonsense_is_refused(town: Town, order: Assignment) -> None:
    client = _client(town, "case_officer")
    for act in ("sign", "arrive"):
        _act(client, order, act)

    for body in (
        {"kind": "no", "words": "x"},
        {"kind": "settled", "words": ""},
        {"kind": "settled", "words": "x", "people_helped": "-1"},
    ):
        assert _act(client, order, "outcome", **body).status_code == 422


def test_an_officers_phone_is_not_locked_like_a_desk(town: Town, order: Assignment, time_machine: Any) -> None:
    client = _client(town, "case_officer")
    _page(client)

    time_machine.move_to(clock.now() + timedelta(hours=1), tick=False)

    assert _act(client, order, "sign").status_code == 200
    assert client.get("/duty/phone/now/").status_code == 200


def test_without_signing_in_nothing_is_answered(town: Town, order: Assignment) -> None:
    for address in ("/duty/phone/", "/duty/phone/now/", "/duty/trail/", f"/duty/photos/{uuid4()}/"):
        assert Client().get(address).status_code == 302
    assert _act(Client(), order, "sign").status_code == 302
    assert Client().get("/duty/worker.js").status_code == 200


def test_without_the_capability_nothing_is_answered(town: Town, order: Assignment) -> None:
    client = _client(town, "call_taker")

    assert client.get("/duty/phone/").status_code == 403
    assert _act(client, order, "sign").status_code == 403


def _ring(client: Client, order: Assignment, purpose: str) -> HttpResponse:
    said = json.dumps({"assignment": order.pk, "purpose": purpose})
    return client.post("/duty/caller/", said, content_type="application/json", headers=JSON)


def test_an_officer_rings_back_for_a_purpose_and_each_look_is_written_down(town: Town, order: Assignment) -> None:
    client = _client(town, "case_officer")

    without = _ring(client, order, " ")
    seen = [_ring(client, order, "问清楼栋").json() for _ in range(2)]

    assert without.status_code == 422
    assert seen[0]["callers"] == [{"name": "陈某", "phone": "13800000001"}]
    lines = [one for one in journal.lines_of("incident", [order.incident.number]) if one.what == "caller_seen"]
    assert [line.words for line in lines] == ["问清楼栋", "问清楼栋"]
    assert not OperationKey.objects.filter(result__icontains="13800000001").exists()


def test_nobody_else_rings_back(town: Town, order: Assignment) -> None:
    client = _client(town, "case_officer")
    auxiliary = _ring(_client(town, "auxiliary"), order, "问清楼栋")
    for act in ("sign", "arrive"):
        _act(client, order, act)
    _act(client, order, "outcome", kind="settled", words="好")

    afterwards = _ring(client, order, "问清楼栋")

    assert (auxiliary.status_code, afterwards.status_code) == (403, 409)


@pytest.fixture
def photo_folder(settings: Any, tmp_path: Path) -> Path:
    settings.PHOTO_FOLDER = tmp_path
    return tmp_path


def _send_photo(client: Client, order: Assignment, content: bytes, key: str = "") -> HttpResponse:
    form = {"key": key or str(uuid4()), "assignment": order.pk, "at": clock.now().isoformat()}
    upload = SimpleUploadedFile("照片.jpg", content, content_type="image/jpeg")
    return client.post("/duty/photos/", {**form, "photo": upload}, headers=JSON)


def _jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "blue").save(out, "JPEG")
    return out.getvalue()


def test_a_photo_is_kept_once_and_shown_to_those_who_may(town: Town, order: Assignment, photo_folder: Path) -> None:
    key, client = str(uuid4()), _client(town, "case_officer")

    answers = [_send_photo(client, order, _jpeg(), key).status_code for _ in range(2)]
    shown = client.get(f"/duty/photos/{key}/")

    assert answers == [200, 200]
    (file,) = photo_folder.rglob("*.jpg")
    assert Photo.objects.get().file == str(file.relative_to(photo_folder)) and key.replace("-", "") not in file.name
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert shown["Content-Disposition"].startswith("inline")
    assert f"/duty/photos/{key}/" in _page(client)
    assert _client(town, "dispatcher").get(f"/incidents/photos/{key}/").status_code == 200


def test_a_photo_is_not_there_for_strangers(town: Town, order: Assignment, photo_folder: Path) -> None:
    key = str(uuid4())
    _send_photo(_client(town, "case_officer"), order, _jpeg(), key)

    assert _client(town, "dispatcher@02").get(f"/incidents/photos/{key}/").status_code == 404
    assert _client(town, "warden").get(f"/duty/photos/{key}/").status_code == 404
    assert _client(town, "warden").get(f"/incidents/photos/{key}/").status_code == 403
    assert _client(town, "dispatcher").get(f"/incidents/photos/{uuid4()}/").status_code == 404


def test_text_with_a_photos_name_is_refused_and_leaves_no_file(
    town: Town, order: Assignment, photo_folder: Path
) -> None:
    answer = _send_photo(_client(town, "case_officer"), order, b"<script>alert(1)</script>")

    assert answer.status_code == 422
    assert list(photo_folder.rglob("*")) == [] and not Photo.objects.exists()


def test_a_photo_of_somebody_elses_order_leaves_no_file(town: Town, order: Assignment, photo_folder: Path) -> None:
    assert _send_photo(_client(town, "warden"), order, _jpeg()).status_code in (403, 404)

    assert list(photo_folder.rglob("*.jpg")) == []


def test_the_page_shares_its_own_position_only_on_duty(town: Town, order: Assignment) -> None:
    said = json.dumps({"lon": 120.91, "lat": 30.21, "accuracy": 12})

    mine = _client(town, "case_officer").post("/duty/position/", said, content_type="application/json", headers=JSON)
    off = _client(town, "warden").post("/duty/position/", said, content_type="application/json", headers=JSON)

    assert (mine.status_code, mine.json()["kept"], off.status_code) == (200, True, 409)
    assert PositionPast.objects.count() == 1
    assert "120.91" in _client(town, "auxiliary").get("/duty/trail/").content.decode()
    assert "120.91" not in _client(town, "warden").get("/duty/trail/").content.decode()
