"""`./linwang bench overload`: 200 open boards, 100 positions and 5 intakes a second; how long do acts take?

A server of its own on a free port with as many processes as half the cores. A board listens on the stream and
asks again for the rows that a notice names, as board.js does. Afterwards the same at four times the rate, to see
who is sent away: readers first, and no act by halves.
"""

import asyncio
import contextlib
import subprocess
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlencode
from uuid import uuid4

from django.conf import settings
from django.test import Client

from benchmarks.live import _free_port, _serve
from benchmarks.table import keep, show, spread
from linwang.foundation import clock
from linwang.incidents.models import Incident
from linwang.personnel.models import Person

BOARDS, POSITIONS, INTAKES, SECONDS, TARGET_MS = 200, 100, 5, 30, 300
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Seen:
    """What came back: milliseconds by kind of answered requests, and statuses."""

    took: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    notices: int = 0

    def note(self, kind: str, status: int, began: float) -> None:
        self.statuses[f"{kind} {status}"] += 1
        if status < 500:
            self.took.setdefault(kind, []).append((time.perf_counter() - began) * 1000)


@dataclass(frozen=True)
class Desk:
    """A signed-in browser's cookie and token, and the port."""

    port: int
    cookie: str
    token: str

    async def ask(self, method: str, path: str, form: dict[str, str] | None = None, **headers: str) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = urlencode(form or {})
        head = {
            "Host": "127.0.0.1", "Connection": "close", "Cookie": self.cookie, "X-CSRFToken": self.token, **headers,
            **({"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))} if form else {}),
        }  # fmt: skip
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        writer.write(f"{method} {path} HTTP/1.1\r\n{lines}\r\n{body if form else ''}".encode())
        status = int((await reader.readline()).split()[1])
        await reader.read()
        writer.close()
        return status


def main(options: Namespace) -> None:
    """Both rates in turn, each with a server that has just begun."""
    rows = []
    for times in (1, 4):
        port = _free_port()
        server = _serve(port)
        before = Incident.objects.count()
        try:
            seen = asyncio.run(_run(_desk(port), times))
        finally:
            server.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(10)
            server.kill()
        stored = Incident.objects.count() - before
        rows += [{"rate": f"×{times}", "what": kind, **spread(seen.took[kind])} for kind in sorted(seen.took)]
        print(f"×{times}: {dict(sorted(seen.statuses.items()))}, {seen.notices} notices")
        answered = sum(n for said, n in seen.statuses.items() if said in ("intake 200", "intake 302", "intake 303"))
        print(f"  intakes acknowledged {answered}, stored {stored}")
    show(f"ms; {BOARDS} boards, {POSITIONS} positions/s, {INTAKES} intakes/s; target: intake p95 ≤ {TARGET_MS}", rows)
    keep(options.json, {"boards": BOARDS, "positions": POSITIONS, "intakes": INTAKES, "rows": rows})


def _desk(port: int) -> Desk:
    person = Person.objects.get(login="town-dispatcher-1")
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(person, backend=BACKEND)
    browser.get("/incidents/new/")
    token = browser.cookies["csrftoken"].value
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return Desk(port, f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={token}", token)


async def _run(desk: Desk, times: int) -> Seen:
    seen, chance = Seen(), Random(7)
    boards = [asyncio.create_task(_board(desk, seen)) for _ in range(BOARDS)]
    await asyncio.sleep(5)
    units = await asyncio.to_thread(_trackers)
    sending = [
        asyncio.create_task(_steadily(POSITIONS * times, lambda: _position(desk, seen, chance.choice(units), chance))),
        asyncio.create_task(_steadily(INTAKES * times, lambda: _intake(desk, seen))),
    ]
    await asyncio.gather(*sending)
    for board in boards:
        board.cancel()
    return seen


async def _steadily(each_second: float, act: Callable[[], Awaitable[None]]) -> None:
    """At the rate, whether earlier ones have been answered or not: the street does not wait."""
    begun, tasks = time.perf_counter(), []
    for number in range(int(each_second * SECONDS)):
        await asyncio.sleep(max(0.0, begun + number / each_second - time.perf_counter()))
        tasks.append(asyncio.create_task(act()))
    await asyncio.gather(*tasks)


async def _board(desk: Desk, seen: Seen) -> None:
    """One open board: the stream, and the rows of each bunch of notices, as the page asks for them."""
    reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
    writer.write(f"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {desk.cookie}\r\n\r\n".encode())
    free_at = 0.0
    while line := await reader.readline():
        if b'"incident"' not in line:
            continue
        seen.notices += 1
        number = line.partition(b'"reference": "')[2].partition(b'"')[0].decode()
        if time.perf_counter() >= free_at:
            free_at = time.perf_counter() + 0.1
            free_at += 5.0 if await _rows(desk, seen, number) == 503 else 0.0


async def _rows(desk: Desk, seen: Seen, number: str) -> int:
    began = time.perf_counter()
    path = f"/incidents/board/rows/?n={number}"
    status = await desk.ask("GET", path, None, **{"X-Linwang-Passive": "1", "HX-Request": "true"})
    seen.note("rows", status, began)
    return status


async def _position(desk: Desk, seen: Seen, tracker: str, chance: Random) -> None:
    began = time.perf_counter()
    where = urlencode({
        "id": tracker, "lat": 30.2 + chance.random() / 50, "lon": 120.9 + chance.random() / 50,
        "timestamp": int(clock.now().timestamp()), "accuracy": 9,
    })  # fmt: skip
    seen.note("position", await desk.ask("POST", f"/positions?{where}", {"x": "1"}), began)


async def _intake(desk: Desk, seen: Seen) -> None:
    began = time.perf_counter()
    form = {"key": str(uuid4()), "words": "我的电动车在楼下被偷了", "channel": "phone"}
    seen.note("intake", await desk.ask("POST", "/incidents/new/", form), began)


def _trackers() -> list[str]:
    from linwang.duty.models import Unit

    known = Unit.objects.exclude(tracker="").exclude(tracker=None)
    found = list(known.values_list("tracker", flat=True))
    if not found:
        raise SystemExit("no unit has a tracker: make the demo station first")
    return found
