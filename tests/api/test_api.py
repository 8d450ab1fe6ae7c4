"""The API as partners' systems use it: keys, scopes, sending twice, clear sentences."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from linwang.foundation import clock
from linwang.incidents.actions.agencies import tell_agencies
from linwang.incidents.actions.take_call import take_call
from linwang.incidents.models import AgencyTask, Call, Incident, IncomingCall
from linwang.personnel.actions.keys import make_key, revoke_key
from tests.builders import Town, new_key, put_on_duty


class Machine:
    """A partner's system with its key."""

    def __init__(self, secret: str) -> None:
        self.client, self.secret = Client(headers={"Authorization": f"Bearer {secret}"}), secret

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.client.post(f"/api/v1{path}", body, content_type="application/json", headers=headers)

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1{path}")


@pytest.fixture
def machine(town: Town) -> Any:
    def with_scope(*scopes: str, partner: int | None = None) -> Machine:
        secret = make_key(
            name="对接系统", scopes=frozenset(scopes), partner=partner, days=30, key=new_key(),
            by=town.actor("administrator"), at=clock.now(),
        )  # fmt: skip
        assert secret
        return Machine(secret)

    return with_scope


def _call(**changes: Any) -> dict[str, Any]:
    told = {
        "outside_number": "A-1",
        "words": "东门菜市场有人偷钱包",
        "rang_at": clock.now().isoformat(),
        "kind": "theft.market",
    }
    return {**told, **changes}


def test_a_call_handed_in_twice_is_one_incident(town: Town, machine: Any) -> None:
    feed = machine("calls")

    first = feed.post("/calls", _call(lon=120.912, lat=30.211))
    second = feed.post("/calls", _call(lon=120.912, lat=30.211), **{"Idempotency-Key": str(uuid4())})

    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert Incident.objects.get().number == first.json()["number"]
    assert Call.objects.get().words == "东门菜市场有人偷钱包"


def test_points_of_chinese_maps_are_turned_into_wgs84(town: Town, machine: Any) -> None:
    machine("calls").post("/calls", _call(lon=120.9166, lat=30.2086, datum="gcj02"))

    incident = Incident.objects.get()
    assert 200 < abs(incident.lon - 120.9166) * 96_000 < 900


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"words": ""}, "told.words"),
        ({"lon": 999}, "told.lon"),
        ({"rang_at": "gestern"}, "told.rang_at"),
        ({"rang_at": "2026-07-15T12:00:00"}, "told.rang_at"),
        ({"words": "x" * 5001}, "told.words"),
        ({"words": "a\x00b"}, "told.words"),
    ],
)
def test_a_bad_call_is_told_which_field_and_nothing_is_stored(
    town: Town, machine: Any, changes: dict[str, Any], field: str
) -> None:
    answer = machine("calls").post("/calls", _call(**changes))

    assert answer.status_code == 422
    assert field in answer.json()["fields"]
    assert not Incident.objects.exists()


def test_a_call_from_the_future_or_of_an_unknown_kind_is_refused(town: Town, machine: Any) -> None:
    feed = machine("calls")

    late = feed.post("/calls", _call(rang_at=(clock.now() + timedelta(days=1)).isoformat()))
    unknown = feed.post("/calls", _call(kind="no.such"))

    assert late.status_code in (409, 422) and late.json()["refusal"]
    assert unknown.status_code in (404, 422) and unknown.json()["refusal"]


def test_without_a_good_key_nothing_opens(town: Town, machine: Any) -> None:
    stranger = Machine("lw_ffffffff_wrong")
    assert stranger.post("/calls", _call()).status_code == 401
    assert Client().post("/api/v1/calls", _call(), content_type="application/json").status_code == 401

    wrong_scope = machine("positions")
    assert wrong_scope.post("/calls", _call()).status_code == 403


def test_a_revoked_key_stops_at_once(town: Town, machine: Any) -> None:
    feed = machine("calls")
    prefix = feed.secret.split("_")[1]
    revoke_key(prefix=prefix, key=new_key(), by=town.actor("administrator"), at=clock.now())

    assert feed.post("/calls", _call()).status_code == 401


def test_the_telephone_announces_a_ring_once_and_ends_it(town: Town, machine: Any) -> None:
    phone = machine("telephone")

    for _ in range(2):
        assert phone.post("/telephone/ringing", {"outside_number": "T-9", "phone": "13800000000"}).status_code == 201
    ended = phone.post("/telephone/ended", {"outside_number": "T-9"})

    assert ended.status_code == 200
    assert IncomingCall.objects.get().ended_at is not None


def test_an_agency_sees_only_its_own_tasks_and_answers_them(town: Town, machine: Any) -> None:
    now = clock.now()
    number = take_call(
        words="挖断水管", channel="phone", rang_at=now, caller_name="周先生", caller_phone="13800000001",
        key=new_key(), by=town.actor("dispatcher"), at=now,
    )  # fmt: skip
    roads, water = town.agencies["roads"], town.agencies["water"]
    tell_agencies(
        number=number,
        partners=[roads.pk, water.pk],
        asked="封路抢修",
        key=new_key(),
        by=town.actor("dispatcher"),
        at=now,
    )
    agency = machine("agency_status", partner=roads.pk)

    (task,) = agency.get("/agency/tasks").json()
    answer = agency.post(f"/agency/tasks/{task['task']}", {"status": "arrived", "words": "两人已到"})
    other = AgencyTask.objects.get(partner=water)

    assert answer.status_code == 200
    assert AgencyTask.objects.get(partner=roads).status == "arrived"
    assert "138" not in str(task) and "周先生" not in str(task)
    assert agency.post(f"/agency/tasks/{other.pk}", {"status": "arrived"}).status_code == 404


def test_positions_count_only_for_units_on_duty_of_ones_own_station(town: Town, machine: Any) -> None:
    unit = town.units["巡一"]
    unit.tracker = "dev-1"
    unit.save()
    put_on_duty(town.people["auxiliary"], unit, clock.now() - timedelta(hours=1))
    at = clock.now().isoformat()
    sent = [{"tracker": t, "lon": 120.9, "lat": 30.2, "at": at} for t in ("dev-1", "dev-2")]

    answer = machine("positions").post("/positions", {"positions": sent})

    assert answer.status_code == 200
    assert sum(answer.json().values()) == 2
    assert unit.position.lon == pytest.approx(120.9) if hasattr(unit, "position") else True


def test_an_export_has_times_and_kinds_and_nothing_about_people(town: Town, machine: Any) -> None:
    now = datetime(2026, 7, 15, 12, tzinfo=UTC)
    for minute in range(3):
        take_call(
            words="有人偷钱包", channel="phone", rang_at=now, kind="theft.market", caller_name="周先生",
            caller_phone="13800000001", key=new_key(), by=town.actor("call_taker"), at=now + timedelta(minutes=minute),
        )  # fmt: skip
    export = machine("export")

    first = export.get("/exports/incidents?from_on=2026-07-15&to_on=2026-07-16&limit=2").json()
    rest = export.get(f"/exports/incidents?from_on=2026-07-15&to_on=2026-07-16&after={first[-1]['number']}").json()

    assert [len(first), len(rest)] == [2, 1]
    assert first[0]["kind"] == "theft.market"
    assert "周先生" not in str(first) and "138" not in str(first) and "钱包" not in str(first)
    assert export.get("/exports/incidents?from_on=2026-07-16&to_on=2026-07-15").status_code == 422


def test_every_operation_asks_for_a_scope(db: None) -> None:
    schema = Client().get("/api/v1/openapi.json").json()
    operations = [operation for path in schema["paths"].values() for operation in path.values()]

    assert len(operations) >= 7
    assert all(operation.get("security") for operation in operations)


def test_the_schema_is_served(db: None) -> None:
    schema = Client().get("/api/v1/openapi.json").json()

    assert "/api/v1/calls" in schema["paths"]
