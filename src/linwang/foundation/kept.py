"""What is dear to build and seldom changes is kept in the process, with the version it was built from.

Whoever asks reads the version first, which is one cheap query; when it changed, the value is built anew.
A value that is built while its sources change carries the older version, so the next asker builds it again.
"""

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar
from weakref import WeakSet

T = TypeVar("T")
_all: WeakSet["Kept[Any]"] = WeakSet()


class Kept(Generic[T]):
    """The newest value of each key; the oldest keys leave when there are more than `most`."""

    def __init__(self, *, most: int = 16) -> None:
        self._most = most
        self._values: dict[Hashable, tuple[Hashable, T]] = {}
        _all.add(self)

    def forget(self) -> None:
        """Drop every value."""
        self._values.clear()

    def get(self, key: Hashable, version: Hashable, build: Callable[[], T]) -> T:
        """The value of this version, built if it is not the one at hand."""
        known = self._values.get(key)
        if known is not None and known[0] == version:
            return known[1]
        value = build()
        self._values[key] = (version, value)
        while len(self._values) > self._most:
            self._values.pop(next(iter(self._values)), None)
        return value


def forget_all() -> None:
    """Drop what this process keeps: ids and versions begin anew in a database that was emptied."""
    for kept in _all:
        kept.forget()
