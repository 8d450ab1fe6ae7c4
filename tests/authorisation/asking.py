"""Asks one address as somebody, and says which of the matrix's answers came; what the asking changed is put back."""

import json
from typing import Any
from urllib.parse import parse_qsl

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponseBase
from django.urls import reverse

from tests.authorisation.ground import Ground, picture
from tests.authorisation.matrix import Answer, Row
from tests.builders import new_key

ARGUMENTS = {
    "catalogue:section": ["procedures"],
    "catalogue:new": ["kinds"],
    "catalogue:item": ["kinds", "theft.market"],
    "catalogue:edit": ["kinds", "theft.market"],
    "catalogue:remove": ["closing", "report"],
    "personnel:change_setting": ["lock_after_minutes"],
}
IN_THE_FORM = {"own_order", "unit"}
"""Records that the form points at, not the address."""


def ask(ground: Ground, row: Row, role: str, side: str) -> HttpResponseBase:
    """The answer; nothing that the request did stays."""
    browser, address = ground.browsers[role], address_of(ground, row, role, side)
    with transaction.atomic():
        answer = browser.generic("GET", address) if row.method == "GET" else _post(ground, row, role, side, address)
        transaction.set_rollback(True)
    return answer


def address_of(ground: Ground, row: Row, role: str, side: str) -> str:
    """With the record of that side in it."""
    points = row.record and row.record not in IN_THE_FORM
    arguments = [ground.record(row.record, side, role)] if points else ARGUMENTS.get(row.name, [])
    return reverse(row.name, args=arguments)


def answer_of(answer: HttpResponseBase) -> Answer | str:
    """Which of the table's answers it is; a fault is none of them."""
    if answer.status_code >= 500:
        return f"{answer.status_code} {(getattr(answer, 'exc_info', None) or ('', ''))[1]!r}"
    if answer.status_code == 403:
        return Answer.REFUSED
    if answer.status_code == 404:
        return Answer.HIDDEN
    leads_to = str(getattr(answer, "headers", {}).get("Location", ""))
    return Answer.SIGN_IN if leads_to.startswith("/account/login") else Answer.LET_IN


def _post(ground: Ground, row: Row, role: str, side: str, address: str) -> HttpResponseBase:
    browser, accept = ground.browsers[role], {"Accept": "application/json"}
    if row.form == "json":
        said = _said(ground.record("own_order", side, role))
        return browser.post(address, json.dumps(said), content_type="application/json", headers=accept)
    form: dict[str, Any] = {"key": str(new_key()), **_filled(ground, row, role, side)}
    return browser.post(address, form, headers=accept)


def _filled(ground: Ground, row: Row, role: str, side: str) -> dict[str, Any]:
    if row.form == "photo":
        file = SimpleUploadedFile("x.jpg", picture(), "image/jpeg")
        return {"assignment": ground.record("own_order", side, role), "photo": file}
    return dict(parse_qsl(row.form.format(**ground.records[side]))) if row.form else {}


def _said(order: int) -> dict[str, Any]:
    """What the phone queues: fits an act, a look at the caller and a position."""
    return {
        "key": str(new_key()), "act": "note", "assignment": order, "body": {"words": "已到"}, "purpose": "回拨核实",
        "lon": 120.9, "lat": 30.2, "accuracy": 10,
    }  # fmt: skip
