"""Bringing in a file on the screen: look first, then write; the page carries the file in between."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from linwang.duty.models import Unit
from tests.builders import Town

UNITS = "呼号,类型\n巡五,警车组\n巡六,坦克\n".encode()


def _look(browser: Any, town: Town, content: bytes, **said: str) -> Any:
    file = SimpleUploadedFile("单元.csv", content)
    return browser.post(
        "/places/import/", {"kind": "units", "station": town.station.pk, "do": "look", "file": file, **said}
    )


def _fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_looking_shows_changes_and_faults_and_writes_nothing(town: Town, signed_in: Any) -> None:
    page = _look(signed_in("administrator"), town, UNITS).content.decode()

    assert "巡五" in page
    assert "坦克" in page
    assert not Unit.objects.filter(call_sign="巡五").exists()


def test_writing_takes_the_file_that_was_looked_at(town: Town, signed_in: Any) -> None:
    browser = signed_in("administrator")
    fields = _fields(_look(browser, town, UNITS).content.decode())

    refused = browser.post("/places/import/", {**fields, "do": "write"})
    written = browser.post("/places/import/", {**fields, "do": "write", "skip_bad": "1"})

    assert (refused.status_code, written.status_code) == (422, 302)
    assert Unit.objects.filter(call_sign="巡五").exists()


def test_a_file_that_cannot_be_read_is_said_on_the_page(town: Town, signed_in: Any) -> None:
    answer = _look(signed_in("administrator"), town, b"")

    assert answer.status_code == 422
    assert "文件是空的" in answer.content.decode()


def test_only_who_may_import_sees_the_page(town: Town, signed_in: Any) -> None:
    assert signed_in("dispatcher").get("/places/import/").status_code == 403
    assert signed_in("administrator").get("/places/import/").status_code == 200
