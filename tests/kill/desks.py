"""Desks that act over HTTP while the house falls: each act has its key, and is sent again until it is answered.

Now and then a desk hangs up before it has read the answer, as a bad network does.
"""

import json
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from random import Random
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

TOKEN = "k" * 32
"""The token of a form and its cookie, which must be the same."""
HANGS_UP = 0.08
"""The share of sendings whose answer is not read."""
ANSWER_SECONDS = 20
AGAIN_SECONDS = 0.15
THINK_SECONDS = 0.03
MOVES = ("acknowledged", "en_route", "on_scene")


@dataclass(frozen=True)
class Done:
    """An act that was acknowledged."""

    key: str
    what: str
    number: str
    token: str
    order: int | None = None


@dataclass
class Book:
    """What all desks were told is done, and what was refused."""

    done: list[Done]
    refused: list[str]
    again: int = 0

    def __post_init__(self) -> None:
        self._lock = Lock()

    def write(self, done: Done) -> None:
        """One more act."""
        with self._lock:
            self.done.append(done)

    def refuse(self, sentence: str) -> None:
        """An answer too, and nothing may have been written."""
        with self._lock:
            self.refused.append(sentence)

    def so_far(self) -> list[Done]:
        """A copy, for who checks."""
        with self._lock:
            return list(self.done)


class Desk(Thread):
    """Takes calls, sends units, follows them and closes, one story after the other, until it is told to stop."""

    def __init__(self, *, port: int, session: str, units: list[int], book: Book, seed: int) -> None:
        super().__init__(daemon=True)
        self._port, self._units, self._book = port, units, book
        self._headers = {
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN, "X-Linwang-Form": "1",
            "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded", "Connection": "close",
        }  # fmt: skip
        self._random = Random(seed)
        self._finished = Event()
        self.problem: BaseException | None = None

    def stop(self) -> None:
        """After the act that is being done."""
        self._finished.set()

    def run(self) -> None:
        """A defect ends the desk and is kept for who asks."""
        try:
            while not self._finished.is_set():
                self._story()
        except Exception as problem:
            self.problem = problem
            raise

    def _story(self) -> None:
        token = f"t{self._new_key().hex[:16]}"
        taken = self._act("take", "/incidents/new/", "", token, words=f"报警 {token}", kind="theft.market")
        number = taken["go"].strip("/").split("/")[-1]
        for part in (self._send_units, self._note, self._close):
            if not self._finished.is_set():
                part(number, token)

    def _send_units(self, number: str, token: str) -> None:
        for unit in self._random.sample(self._units, 2):
            sent = self._act("dispatch", f"/incidents/{number}/dispatch/", number, token, units=unit, order=token)
            if sent:
                self._follow(number, token, int(sent["undo"]["values"]["orders"]))
                return

    def _follow(self, number: str, token: str, order: int) -> None:
        for to in MOVES:
            self._act(to, f"/incidents/{number}/move/", number, token, order=order, assignment=order, to=to)
        self._act(
            "report", f"/incidents/{number}/report/", number, token, order=order, assignment=order, kind="settled",
            words=token,
        )  # fmt: skip

    def _note(self, number: str, token: str) -> None:
        self._act("note", f"/incidents/{number}/note/", number, token, words=token)

    def _close(self, number: str, token: str) -> None:
        self._act("close", f"/incidents/{number}/close/", number, token, disposition="handled", words=token)

    def _act(self, what: str, path: str, number: str, token: str, **said: Any) -> dict[str, Any]:
        """The answer, or nothing when it was refused; a server that is away is asked again with the same key."""
        key = str(self._new_key())
        time.sleep(self._random.expovariate(1 / THINK_SECONDS))
        order = said.get("assignment")
        while True:
            answered = self._post(path, {"key": key, **said})
            if answered is not None:
                break
            self._book.again += 1
            time.sleep(AGAIN_SECONDS)
        status, body = answered
        if status >= 400:
            self._book.refuse(f"{what} {status} {body[:200]}")
            if what == "take":
                raise AssertionError(self._book.refused[-1])
            return {}
        answer: dict[str, Any] = json.loads(body)
        if what == "take":
            number = answer["go"].strip("/").split("/")[-1]
        if what == "dispatch":
            order = int(answer["undo"]["values"]["orders"])
        self._book.write(Done(key, what, number, token, order))
        return answer

    def _post(self, path: str, said: dict[str, Any]) -> tuple[int, str] | None:
        """Status and body; nothing when no whole answer came, or one that says the server is in trouble."""
        link = HTTPConnection("127.0.0.1", self._port, timeout=ANSWER_SECONDS)
        try:
            link.request("POST", path, urlencode(said), self._headers)
            if self._random.random() < HANGS_UP:
                return None
            return _read(link.getresponse())
        except (OSError, HTTPException):
            return None
        finally:
            link.close()

    def _new_key(self) -> UUID:
        return UUID(int=self._random.getrandbits(128), version=4)


def _read(answer: HTTPResponse) -> tuple[int, str] | None:
    body = answer.read().decode()
    return None if answer.status >= 500 else (answer.status, body)
