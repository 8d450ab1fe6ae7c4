"""What is acknowledged is on the disk: the kernel is watched, and the flush of the log comes before the answer.

`strace` follows the database's processes and the web server in one list. Desks send one act after the other, so that
between two answers there must be a flush of the write-ahead log that has ended.
"""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.kill.desks import Book, Desk
from tests.kill.house import House

ACTS = 40
CALLS = "trace=fsync,fdatasync,sendto,sendmsg,write,writev"
_FLUSHED = re.compile(r"^(\d+) .*\b(?:fsync|fdatasync)\(\d+<[^>]*/pg_wal/[^>]*>\)\s+= 0")
_BEGUN = re.compile(r"^(\d+) .*\b(?:fsync|fdatasync)\(\d+<[^>]*/pg_wal/[^>]*> <unfinished")
_RESUMED = re.compile(r"^(\d+) .*<\.\.\. (?:fsync|fdatasync) resumed>.*= 0")
_COMMITTED = re.compile(r"^\d+ .*\b(?:sendto|sendmsg|write)\(.*COMMIT\\0")
_ANSWERED = re.compile(r'^\d+ .*\b(?:sendto|sendmsg|write|writev)\(.*"HTTP/1\.1 (\d+)')


@pytest.mark.long
def test_the_log_is_flushed_before_the_answer(house: House) -> None:
    if shutil.which("strace") is None:
        reason = "no strace: install it (Debian: apt-get install strace) to see the flush before the answer"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    known = house.build()
    house.open(with_worker=False)
    book = Book([], [])
    desk = Desk(port=house.port, session=known["sessions"][0], units=known["units"], book=book, seed=1)  # type: ignore[index, arg-type]
    with _watching(house, house.folder / "trace") as trace:
        desk.start()
        while len(book.so_far()) < ACTS and desk.is_alive():
            time.sleep(0.1)
        desk.stop()
        desk.join(60)

    answers, too_early = _early(trace.read_text(errors="replace").splitlines())

    assert desk.problem is None
    assert answers >= ACTS
    assert too_early == []


FLUSH = "7 1.0 fdatasync(5</d/pg_wal/000000010000000000000001>) = 0"
COMMIT = r'7 1.1 sendto(9<socket:[1]>, "C\0\0\0\vCOMMIT\0Z\0\0\0\5I", 17, 0, NULL, 0) = 17'
ANSWER = r'8 1.2 sendto(11<TCP:[1]>, "HTTP/1.1 200 OK\r\n", 300, MSG_NOSIGNAL, NULL, 0) = 300'
SLOW = ["7 1.0 fdatasync(5</d/pg_wal/000000010000000000000001> <unfinished ...>", "7 1.3 <... fdatasync resumed>) = 0"]


@pytest.mark.parametrize(
    ("trace", "early"),
    [
        ([FLUSH, COMMIT, ANSWER], 0),
        ([SLOW[0], SLOW[1], COMMIT, ANSWER], 0),
        ([SLOW[0], COMMIT, ANSWER, SLOW[1]], 1),
        ([COMMIT, ANSWER], 1),
        ([FLUSH, COMMIT, ANSWER, COMMIT, ANSWER], 1),
    ],
)
def test_an_answer_before_its_flush_would_be_seen(trace: list[str], early: int) -> None:
    assert len(_early(trace)[1]) == early


def _early(trace: Iterable[str]) -> tuple[int, list[str]]:
    """How many acts were answered, and the answers before which no flush had ended since the answer before."""
    answers, early = 0, []
    is_flushed = is_committed = False
    waiting: set[str] = set()
    for line in trace:
        if begun := _BEGUN.match(line):
            waiting.add(begun[1])
        elif (resumed := _RESUMED.match(line)) and resumed[1] in waiting:
            waiting.discard(resumed[1])
            is_flushed = True
        elif _FLUSHED.match(line):
            is_flushed = True
        elif _COMMITTED.match(line):
            is_committed = True
        elif (answered := _ANSWERED.match(line)) and answered[1] < "400" and is_committed:
            answers += 1
            if not is_flushed:
                early.append(line)
            is_flushed = is_committed = False
    return answers, early


@contextmanager
def _watching(house: House, trace: Path) -> Iterator[Path]:
    """Every call that flushes or sends, of everything that runs, in the order in which the kernel ended it."""
    pids = [word for pid in house.processes() for word in ("-p", str(pid))]
    words = ["strace", "-f", "-y", "-ttt", "-s", "120", "-e", CALLS, "-o", str(trace), *pids]
    watcher = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    time.sleep(2)
    try:
        yield trace
    finally:
        watcher.send_signal(signal.SIGINT)
        watcher.wait(30)
