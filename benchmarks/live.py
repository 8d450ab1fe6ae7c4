"""`./linwang bench live`: from the commit of a change to every open browser, with 200 of them listening.

A server of its own on a free port; raw connections, so that the listeners cost little. Yardstick: one plain
LISTEN on the database in the same run.
"""

import asyncio
import os
import socket
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from benchmarks.table import keep, show, spread
from linwang.foundation import live
from linwang.personnel.models import Person

LISTENERS, NOTICES, EVERY_SECONDS = 200, 200, 0.05
ROOT = Path(__file__).resolve().parent.parent


def main(options: Namespace) -> None:
    """Send notices of the demo station and count when each arrives where."""
    person = Person.objects.get(login="town-dispatcher-1")
    browser = Client()
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
    port = _free_port()
    server = _serve(port)
    try:
        heard, plain = asyncio.run(_measure(port, cookie, person.station_id))
    finally:
        server.terminate()
        server.wait(20)
    expected = LISTENERS * NOTICES
    rows = [{"who": f"{LISTENERS} browsers", **spread(heard), "missing": expected - len(heard)},
            {"who": "one plain LISTEN", **spread(plain), "missing": NOTICES - len(plain)}]  # fmt: skip
    show(f"ms from the act to its notice; {NOTICES} notices, one each {EVERY_SECONDS * 1000:.0f} ms", rows)
    keep(options.json, {"listeners": LISTENERS, "notices": NOTICES, "rows": rows})


async def _measure(port: int, cookie: str, station: int) -> tuple[list[float], list[float]]:
    sent: dict[str, float] = {}
    heard: list[float] = []
    plain: list[float] = []
    ready = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(_listen(port, cookie, sent, heard, ready)) for _ in range(LISTENERS)]
    tasks.append(asyncio.create_task(_listen_plainly(sent, plain, ready)))
    for _ in tasks:
        await asyncio.wait_for(ready.acquire(), 60)
    for number in range(NOTICES):
        await asyncio.to_thread(_tell, station, f"bench-{number}", sent)
        await asyncio.sleep(EVERY_SECONDS)
    await asyncio.sleep(2)
    for task in tasks:
        task.cancel()
    return heard, plain


def _tell(station: int, reference: str, sent: dict[str, float]) -> None:
    with transaction.atomic():
        live.tell(station=station, kind="incident", reference=reference)
        sent[reference] = time.perf_counter()


async def _listen(port: int, cookie: str, sent: dict[str, float], heard: list[float], ready: asyncio.Semaphore) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    name = settings.SESSION_COOKIE_NAME
    writer.write(f"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {name}={cookie}\r\n\r\n".encode())
    is_ready = False
    while line := await reader.readline():
        if not is_ready and line.startswith((b"retry", b":", b"event", b"data")):
            is_ready = True
            ready.release()
        _note(line, sent, heard)


async def _listen_plainly(sent: dict[str, float], heard: list[float], ready: asyncio.Semaphore) -> None:
    facts = connection.settings_dict
    listener = await psycopg.AsyncConnection.connect(
        dbname=facts["NAME"], user=facts["USER"], host=facts["HOST"], port=facts["PORT"] or None, autocommit=True
    )
    async with listener:
        await listener.execute(f"listen {live.CHANNEL}")
        ready.release()
        async for notice in listener.notifies():
            _note(notice.payload.encode(), sent, heard)


def _note(line: bytes, sent: dict[str, float], heard: list[float]) -> None:
    _before, found, after = line.partition(b"bench-")
    if found:
        digits = after[: next((place for place, sign in enumerate(after) if not 48 <= sign <= 57), len(after))]
        heard.append((time.perf_counter() - sent[f"bench-{digits.decode()}"]) * 1000)


def _serve(port: int) -> subprocess.Popen[bytes]:
    command: Sequence[str] = [
        str(Path(sys.executable).parent / "granian"), "--interface", "asginl", "--host", "127.0.0.1",
        "--port", str(port), "linwang.asgi:application",
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    for _ in range(120):
        try:
            asked = HTTPConnection("127.0.0.1", port, timeout=2)
            asked.request("GET", "/healthz")
            if asked.getresponse().status == 200:
                return server
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the server did not start")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
