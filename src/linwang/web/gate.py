"""How much one process does at a time. Beyond it, what can wait is sent away first, with when to come again.

Each kind of request has its own places, so that reading never takes the place of an act. What does not get a
place within its patience is answered 503 before anything is begun: an act is done whole or not at all.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse

from linwang.web import unavailable

PASSIVE = "X-Linwang-Passive"
FREE = ("/healthz", "/readyz", "/metrics", "/paper/", "/static/")
POSITIONS = ("/positions", "/api/v1/positions", "/duty/position/")
HINTS = ("/incidents/new/suggest/", "/incidents/new/questions/", "/incidents/new/places/", "/incidents/new/draft/")
"""What the intake asks while somebody types: the browser asks again, and keeps a copy of the draft."""
SEARCH_BY_POST = "/incidents/search/phone/"
GLANCED_AT = ("/incidents/board/", "/incidents/search/", "/live/", "/incidents/ringing/")


@dataclass
class Kind:
    """One kind of request: how many at a time, how long the next waits for a place, when to come again."""

    name: str
    places: int
    patience: float
    again: int
    _free: threading.Semaphore = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._free = threading.BoundedSemaphore(self.places)

    @contextmanager
    def place(self) -> Iterator[bool]:
        """Whether there was a place; it is kept until the block ends."""
        got = self._free.acquire(timeout=self.patience)
        try:
            yield got
        finally:
            if got:
                self._free.release()


GLANCE = Kind("glance", places=3, patience=1.0, again=5)
"""What a page asks by itself, lists and searches: the screen keeps what it shows."""
HINT = Kind("hint", places=2, patience=6.0, again=2)
"""Patient, because the first of a process builds what the others read."""
POSITION = Kind("position", places=2, patience=1.0, again=5)
"""The next position makes up for one that was not taken."""
READ = Kind("read", places=3, patience=2.0, again=3)
"""A page that somebody opens."""
ACT = Kind("act", places=4, patience=4.0, again=3)
"""Together they need no more connections than the process has (settings: `max_size`)."""


class GateMiddleware:
    """Gives a request its place or sends it away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing is asked of the database before there is a place."""
        kind = kind_of(request)
        if kind is None:
            return self.get_response(request)
        with kind.place() as got:
            if got:
                return self.get_response(request)
        return unavailable.answer(request, unavailable.busy(again=kind.again, is_act=kind is ACT))


def kind_of(request: HttpRequest) -> Kind | None:
    """By method and address alone; None needs no place."""
    if request.path.startswith(FREE):
        return None
    if request.path.startswith(POSITIONS):
        return POSITION
    if request.path.startswith(HINTS):
        return HINT
    if request.method in ("GET", "HEAD", "OPTIONS"):
        is_glance = PASSIVE in request.headers or "HX-Request" in request.headers
        return GLANCE if is_glance or request.path.startswith(GLANCED_AT) else READ
    return GLANCE if request.path.startswith(SEARCH_BY_POST) else ACT
