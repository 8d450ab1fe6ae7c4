"""The Traccar Client app's real requests, as its own server's tests hold them, against our door."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from linwang.duty.models import PositionPast, UnitPosition
from linwang.foundation import clock
from tests.builders import Town, put_on_duty

FORMS = {
    "the app for Android": "id=car-1&timestamp={s}&lat=30.2112&lon=120.9123&speed=0.0&bearing=0.0&altitude=8.4"
    "&accuracy=14.5&batt=87.0&charge=true",
    "milliseconds": "id=car-1&lat=30.2112&lon=120.9123&timestamp={ms}&hdop=6.0&altitude=224.0&speed=0.0",
    "a moment with zone": "id=car-1&lat=30.2112&lon=120.9123&timestamp={iso}&hdop=6.0&altitude=224.0&speed=0.0",
    "a moment without": "lat=30.2112&lon=120.9123&timestamp={words}&altitude=384.7&speed=0.0&id=car-1",
    "one location": "id=car-1&timestamp={s}&location=30.2112,120.9123",
    "another name for the device": "lat=30.2112&lon=120.9123&heading=0.0&vacc=0&hacc=0&deviceid=car-1",
}


@pytest.fixture
def moment() -> datetime:
    return clock.now().replace(microsecond=0) - timedelta(seconds=20)


@pytest.fixture
def car(town: Town, moment: datetime) -> Town:
    unit = town.units["巡一"]
    unit.tracker = "car-1"
    unit.save(update_fields=["tracker"])
    put_on_duty(town.people["case_officer"], unit, moment - timedelta(hours=1))
    return town


def _query(form: str, moment: datetime) -> str:
    seconds = int(moment.timestamp())
    return FORMS[form].format(
        s=seconds,
        ms=seconds * 1000,
        iso=f"{moment:%Y-%m-%dT%H%%3A%M%%3A%SZ}",
        words=f"{moment:%Y-%m-%d+%H%%3A%M%%3A%S}",
    )


@pytest.mark.parametrize("form", FORMS)
def test_the_app_is_heard_in_the_address(car: Town, moment: datetime, form: str) -> None:
    answer = Client(enforce_csrf_checks=True).get(f"/positions/?{_query(form, moment)}")

    assert answer.status_code == 200
    here = UnitPosition.objects.get()
    assert (here.lat, here.lon, here.source) == (30.2112, 120.9123, "traccar")
    assert abs((here.at - moment).total_seconds()) < 60


def test_the_app_is_heard_by_post_with_the_address_and_with_a_form(car: Town, moment: datetime) -> None:
    client = Client(enforce_csrf_checks=True)
    query = _query("the app for Android", moment)

    by_address = client.post(f"/positions?{query}")
    by_form = client.post(
        "/positions/", query.replace("30.2112", "30.2113"), content_type="application/x-www-form-urlencoded"
    )

    assert (by_address.status_code, by_form.status_code) == (200, 200)
    assert set(PositionPast.objects.values_list("lat", flat=True)) == {30.2112, 30.2113}
    assert UnitPosition.objects.get().accuracy_metres == 14.5


def test_the_newer_app_is_heard_in_json(car: Town, moment: datetime) -> None:
    body = {
        "location": {
            "extras": {}, "is_moving": False, "odometer": 0, "event": "motionchange",
            "coords": {
                "speed_accuracy": -1, "speed": -1, "longitude": 120.9123, "ellipsoidal_altitude": 0, "floor": None,
                "heading_accuracy": -1, "latitude": 30.2112, "accuracy": 5, "altitude": 0, "heading": -1,
            },
            "battery": {"level": -1, "is_charging": False}, "activity": {"type": "unknown", "confidence": 100},
            "uuid": "2FB04C65-99CF-42AB-8DD3-EBCB4B108BF8", "timestamp": f"{moment:%Y-%m-%dT%H:%M:%S}.579Z",
        },
        "device_id": "car-1",
    }  # fmt: skip

    answer = Client(enforce_csrf_checks=True).post("/positions/", json.dumps(body), content_type="application/json")

    assert answer.status_code == 200
    here = UnitPosition.objects.get()
    assert (here.lat, here.lon, here.accuracy_metres) == (30.2112, 120.9123, 5)
    assert here.at == moment + timedelta(milliseconds=579)


@pytest.mark.parametrize(
    "query",
    [
        "id=car-1&lat=91&lon=120.9",
        "id=car-1&lat=nan&lon=120.9",
        "id=car-1&lat=0&lon=0",
        "id=car-1&lat=30",
        "id=car-1&timestamp=1377177267&cell=257,02,16,2224",
        "lat=30&lon=120",
        "id=car-1&lat=30&lon=120&timestamp=yesterday",
        "id=car-1&lat=30&lon=120&timestamp=99999999999999999999",
        "",
    ],
)
def test_what_cannot_be_a_position_is_refused(car: Town, query: str) -> None:
    answer = Client().get(f"/positions/?{query}")

    assert answer.status_code == 400
    assert "没有保存" in answer.content.decode()
    assert not PositionPast.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"location": 3, "device_id": "car-1"}', "\x00"])
def test_a_body_that_is_no_report_is_refused(car: Town, body: str) -> None:
    assert Client().post("/positions/", body, content_type="application/json").status_code == 400


def test_known_unknown_and_off_duty_hear_the_same(car: Town, moment: datetime) -> None:
    off_duty = car.units["巡二"]
    off_duty.tracker = "car-2"
    off_duty.save(update_fields=["tracker"])
    queries = [_query("the app for Android", moment).replace("car-1", device) for device in ("car-1", "car-2", "x")]

    answers = [Client().get(f"/positions/?{query}") for query in queries]

    assert len({(answer.status_code, answer.content) for answer in answers}) == 1
    assert PositionPast.objects.count() == 1


def test_a_clock_of_1970_is_not_taken_for_now(car: Town) -> None:
    assert Client().get("/positions/?id=car-1&lat=30&lon=120&timestamp=0").status_code == 200

    assert not PositionPast.objects.exists()


def test_moments_are_kept_in_utc(car: Town, moment: datetime) -> None:
    Client().get(f"/positions/?{_query('a moment without', moment)}")

    assert UnitPosition.objects.get().at == moment.astimezone(UTC)
