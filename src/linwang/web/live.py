"""The stream that keeps pages true: server-sent events, only of what the person may see."""

import asyncio
from collections.abc import AsyncIterator, Collection

from asgiref.sync import sync_to_async
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.http import StreamingHttpResponse

from linwang.foundation import clock
from linwang.incidents.queries.hearers import stations_by_hand_over
from linwang.web.asking import Request
from linwang.web.guards import signed_in
from linwang.web.live_hub import hub_of_this_process

HEARTBEAT_SECONDS = 15.0
RETRY = "retry: 2000\n\n"
ENDED = "event: ended\ndata: signed out\n\n"


@signed_in
def stream(request: Request) -> StreamingHttpResponse:
    """Notices of the stations that the person sees, until they sign out or leave the page."""
    actor = request.actor
    notices = _notices(actor.sees, actor.someone(), request.session.session_key or "", _since(request))
    response = StreamingHttpResponse(notices, content_type="text/event-stream")
    response["Cache-Control"] = "no-cache"
    response["X-Accel-Buffering"] = "no"
    return response


def _since(request: Request) -> float:
    """When the page was made, or the last notice that the browser heard before it lost the stream."""
    given = request.headers.get("Last-Event-ID") or request.GET.get("since", "")
    try:
        return float(given)
    except ValueError:
        return 0.0


async def _notices(sees: frozenset[int], person: int, session: str, since: float) -> AsyncIterator[str]:
    await _give_back_connection()
    async with hub_of_this_process(_hearers).listener(sees, since) as listener:
        yield RETRY + _beat()
        next_beat = _loop_time() + HEARTBEAT_SECONDS
        while True:
            try:
                yield await asyncio.wait_for(listener.queue.get(), max(0, next_beat - _loop_time()))
            except TimeoutError:
                if not await _is_signed_in(person, session):
                    yield ENDED
                    return
                yield _beat()
                next_beat = _loop_time() + HEARTBEAT_SECONDS


@sync_to_async
def _give_back_connection() -> None:
    """A stream lasts for hours: it must not keep the database connection that let it in."""
    connections.close_all()


@sync_to_async
def _is_signed_in(person: int, session: str) -> bool:
    """Whether the session is still that person's: at a shared desk the next one begins a new session."""
    try:
        return SessionStore(session).get(SESSION_KEY) == str(person)
    finally:
        connections.close_all()


@sync_to_async
def _hearers(numbers: Collection[str]) -> dict[str, frozenset[int]]:
    try:
        return stations_by_hand_over(numbers=numbers)
    finally:
        connections.close_all()


def _beat() -> str:
    now = clock.now()
    return f"id: {now.timestamp():.3f}\nevent: beat\ndata: {now.isoformat()}\n\n"


def _loop_time() -> float:
    return asyncio.get_running_loop().time()
