"""What was already done, and a lock so that two starters do not do it at once."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
from collections.abc import Iterator
from pathlib import Path


def fingerprint(*parts: Path | str) -> str:
    """One short hash of files and words; a missing file counts as empty."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else _bytes(part))
        digest.update(b"\0")
    return digest.hexdigest()[:20]


def is_done(stamp: Path, *wanted: str) -> bool:
    """Whether the stamp says one of the wanted words."""
    return _bytes(stamp).decode().strip() in wanted


def mark_done(stamp: Path, word: str) -> None:
    """Write the stamp last, and whole: a half-written one must not count."""
    fresh = stamp.with_name(stamp.name + ".new")
    fresh.write_text(word + "\n")
    fresh.replace(stamp)


@contextlib.contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Wait for any other starter; the kernel frees the lock when a process dies."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
