"""Does several things at the same moment, each on a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from linwang.foundation.refusals import Refused


class Desks:
    """As many threads as desks; each keeps its connection from round to round."""

    def __init__(self, count: int) -> None:
        self._pool = ThreadPoolExecutor(count)
        self._gate = Barrier(count, timeout=30)

    def __enter__(self) -> "Desks":
        return self

    def __exit__(self, *problem: object) -> None:
        for closed in [self._pool.submit(self._leave) for _ in range(self._gate.parties)]:
            closed.result(30)
        self._pool.shutdown()

    def at_once(self, acts: Sequence[Callable[[], Any]]) -> list[Any]:
        """What each act answered, or the refusal it met; anything else is raised."""
        return [waiting.result(60) for waiting in [self._pool.submit(self._act, act) for act in acts]]

    def _act(self, act: Callable[[], Any]) -> Any:
        self._gate.wait()
        try:
            return act()
        except Refused as refused:
            return refused

    def _leave(self) -> None:
        self._gate.wait()
        connection.close()


def refusals(answers: Sequence[Any]) -> list[Refused]:
    """Those that were refused."""
    return [answer for answer in answers if isinstance(answer, Refused)]
