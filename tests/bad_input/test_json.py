"""JSON of every odd shape at the phone's doors and at the API: never a fault, always a sentence, nothing by halves."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linwang.foundation import clock
from linwang.personnel.actions.keys import make_key
from tests.authorisation.ground import OWN, Ground
from tests.authorisation.matrix import OPERATIONS
from tests.authorisation.test_api_matrix import BODY
from tests.bad_input.spoiling import ODD, fault_in, rows_stored
from tests.builders import new_key

pytestmark = pytest.mark.django_db
QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
ACTS = ("sign", "leave", "outcome", "note", "backup", "tick", "untick")
FIELDS = (
    "key", "assignment", "at", "purpose", "lon", "lat", "accuracy", "body", "words", "kind", "step", "people_helped",
    "act",
)  # fmt: skip
DOORS = ("duty:act", "duty:caller", "duty:own_position")
DEEP = b"[" * 10_000 + b"]" * 10_000
RAW = (
    b"", b"null", b"[]", b'"x"', b"1", b"{", b"\xff\xfe", b"NaN", b'{"key": NaN}', DEEP, b'{"a":' * 10_000, b"\x00",
    b'{"assignment": 1e999, "lon": 1e999, "lat": NaN, "accuracy": -Infinity, "key": "x", "act": "sign"}',
)  # fmt: skip
odd_things = st.one_of(
    st.sampled_from(ODD), st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=50),
    st.lists(st.integers(), max_size=3), st.dictionaries(st.text(max_size=3), st.integers(), max_size=3),
    st.sampled_from([2**31, 2**63, 2**70, 10**400, -1, 1e308, float("nan"), float("inf")]),
)  # fmt: skip


@pytest.fixture
def keys(ground: Ground) -> dict[str, str]:
    def made(scope: str) -> str:
        partner = ground.records[OWN]["roads"].pk if scope == "agency_status" else None
        return str(make_key(
            name=f"平台{scope}", scopes=frozenset({scope}), partner=partner, days=30, key=new_key(),
            by=ground.town.actor("administrator"), at=clock.now(),
        ))  # fmt: skip

    return {scope: made(scope) for scope in set(OPERATIONS.values())}


def _to_the_phone(ground: Ground, name: str, body: bytes) -> None:
    before = rows_stored()
    answer = ground.browsers["case_officer"].post(reverse(name), body, content_type="application/json")
    assert fault_in(answer) == ""
    if answer.status_code >= 400:
        assert rows_stored() == before


def _to_the_api(ground: Ground, keys: dict[str, str], operation: tuple[str, str], body: bytes) -> None:
    before = rows_stored()
    path = operation[1].replace("{task}", str(ground.records[OWN]["task"]))
    client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {keys[OPERATIONS[operation]]}"})
    answer = client.post(path, body, content_type="application/json")
    assert fault_in(answer) == ""
    if answer.status_code >= 400:
        assert answer.json()["refusal"]
        assert rows_stored() == before


@pytest.mark.parametrize("body", RAW, ids=lambda body: repr(body[:12]))
def test_a_body_that_is_nothing_is_refused(ground: Ground, keys: dict[str, str], body: bytes) -> None:
    for name in DOORS:
        _to_the_phone(ground, name, body)
    for operation in OPERATIONS:
        if operation[0] == "post":
            _to_the_api(ground, keys, operation, body)


@settings(max_examples=120, derandomize=True, **QUIET)
@given(name=st.sampled_from(DOORS), act=st.sampled_from(ACTS), field=st.sampled_from(FIELDS), odd=odd_things)
def test_a_phones_act_with_an_odd_piece_is_answered(ground: Ground, name: str, act: str, field: str, odd: Any) -> None:
    order, body = ground.records[OWN]["own_order"], {"words": "到", "kind": "settled", "step": "guard"}
    said: dict[str, Any] = {
        "key": str(new_key()), "act": act, "assignment": order, "at": None, "purpose": "核实", "body": body,
        "lon": 120.9, "lat": 30.2, "accuracy": 9,
    }  # fmt: skip
    spoilt = {**said, field: odd} if field in said else {**said, "body": {**body, field: odd}}

    _to_the_phone(ground, name, json.dumps(spoilt).encode())


@settings(max_examples=120, derandomize=True, **QUIET)
@given(operation=st.sampled_from([one for one in OPERATIONS if one[0] == "post"]), data=st.data())
def test_an_operation_with_an_odd_piece_is_answered(
    ground: Ground, keys: dict[str, str], operation: tuple[str, str], data: Any
) -> None:
    schema = Client().get("/api/v1/openapi.json").json()
    name = schema["paths"][operation[1]]["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    parts = {part: one["properties"] for part, one in schema["components"]["schemas"].items() if "properties" in one}
    field = data.draw(st.sampled_from(sorted(parts[name.rpartition("/")[2]])))
    told: dict[str, Any] = {**BODY[operation[1]], field: data.draw(odd_things)}
    if field == "positions":
        within = data.draw(st.sampled_from(sorted(parts["PositionIn"])))
        told = {"positions": [{**BODY[operation[1]]["positions"][0], within: data.draw(odd_things)}]}

    _to_the_api(ground, keys, operation, json.dumps(told).encode())


ONE_DAY = "?from_on=2026-07-15&to_on=2026-07-16"


@pytest.mark.parametrize(
    "query",
    ["", "?from_on=x", "?from_on=0001-01-01&to_on=9999-12-31", "?from_on=9999-12-30&to_on=9999-12-31",
     f"{ONE_DAY}&after=%00", f"{ONE_DAY}&limit=1e9", f"{ONE_DAY}&after=%ED%A0%80"],
)  # fmt: skip
def test_an_export_asked_oddly_is_answered(ground: Ground, keys: dict[str, str], query: str) -> None:
    client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {keys['export']}"})

    assert fault_in(client.get(f"/api/v1/exports/incidents{query}")) == ""


SAID_BY_THE_APP = ("id", "deviceid", "lat", "lon", "location", "timestamp", "accuracy")


@settings(max_examples=60, derandomize=True, **QUIET)
@given(pairs=st.dictionaries(st.sampled_from(SAID_BY_THE_APP), st.sampled_from(ODD)))
def test_a_position_told_oddly_is_answered(ground: Ground, pairs: dict[str, str]) -> None:
    client = Client(raise_request_exception=False)
    coords = {"latitude": pairs.get("lat"), "longitude": pairs.get("lon"), "accuracy": pairs.get("accuracy")}
    body = {"location": {"timestamp": pairs.get("timestamp"), "coords": coords}, "device_id": pairs.get("id")}

    answers = [
        client.get(f"{reverse('positions')}?{urlencode(pairs, errors='surrogatepass')}"),
        client.post(reverse("positions"), json.dumps(body), content_type="application/json"),
    ]

    assert all(fault_in(answer) == "" and answer.status_code in (200, 400, 422) for answer in answers)
