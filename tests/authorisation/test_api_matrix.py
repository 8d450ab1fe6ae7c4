"""Every operation of the API by every scope, without a key, and with a key that no longer holds."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linwang.foundation import clock
from linwang.incidents.actions.agencies import tell_agencies
from linwang.personnel.actions.keys import make_key, revoke_key
from linwang.personnel.models import PartnerKey
from linwang.personnel.states import KeyScope
from tests.authorisation.ground import OWN, THEIRS, Ground
from tests.authorisation.matrix import OPERATIONS
from tests.builders import new_key

pytestmark = pytest.mark.django_db
BODY = {
    "/api/v1/calls": {"outside_number": "A-1", "words": "有人偷钱包", "rang_at": "2026-07-15T12:00:00Z"},
    "/api/v1/telephone/ringing": {"outside_number": "T-9", "phone": "13900000098"},
    "/api/v1/telephone/ended": {"outside_number": "T"},
    "/api/v1/agency/tasks/{task}": {"status": "accepted"},
    "/api/v1/positions": {"positions": [{"tracker": "x", "lon": 1, "lat": 1, "at": "2026-07-15T12:00:00Z"}]},
}
DAYS = "?from_on={:%Y-%m-%d}&to_on={:%Y-%m-%d}"


def _key(ground: Ground, *scopes: str, at_station: str = "") -> str:
    partner = ground.records[OWN]["roads"].pk if "agency_status" in scopes else None
    return str(make_key(
        name=f"平台{'-'.join(scopes)}", scopes=frozenset(scopes), partner=partner, days=30, key=new_key(),
        by=ground.town.actor(f"administrator{at_station}"), at=clock.now(),
    ))  # fmt: skip


def _ask(ground: Ground, method: str, path: str, key: str = "", task: int | None = None) -> Any:
    told = task or ground.records[OWN]["task"]
    address = path.replace("{task}", str(told)) + (_days() if "exports" in path else "")
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    if method == "get":
        return Client().get(address, headers=headers)
    return Client().post(address, BODY[path], content_type="application/json", headers=headers)


@pytest.mark.parametrize("scope", KeyScope.values)
def test_a_key_opens_what_its_scope_says_and_nothing_else(ground: Ground, scope: str) -> None:
    key = _key(ground, scope)

    got = {(m, path): _ask(ground, m, path, key).status_code not in (401, 403, 404) for m, path in OPERATIONS}
    refused = {_ask(ground, m, path, key).status_code for (m, path), needs in OPERATIONS.items() if needs != scope}

    assert got == {operation: needs == scope for operation, needs in OPERATIONS.items()}
    assert refused == {403}


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_without_a_key_that_holds_nothing_opens(ground: Ground, method: str, path: str) -> None:
    stopped, late = _key(ground, OPERATIONS[method, path]), _key(ground, OPERATIONS[method, path])
    by = ground.town.actor("administrator")
    revoke_key(prefix=stopped.split("_")[1], key=new_key(), by=by, at=clock.now())
    _end(late)

    answers = [_ask(ground, method, path, key) for key in ("", "lw_ffffffff_wrong", "Basic", stopped, late, late[:-1])]

    assert {answer.status_code for answer in answers} == {401}
    assert all(answer.json()["refusal"] for answer in answers)


def test_a_session_is_not_a_key(ground: Ground) -> None:
    answers = [ground.browsers["chief"].get(path + _days()) for method, path in OPERATIONS if method == "get"]

    assert {answer.status_code for answer in answers} == {401}


def test_an_export_holds_only_ones_own_station(ground: Ground) -> None:
    own, theirs = ground.records[OWN]["number"], ground.records[THEIRS]["number"]

    rows = _ask(ground, "get", "/api/v1/exports/incidents", _key(ground, "export")).json()
    of_bureau = _ask(ground, "get", "/api/v1/exports/incidents", _key(ground, "export", at_station="@90")).json()

    assert own in str(rows) and theirs not in str(rows)
    assert own in str(of_bureau) and theirs in str(of_bureau)


def test_an_agency_sees_and_answers_its_own_tasks_only(ground: Ground) -> None:
    key = _key(ground, "agency_status")
    (task,) = _ask(ground, "get", "/api/v1/agency/tasks", key).json()

    others = [ground.records[OWN]["task_of_another"], ground.records[THEIRS]["task"], 2**40]
    answers = [_ask(ground, "post", "/api/v1/agency/tasks/{task}", key, other).status_code for other in others]

    assert task["task"] == ground.records[OWN]["task"]
    assert answers == [404, 404, 404]


def test_a_new_task_of_another_agency_does_not_show(ground: Ground) -> None:
    records = ground.records[OWN]
    tell_agencies(
        number=records["number"], partners=[records["partner"]], asked="断电", key=new_key(),
        by=ground.town.actor("dispatcher"), at=clock.now(),
    )  # fmt: skip

    assert "断电" not in _ask(ground, "get", "/api/v1/agency/tasks", _key(ground, "agency_status")).content.decode()


def test_every_operation_has_its_row() -> None:
    schema = Client().get("/api/v1/openapi.json").json()

    assert {(m, path) for path, operations in schema["paths"].items() for m in operations} == set(OPERATIONS)


def _days() -> str:
    today = clock.day_of(clock.now())
    return DAYS.format(today - timedelta(days=2), today + timedelta(days=2))


def _end(key: str) -> None:
    PartnerKey.objects.filter(prefix=key.split("_")[1]).update(ends_at=clock.now() - timedelta(seconds=1))
