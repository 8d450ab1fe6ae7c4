"""Whatever is killed, whenever: what was acknowledged is there, once and whole.

Web server, worker, one process of the database or all of them are killed with SIGKILL at drawn moments, while desks
act over HTTP and send again what was not answered. After each kill every promise is checked.
"""

import logging
import time
from collections import Counter
from random import Random

import pytest

from tests.kill.desks import Book, Desk
from tests.kill.house import House
from tests.kill.promises import WAITING, broken

_log = logging.getLogger(__name__)
KILLS, MANY_KILLS = 20, 300
MANY_MINUTES = 60
VICTIMS = {"web": 3, "worker": 3, "backend": 2, "database": 3}
SOONEST, LATEST = 0.05, 0.9
"""Seconds of load before each kill."""
DELIVERED_SECONDS = 60
SEED = 20260715


def test_nothing_acknowledged_is_lost_however_often_it_is_killed(house: House) -> None:
    _kill_again_and_again(house, KILLS, minutes=15)


@pytest.mark.long
def test_nothing_acknowledged_is_lost_in_hundreds_of_kills(house: House) -> None:
    _kill_again_and_again(house, MANY_KILLS, minutes=MANY_MINUTES)


def _kill_again_and_again(house: House, kills: int, *, minutes: float) -> None:
    known, random, deadline = house.build(), Random(SEED), time.monotonic() + minutes * 60
    house.open()
    book = Book([], [])
    desks = [
        Desk(port=house.port, session=session, units=known["units"], book=book, seed=number)  # type: ignore[arg-type]
        for number, session in enumerate(known["sessions"])  # type: ignore[arg-type]
    ]
    for desk in desks:
        desk.start()
    killed = Counter[str]()
    while killed.total() < kills:
        assert time.monotonic() < deadline, f"{killed.total()} kills in {minutes} minutes"
        time.sleep(random.uniform(SOONEST, LATEST))
        victim = random.choices(list(VICTIMS), list(VICTIMS.values()))[0]
        house.kill(victim, random)
        killed[victim] += 1
        house.open()
        _check(house, book, desks)
    _end(house, book, desks)
    _log.info(
        "%s; %d acts acknowledged, %d times sent again, %d refused, %d restarts",
        dict(killed), len(book.done), book.again, len(book.refused), house.restarts,
    )  # fmt: skip


def _check(house: House, book: Book, desks: list[Desk]) -> None:
    done = book.so_far()
    with house.connect() as database:
        assert broken(database, done) == []
    assert [desk.problem for desk in desks if desk.problem] == []


def _end(house: House, book: Book, desks: list[Desk]) -> None:
    """Everybody finishes what they do; then every parcel arrives and the journal verifies."""
    for desk in desks:
        desk.stop()
    for desk in desks:
        desk.join(60)
        assert not desk.is_alive()
    deadline = time.monotonic() + DELIVERED_SECONDS
    with house.connect() as database:
        while waiting := database.execute(WAITING).fetchone()[0]:  # type: ignore[index]
            assert time.monotonic() < deadline, f"{waiting} parcels were never delivered"
            house.open()
            time.sleep(0.2)
    _check(house, book, desks)
    assert {one.what for one in book.done} >= {"take", "dispatch", "on_scene", "report", "note", "close"}
    house.verify()
