"""One listener to the database for each process, and the browsers that hear it.

A notice says what changed and never what it holds. A browser that reads slowly loses its place in the
queue and is told to ask for everything again; the others do not wait for it.
"""

import asyncio
import contextlib
import json
import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import connection

from linwang.foundation import clock
from linwang.foundation.live import CHANNEL
from linwang.web.measures import LISTENERS

log = logging.getLogger(__name__)
WAITING = 100
"""Notices that may wait for one browser."""
REMEMBERED = 2000
"""Notices kept for a browser that was away for a moment."""
OVERLAP_SECONDS = 2.0
"""Machines' clocks may differ by so much; hearing a notice twice does no harm."""
RECONNECT_SECONDS = 1.0
RESYNC = "event: resync\ndata: all\n\n"

Hearers = Callable[[Collection[str]], Awaitable[dict[str, frozenset[int]]]]


@dataclass(eq=False)
class Listener:
    """One browser: the stations it may hear of, and what waits for it."""

    sees: frozenset[int]
    queue: asyncio.Queue[str] = field(default_factory=lambda: asyncio.Queue(WAITING))

    def offer(self, message: str) -> None:
        """Queue the message, or replace all that waits by one "ask again"."""
        if self.queue.full():
            while not self.queue.empty():
                self.queue.get_nowait()
            message = RESYNC
        self.queue.put_nowait(message)


@dataclass(frozen=True)
class Said:
    """A notice that went out: when, to whom, and its message."""

    at: float
    concerned: frozenset[int]
    message: str


class Hub:
    """The browsers of this process, and the task that listens for them while there are any."""

    def __init__(self, hearers: Hearers) -> None:
        self.hearers = hearers
        self.listeners: set[Listener] = set()
        self.listening = asyncio.Event()
        self.since = 0.0
        self.recent: deque[Said] = deque(maxlen=REMEMBERED)
        self._task: asyncio.Task[None] | None = None

    @contextlib.asynccontextmanager
    async def listener(self, sees: frozenset[int], since: float = 0.0) -> AsyncIterator[Listener]:
        """A browser joins for as long as it stays; it is told what it missed `since` its page was made."""
        one = Listener(sees)
        self._catch_up(one, since - OVERLAP_SECONDS)
        self.listeners.add(one)
        LISTENERS.inc()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._listen_for_ever())
        try:
            yield one
        finally:
            self.listeners.discard(one)
            LISTENERS.dec()
            if not self.listeners and self._task:
                self._task.cancel()
                self._task = None  # a page that is loaded again comes before the cancelled task has ended

    def _catch_up(self, one: Listener, since: float) -> None:
        forgotten = len(self.recent) == REMEMBERED and self.recent[0].at > since
        if not self.listening.is_set():
            return
        if since < self.since or forgotten:
            one.offer(RESYNC)
            return
        for said in self.recent:
            if said.at >= since and not said.concerned.isdisjoint(one.sees):
                one.offer(said.message)

    async def _listen_for_ever(self) -> None:
        """After a break of the connection everybody asks again: notices may have been missed."""
        while True:
            try:
                await self._listen()
            except psycopg.Error as problem:
                log.warning("live notices: %s; connecting again", problem)
            finally:
                self.listening.clear()
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen(self) -> None:
        async with await psycopg.AsyncConnection.connect(**_address(), autocommit=True) as database:
            await database.execute(f"listen {CHANNEL}")
            self.since = clock.now().timestamp()
            self.recent.clear()
            self.listening.set()
            for listener in self.listeners:
                listener.offer(RESYNC)
            while True:
                await self.fan_out([note.payload async for note in database.notifies(stop_after=1)])

    async def fan_out(self, payloads: Collection[str]) -> None:
        """Hand each notice to the browsers whose stations it concerns."""
        notices = {payload: json.loads(payload) for payload in payloads}
        others = await self._others(notices.values())
        for notice in notices.values():
            concerned = others.get(notice["r"], frozenset()) | {notice["s"]}
            self._say(Said(clock.now().timestamp(), concerned, _message(notice)))

    def _say(self, said: Said) -> None:
        self.recent.append(said)
        for listener in self.listeners:
            if not said.concerned.isdisjoint(listener.sees):
                listener.offer(said.message)

    async def _others(self, notices: Collection[dict[str, Any]]) -> dict[str, frozenset[int]]:
        numbers = {notice["r"] for notice in notices if notice["k"] == "incident"}
        return await self.hearers(numbers) if numbers else {}


_hubs: "WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = WeakKeyDictionary()


def hub_of_this_process(hearers: Hearers) -> Hub:
    """The hub of the running loop; a process has one."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub(hearers))


def _message(notice: dict[str, Any]) -> str:
    said = json.dumps({"kind": notice["k"], "reference": notice["r"], "version": notice["v"]})
    return f"id: {clock.now().timestamp():.3f}\nevent: notice\ndata: {said}\n\n"


def _address() -> dict[str, Any]:
    settings = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {name: settings[key] for name, key in names.items() if settings[key]}
