"""The desk of a replay: every act goes through the desk's own actions, once, under a key that never changes.

The key of an act is made of the file's digest, the bureau, the line and the act. What was done in an earlier run is
answered from there, so that a run that was stopped goes on where it ended and doubles nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from linwang.foundation.actor import Actor
from linwang.foundation.answers import answers_of
from linwang.foundation.capabilities import Capability
from linwang.incidents.queries.replayed import units_of_orders

ACTS = ("take", "dispatch", "sign", "leave", "arrive", "report", "close")
_MAY = frozenset({Capability.TAKE_CALLS, Capability.DISPATCH_UNITS, Capability.CLOSE_INCIDENTS})
_SPACE = UUID("6f1d6c1a-9f43-5b0e-8f0e-7a1f3c9d2b55")
_NOT_DONE = object()


def space_of(digest: str, *, bureau: str, run: int = 0) -> UUID:
    """The name space of a file's keys at a bureau; playing it again on purpose is another run."""
    return uuid5(_SPACE, f"{digest}:{bureau}:{run}")


def is_begun(space: UUID, lines: Sequence[int]) -> bool:
    """Whether a call from one of the lines has been taken in this run."""
    return bool(answers_of([key_of(space, line, "take") for line in lines]))


def key_of(space: UUID, line: int, act: str) -> UUID:
    """The operation key of one act for one row."""
    return uuid5(space, f"{line}:{act}")


class Desk:
    """Acts for one station; what is known from an earlier run is not done again."""

    def __init__(self, station: int, space: UUID) -> None:
        self._space = space
        self._known: dict[UUID, Any] = {}
        self._units: dict[int, int] = {}
        self.by = Actor(person=None, name="推演", station=station, sees=frozenset({station}), capabilities=_MAY)
        self.done: dict[str, int] = defaultdict(int)
        self.known_before = 0

    def remember(self, lines: Sequence[int]) -> None:
        """Ask at once for everything an earlier run has done for these rows."""
        keys = {key_of(self._space, line, act): act for line in lines for act in ACTS}
        found = answers_of(list(keys))
        self._known |= found
        orders = [order for key, answer in found.items() if keys[key] == "dispatch" for order in answer]
        if orders:
            self._units |= units_of_orders(orders)

    def act(self, action: Callable[..., Any], line: int, name: str, *, at: float, **said: Any) -> Any:
        """Do the act, or give its answer from the earlier run; a refusal comes through."""
        key = key_of(self._space, line, name)
        answer = self._known.pop(key, _NOT_DONE)
        if answer is not _NOT_DONE:
            self.known_before += 1
            return answer
        answer = action(key=key, by=self.by, at=moment_of(at), **said)
        self.done[name] += 1
        return answer

    def unit_of(self, order: int, otherwise: int) -> int:
        """The unit that an order of an earlier run went to."""
        return self._units.pop(order, otherwise)


def moment_of(seconds: float) -> datetime:
    """Seconds since 1970 as a moment."""
    return datetime.fromtimestamp(seconds, UTC)
