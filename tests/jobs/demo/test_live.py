from datetime import timedelta
from io import StringIO
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from linwang.duty.models import PositionPast
from linwang.incidents.models import Assignment, Call, Incident
from linwang.incidents.states import AssignmentStatus
from linwang.jobs.demo.layout import Town
from linwang.jobs.demo.live.crews import Trip
from linwang.jobs.demo.live.streets import Streets
from linwang.jobs.demo.live.visitors import Machine, Unreachable
from tests.jobs.demo.conftest import THIS_MOMENT


def test_a_way_follows_the_roads_from_door_to_door(county: Town) -> None:
    start, end = county.places[0].at, county.places[900].at
    way = Streets(county.roads).way(start, end)

    assert way.at(0.0) == pytest.approx(start, abs=1e-6)
    assert way.at(way.length) == pytest.approx(end, abs=1e-6)
    straight = np.hypot(*((np.array(end) - np.array(start)) * (96_301, 110_852)))
    assert straight <= way.length < 4 * straight


def test_a_trip_is_over_when_its_metres_are_driven(county: Town) -> None:
    way = Streets(county.roads).way(county.places[0].at, county.places[900].at)
    trip = Trip(way, THIS_MOMENT, metres_per_second=way.length / 100)

    assert not trip.is_over(THIS_MOMENT + timedelta(seconds=99))
    assert trip.is_over(THIS_MOMENT + timedelta(seconds=101))
    assert trip.where(THIS_MOMENT + timedelta(seconds=200)) == way.at(way.length)


def test_nobody_answering_is_said() -> None:
    with pytest.raises(Unreachable):
        Machine("http://127.0.0.1:9", "none").post("/api/v1/calls", {})


@pytest.mark.django_db
def test_without_a_demo_there_is_no_play() -> None:
    with pytest.raises(CommandError):
        call_command("live", minutes=0.01)


@pytest.mark.django_db(transaction=True)
def test_callers_call_and_units_go(live_server: Any) -> None:
    call_command("demo", closed=5, open=60, no_map=True, stdout=StringIO())
    calls = Call.objects.count()
    out = StringIO()

    call_command("live", address=live_server.url, minutes=0.15, speed=1500, patience=0, seed=4, stdout=out)

    assert Call.objects.count() > calls
    assert Assignment.objects.filter(incident__in=Incident.objects.filter(calls__source="演示")).exists()
    assert Assignment.objects.filter(status=AssignmentStatus.REPORTED).count() > 0
    assert PositionPast.objects.exists()
    assert "0 次被拒" in out.getvalue()
