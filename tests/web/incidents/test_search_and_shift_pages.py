"""The search page, the export and the shift pages as a browser asks for them."""

import re
from datetime import datetime

import pytest
from django.test import Client

from linwang.incidents.rules import exporting
from linwang.web.incidents.spreadsheet import csv_text
from tests.builders import Town, new_key
from tests.incidents.test_board import make
from tests.incidents.test_search import say
from tests.web.incidents.test_board_page import NUMBER, sign_in


def test_a_number_typed_alone_leads_to_its_incident(client: Client, town: Town, now: datetime) -> None:
    make(town, now, 1)
    answer = sign_in(client, town, "dispatcher").get("/incidents/search/", {"q": NUMBER.lower()})
    assert answer.headers["Location"] == f"/incidents/{NUMBER}/"
    assert client.get("/incidents/search/", {"q": "吵架"}).content.decode().count(NUMBER) > 0


def test_nothing_found_says_what_to_try(client: Client, town: Town) -> None:
    page = sign_in(client, town, "dispatcher").get("/incidents/search/?q=没有的").content.decode()
    assert "放宽时段" in page


def test_a_phone_is_posted_with_a_reason(client: Client, town: Town, now: datetime) -> None:
    say(make(town, now, 1), now, "救命", phone="13800001234")
    sign_in(client, town, "dispatcher")
    asked = {"phone": "13800001234", "reason": "通话中断", "key": str(new_key())}

    assert NUMBER in client.post("/incidents/search/phone/", asked).content.decode()
    refused = client.post("/incidents/search/phone/", {**asked, "reason": "", "key": str(new_key())})
    assert refused.status_code == 422
    assert client.get("/incidents/search/phone/", asked).status_code == 405
    assert sign_in(client, town, "analyst@90").post("/incidents/search/phone/", asked).status_code == 403


def test_the_export_is_a_file_for_those_who_may(client: Client, town: Town, now: datetime) -> None:
    make(town, now, 1, title="=HYPERLINK(0)")
    key = str(new_key())
    answer = sign_in(client, town, "chief").post(
        "/incidents/search/export/", {"key": key, "q": "HYPERLINK", "purpose": "研判"}
    )
    text = answer.content.decode("utf-8-sig")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert NUMBER in text
    assert ",'=HYPERLINK(0)," in text
    assert sign_in(client, town, "dispatcher").post("/incidents/search/export/", {"key": key}).status_code == 403


def test_many_rows_go_by_the_list_and_the_file_says_who_when_and_why(
    client: Client, town: Town, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "ALONE_ROWS", 0)
    make(town, now, 1)
    asked = {"key": str(new_key()), "purpose": "七月研判"}

    waits = sign_in(client, town, "duty_officer").post("/incidents/search/export/", asked)
    page = sign_in(client, town, "chief").get(waits["Location"]).content.decode()
    approve = re.search(r"/incidents/search/exports/(\d+)/approve/", page)
    assert waits.status_code == 302 and approve is not None and "七月研判" in page
    sign_in(client, town, "chief").post(approve[0], {"key": str(new_key())})
    file = sign_in(client, town, "duty_officer").post(
        approve[0].replace("approve", "take"), {"key": str(new_key())}
    ).content.decode("utf-8-sig")  # fmt: skip

    names = town.people["duty_officer"].name, town.people["chief"].name
    assert file.splitlines()[1].endswith(f",DC-{approve[1]}")
    last = file.splitlines()[-1]
    assert all(word in last for word in (*names, "七月研判", f"DC-{approve[1]}"))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1"])
def test_no_cell_begins_a_formula(cell: str) -> None:
    line = csv_text(["a"], [[cell]]).splitlines()[1]
    assert line.lstrip('"').startswith("'")


def test_a_shift_is_given_read_and_signed(client: Client, town: Town, now: datetime) -> None:
    make(town, now, 1)
    sign_in(client, town, "dispatcher")
    assert NUMBER in client.get("/incidents/shift/").content.decode()
    given = client.post("/incidents/shift/give/", {"key": str(new_key()), "words": "停水"})
    address = given.headers["Location"]
    assert "请接班的同事登录后签收" in client.get(address).content.decode()

    sign_in(client, town, "duty_officer")
    assert "等待签收" in client.get("/incidents/shift/").content.decode()
    assert "停水" in client.get(address).content.decode()
    assert client.post(f"{address}take/", {"key": str(new_key())}).status_code == 302
    assert "我已看过" not in client.get(address).content.decode()
