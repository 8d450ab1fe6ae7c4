"""Names, numbers and what a caller asked to be kept are planted by the real acts, then looked for where none may be."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from linwang.foundation import clock, live
from tests.authorisation.ground import OWN, Ground
from tests.authorisation.matrix import ALL, TABLE, TAKERS
from tests.builders import new_key

pytestmark = pytest.mark.django_db
PLANTED = 20
"""Calls, each with a name, a number and somebody it was made for: sixty secrets."""


def _secrets() -> list[tuple[str, str, str]]:
    return [(f"暗语{n:02d}某", f"1371234{n:04d}", f"替亲属{n:02d}报警") for n in range(PLANTED)]


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything that any logger says, at its loudest."""
    heard, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(heard), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield heard
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every live notice."""
    said: list[str] = []
    tell = live.tell

    def hear(**facts: Any) -> None:
        said.append(str(facts))
        tell(**facts)

    monkeypatch.setattr(live, "tell", hear)
    return said


def test_no_secret_is_in_logs_addresses_notices_parcels_keys_sessions_or_plain_tables(
    ground: Ground, logged: io.StringIO, told: list[str]
) -> None:
    addresses = _plant(ground)
    pages = _walk(ground)

    places = {
        "logs": logged.getvalue(), "addresses": "".join(addresses), "notices": "".join(told), "pages": "".join(pages),
        **{table: _text_of(table) for table in _tables()},
    }  # fmt: skip

    assert len(told) >= PLANTED and "procrastinate_jobs" in places and "foundation_operationkey" in places
    assert len(places["pages"]) > 100_000
    assert {place for place, text in places.items() if any(_is_in(text, three) for three in _secrets())} == set()


def test_a_refusal_and_a_fault_repeat_no_secret(ground: Ground, logged: io.StringIO) -> None:
    name, phone, other = _secrets()[0]
    form = {"caller_name": name, "caller_phone": phone, "on_behalf_of": other, "words": "", "channel": "nonsense"}
    desk, guest = ground.browsers["dispatcher"], ground.browsers["warden"]

    refused = desk.post(reverse("incidents:take_call"), {**form, "key": "x"})
    forbidden = guest.post(reverse("incidents:take_call"), {**form, "key": str(new_key())})
    strange = guest.post(reverse("incidents:search_phone"), {"phone": phone, "reason": name, "key": str(new_key())})

    assert (refused.status_code, forbidden.status_code, strange.status_code) == (422, 403, 403)
    texts = [logged.getvalue(), *(answer.content.decode() for answer in (refused, forbidden, strange))]
    assert not any(_is_in(text, (name, phone, other)) for text in texts)


def _plant(ground: Ground) -> list[str]:
    """As the desk does it: the draft, the call, the addition, the look, the search, and the ring before."""
    desk, addresses = ground.browsers["dispatcher"], []
    for name, phone, other in _secrets():
        told = {"caller_name": name, "caller_phone": phone, "on_behalf_of": other}
        form = {**told, "words": "有人偷钱包", "channel": "phone", "rang_at": clock.now().isoformat()}
        desk.post(reverse("incidents:save_draft"), {**form, "serial": 1, "key": str(new_key())})
        answer = desk.post(reverse("incidents:take_call"), {**form, "key": str(new_key())})
        addresses.append(answer["Location"])
        desk.post(f"{answer['Location']}talk/", {**told, "further_words": "又说了一遍", "key": str(new_key())})
        found = desk.post(
            reverse("incidents:search_phone"), {"phone": phone, "reason": "回拨核实", "key": str(new_key())}
        )
        assert phone in found.content.decode()
        addresses += [url for url, _status in getattr(found, "redirect_chain", [])]
    return addresses


def _walk(ground: Ground) -> list[str]:
    """Every page, as everybody who may not see callers, and the pages of one incident."""
    blind = ALL - TAKERS - {"community_officer", "case_officer"}
    rows = [row for row in TABLE if row.method == "GET" and not row.record and row.name not in ("live", "positions")]
    plain = [row for row in rows if not row.name.startswith("catalogue:")]
    pages = [
        b"".join(ground.browsers[role].get(reverse(row.name))).decode("utf-8", "replace")
        for row in plain for role in sorted(blind & row.who)
    ]  # fmt: skip
    number = ground.records[OWN]["number"]
    return pages + [
        ground.browsers["analyst"].get(reverse(f"incidents:{name}", args=[number])).content.decode()
        for name in ("incident", "incident_parts", "run_sheet")
    ]


def _tables() -> list[str]:
    return [
        table for table in connection.introspection.table_names()
        if table.startswith(("foundation_", "procrastinate_", "django_session", "incidents_", "duty_", "axes_", "pgh"))
    ]  # fmt: skip


def _text_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'select t::text from "{table}" t')
        return "\n".join(row for (row,) in cursor.fetchall())


def _is_in(text: str, secrets: tuple[str, str, str]) -> bool:
    return any(secret in text or secret.encode("unicode_escape").decode() in text for secret in secrets)
