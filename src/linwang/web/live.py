"""The stream that keeps pages true: server-sent events, only of what the person may see."""

import asyncio
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass

from asgiref.sync import sync_to_async
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, connections
from django.http import StreamingHttpResponse
from django.utils import translation
from django.utils.translation import get_language

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.queries.hearers import stations_by_hand_over
from linwang.web import dead_man
from linwang.web.asking import Request
from linwang.web.guards import signed_in
from linwang.web.live_hub import hub_of_this_process

HEARTBEAT_SECONDS = 15.0
RETRY = "retry: 2000\n\n"
ENDED = "event: ended\ndata: signed out\n\n"


@dataclass(frozen=True)
class Who:
    """Who listens: the person of a session, and the language of their pages."""

    person: int
    session: str
    language: str
    sees_board: bool


@signed_in
def stream(request: Request) -> StreamingHttpResponse:
    """Notices of the stations that the person sees, until they sign out or leave the page."""
    actor = request.actor
    who = Who(actor.someone(), request.session.session_key or "", get_language(), actor.may(Capability.SEE_BOARD))
    notices = _notices(actor.sees, who, _since(request))
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


async def _notices(sees: frozenset[int], who: Who, since: float) -> AsyncIterator[str]:
    await _give_back_connection()
    async with hub_of_this_process(_hearers).listener(sees, since) as listener:
        yield RETRY + _beat()
        next_beat = _loop_time() + HEARTBEAT_SECONDS
        while True:
            try:
                yield await asyncio.wait_for(listener.queue.get(), max(0, next_beat - _loop_time()))
            except TimeoutError:
                said = await _each_beat(who)
                yield said
                if said is ENDED:
                    return
                next_beat = _loop_time() + HEARTBEAT_SECONDS


@sync_to_async
def _give_back_connection() -> None:
    """A stream lasts for hours: it must not keep the database connection that let it in."""
    connections.close_all()


@sync_to_async
def _each_beat(who: Who) -> str:
    """A beat with the dead-man line; the end; or, while the database is away, that nothing can be told."""
    try:
        return _beat() + _silent(who) if _is_signed_in(who) else ENDED
    except DatabaseError:
        return f"event: lost\ndata: {clock.now().isoformat()}\n\n"
    finally:
        connections.close_all()


def _is_signed_in(who: Who) -> bool:
    """Whether the session is still that person's: at a shared desk the next one begins a new session."""
    return SessionStore(who.session).get(SESSION_KEY) == str(who.person)


def _silent(who: Who) -> str:
    """The dead-man line may have come or gone since the page was made."""
    if not who.sees_board:
        return ""
    with translation.override(who.language):
        return f"event: silent\ndata: {dead_man.line()}\n\n"


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
