"""Takes a request that would succeed and spoils a piece of it; says whether the answer was an answer."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from django.db import connection, transaction
from django.http import HttpResponseBase
from django.urls import NoReverseMatch

from tests.authorisation.asking import address_of
from tests.authorisation.ground import OWN, Ground
from tests.authorisation.matrix import TABLE, Row
from tests.builders import new_key

TEMPLATES = Path(__file__).resolve().parents[2] / "src/linwang/templates"
ASKED_IN_ADDRESSES = (
    "q", "words", "status", "priority", "kind", "station", "page", "days", "which",
    "sort", "from_on", "to_on",
    "incoming", "draft", "n", "open", "wall", "group", "team", "role", "left", "like", "since", "typing",
    "disposition", "category",
    "beat", "person",
)  # fmt: skip
ODD = (
    "", " ", "\x00", "a\x00b", "\ud800", "\u202eabc\u202c", "\u200b\u200d", "\ufeff", "x" * 10_000, "👩👧" * 50, "²",
    "１２", "-1", "0", "1e999", "NaN", "inf", "9" * 25, "9" * 5000, str(2**31), str(2**63), "1.5", "true", "null", "[]",
    '{"a": {}}', "'; drop table x", "<script>alert(1)</script>", "%s %(x)s {0}", "=1+1", "not-a-uuid",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-07-15T12:00:00", "2026-02-30T00:00:00Z",
    "../../etc/passwd", "a\r\nSet-Cookie: x=1",
)  # fmt: skip
"""What a broken program, a pasted text or a bad will sends where a word, a number or a moment is expected."""

POSTED = tuple(row for row in TABLE if row.method == "POST" and row.form not in ("json", "photo"))
OF_MACHINES = ("live", "base_map", "healthz", "readyz", "metrics")
READ = tuple(row for row in TABLE if row.method == "GET" and row.name not in OF_MACHINES)


@dataclass(frozen=True)
class Spoilt:
    """One request: the row, the field that is spoilt (`*` is every field there is, `/` the address), and by what."""

    row: Row
    field: str
    value: str


@cache
def field_names() -> tuple[str, ...]:
    """Every name of a field in a template."""
    found = {name for path in TEMPLATES.rglob("*.html") for name in re.findall(r'name="([\w.-]+)"', path.read_text())}
    return tuple(sorted(found - {"csrfmiddlewaretoken", "viewport", "color-scheme", "htmx-config"}))


def every_spoilt() -> Iterator[Spoilt]:
    """The whole grid: each field of each form by each odd value."""
    for row in (*POSTED, *READ):
        fields = ["*", "key", *dict(parse_qsl(row.form))] if row.method == "POST" else ["*"]
        fields += ["/"] if row.record else []
        for field in fields:
            for value in ODD:
                yield Spoilt(row, field, value)


def send(ground: Ground, spoilt: Spoilt, stored: Mapping[str, int] | None = None) -> HttpResponseBase | None:
    """The answer; None where no address holds the value. What an accepted request wrote is put back.

    `stored` is what the tables hold, where many requests are sent and counting anew would take most of the time.
    """
    row, role = spoilt.row, role_for(spoilt.row)
    try:
        address = address_of(ground, row, role, OWN)
    except NoReverseMatch:
        return None
    if spoilt.field == "/":
        address = address.replace(
            str(ground.record(row.record, OWN, role)), quote(spoilt.value[:300], errors="surrogatepass")
        )
    with transaction.atomic():
        before = stored or rows_stored()
        answer = _send(ground, spoilt, role, address)
        if answer.status_code >= 400:
            assert rows_stored() == before, f"{spoilt} was refused and left something behind"
        transaction.set_rollback(True)
    return answer


def role_for(row: Row) -> str:
    """Somebody who may."""
    return next(role for role in ("chief", "dispatcher", "administrator", "auxiliary", "agency") if role in row.who)


def fault_in(answer: HttpResponseBase) -> str:
    """Why this is no answer to give: a fault, or a refusal without a sentence."""
    if answer.status_code >= 500:
        return f"{answer.status_code} {(getattr(answer, 'exc_info', None) or ('', ''))[1]!r}"
    if answer.status_code >= 400 and not getattr(answer, "content", b"").strip():
        return f"{answer.status_code} without a word"
    return ""


@cache
def _count_all() -> str:
    tables = [
        table for table in connection.introspection.table_names()
        if table.startswith(("incidents_", "duty_", "places_", "personnel_", "foundation_", "procrastinate_jobs"))
    ]  # fmt: skip
    return " union all ".join(f"select '{table}', count(*) from \"{table}\"" for table in tables)


def rows_stored() -> Mapping[str, int]:
    """How many rows each table has."""
    with connection.cursor() as cursor:
        cursor.execute(_count_all())
        return dict(cursor.fetchall())


def _send(ground: Ground, spoilt: Spoilt, role: str, address: str) -> HttpResponseBase:
    browser, row = ground.browsers[role], spoilt.row
    if row.method == "GET":
        pairs: dict[str, Any] = dict.fromkeys(ASKED_IN_ADDRESSES, spoilt.value) if spoilt.field == "*" else {}
        return browser.get(f"{address}?{urlencode(pairs, errors='surrogatepass')}")
    form = {"key": str(new_key()), **dict(parse_qsl(row.form.format(**ground.records[OWN])))}
    if spoilt.field == "*":
        form = dict.fromkeys(field_names(), spoilt.value) | form
    elif spoilt.field != "/":
        form[spoilt.field] = spoilt.value
    body = urlencode(form, errors="surrogatepass")
    return browser.post(address, body, content_type="application/x-www-form-urlencoded")
