"""Two people act in the same moment, each on a connection of their own, in real transactions, again and again.

The connections stay open from round to round: the race is between the transactions, not between the handshakes.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from django.db import connection

from linwang.foundation.refusals import Refused

ROUNDS = 150
Act = Callable[[], object]


class Race:
    """Two lanes that start together."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(2, initializer=hurry)
        self._start = Barrier(2, timeout=20)

    def run(self, one: Act, other: Act) -> tuple[object, object]:
        """What each of the two got: its answer, or the refusal; anything else is a defect and rises."""
        lanes = [self._pool.submit(self._lane, act) for act in (one, other)]
        return lanes[0].result(timeout=30), lanes[1].result(timeout=30)

    def close(self) -> None:
        """Give the connections back."""
        list(self._pool.map(lambda _lane: self._leave(), range(2)))
        self._pool.shutdown()

    def _lane(self, act: Act) -> object:
        self._start.wait()
        try:
            return act()
        except Refused as refused:
            return refused

    def _leave(self) -> None:
        self._start.wait()
        connection.close()


def hurry() -> None:
    """This connection does not wait for the disk: who sees and locks what stays as it is."""
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit to off")


@contextmanager
def racing() -> Iterator[Race]:
    """A race for one test."""
    hurry()
    race = Race()
    try:
        yield race
    finally:
        race.close()


def refusals(answers: tuple[object, object]) -> list[Refused]:
    """Those of the two who were refused."""
    return [answer for answer in answers if isinstance(answer, Refused)]
