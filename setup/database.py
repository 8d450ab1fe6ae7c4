"""The database of this run: the one that `DATABASE_URL` names, else our own, kept running while needed."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from typing import IO

from setup.paths import home
from setup.postgres import Postgres


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The address to connect to; who started our own server stops it when nobody else uses it."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    server = own()
    server.make_base()
    with (server.base / "users.lock").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        already = server.is_running()
        try:
            yield server.start()
        finally:
            if not already and _is_last(users):
                server.stop()


def own() -> Postgres:
    """Our own server, whether it runs or not."""
    return Postgres(home() / "postgres")


def _is_last(users: IO[str]) -> bool:
    """Whether no other starter holds the server; later ones wait until it has stopped."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
