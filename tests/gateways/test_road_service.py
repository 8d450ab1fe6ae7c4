"""A road server: asked as Valhalla and OSRM want it, with recorded answers; silent or broken, the fallback answers."""

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import numpy as np
import pytest

from linwang.gateways.road_service import Make, RoadService, service_of
from linwang.places.queries.roads import travel_times
from linwang.science.geo.points import LonLat, Points
from linwang.science.routing.no_roads import NoRoads
from linwang.science.routing.travel_times import Profile, TravelTimes

HERE, THERE, INCIDENT = LonLat(9.51, 47.14), LonLat(9.52, 47.16), LonLat(9.53, 47.17)
VALHALLA = {
    "algorithm": "costmatrix",
    "units": "kilometers",
    "sources_to_targets": [
        [{"distance": 3.311, "time": 284, "to_index": 0, "from_index": 0}],
        [{"distance": None, "time": None, "to_index": 0, "from_index": 1}],
    ],
}
OSRM = {
    "code": "Ok",
    "durations": [[283.4], [None]],
    "destinations": [{"hint": "", "distance": 3.1, "name": "", "location": [9.53, 47.17]}],
}


class _Recorded(BaseHTTPRequestHandler):
    answer: Any = None
    wait = 0.0
    asked: list[tuple[str, Any]] = []

    def do_GET(self) -> None:
        self._tell(None)

    def do_POST(self) -> None:
        self._tell(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _tell(self, question: Any) -> None:
        type(self).asked.append((self.path, question))
        time.sleep(type(self).wait)
        told = type(self).answer
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[tuple[str, type[_Recorded]]]:
    class Handler(_Recorded):
        asked: list[tuple[str, Any]] = []

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}", Handler
    running.shutdown()
    running.server_close()


def ask(times: TravelTimes, *points: LonLat | None) -> np.ndarray:
    return times.seconds(Points.of(points or (HERE, None, THERE)), INCIDENT, Profile.CAR)


def test_valhalla_is_asked_for_a_table_and_null_is_no_way(server: Any) -> None:
    address, handler = server
    handler.answer = VALHALLA
    times = service_of(f"valhalla+{address}/", NoRoads())

    assert ask(times).tolist() == [284.0, np.inf, np.inf]
    assert not times.is_estimated
    path, question = handler.asked[0]
    assert path == "/sources_to_targets"
    assert question["sources"] == [{"lon": 9.51, "lat": 47.14}, {"lon": 9.52, "lat": 47.16}]
    assert (question["targets"], question["costing"]) == ([{"lon": 9.53, "lat": 47.17}], "auto")


def test_osrm_is_asked_for_a_table(server: Any) -> None:
    address, handler = server
    handler.answer = OSRM

    assert ask(service_of(f"osrm+{address}", NoRoads())).tolist() == [283.4, np.inf, np.inf]
    path, _ = handler.asked[0]
    assert path.startswith("/table/v1/driving/9.510000,47.140000;9.520000,47.160000;9.530000,47.170000?")
    assert path.endswith("sources=0;1&destinations=2&annotations=duration")


@pytest.mark.parametrize(
    "nonsense",
    [b"<html>", b"[]", {"code": "NoTable"}, {"code": "Ok", "durations": [[1.0]]}, {"code": "Ok", "durations": []}],
)
def test_nonsense_is_answered_by_the_fallback_and_said_to_be_an_estimate(server: Any, nonsense: Any) -> None:
    address, handler = server
    handler.answer = nonsense
    times = service_of(f"osrm+{address}", NoRoads())

    assert ask(times).tolist() == ask(NoRoads()).tolist()
    assert times.is_estimated
    assert ask(times).tolist() == ask(NoRoads()).tolist()
    assert len(handler.asked) == 1


def test_a_slow_server_is_not_waited_for_and_asked_again_later(server: Any) -> None:
    address, handler = server
    handler.answer, handler.wait = OSRM, 0.5
    times = RoadService(Make.OSRM, address, NoRoads(), timeout_seconds=0.1, left_alone_seconds=0.2)

    assert ask(times).tolist() == ask(NoRoads()).tolist()
    assert times.is_estimated

    handler.wait = 0.0
    times.timeout_seconds, times._silent_until = 5.0, 0.0
    assert ask(times)[0] == 283.4
    assert not times.is_estimated


def test_a_server_that_is_not_there_costs_no_answer() -> None:
    assert ask(service_of("valhalla+http://127.0.0.1:9", NoRoads())).tolist() == ask(NoRoads()).tolist()


def test_many_units_are_asked_in_tables_that_the_server_accepts(server: Any) -> None:
    address, handler = server
    handler.answer = {"code": "Ok", "durations": [[7.0]] * 50}

    assert ask(service_of(f"osrm+{address}", NoRoads()), *[HERE] * 100).tolist() == [7.0] * 100
    assert len(handler.asked) == 2


@pytest.mark.parametrize("said", ["graphhopper+http://here", "valhalla", "osrm+ftp://here", "osrm+http://"])
def test_a_setting_that_names_no_server_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match="LINWANG_ROADS"):
        service_of(said, NoRoads())


def test_the_setting_chooses_the_server(server: Any, settings: Any, tmp_path: Any) -> None:
    address, handler = server
    handler.answer = OSRM
    settings.ROADS, settings.MAP_FOLDER = f"osrm+{address}", tmp_path

    assert ask(travel_times())[0] == 283.4
