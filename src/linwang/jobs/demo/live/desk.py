"""The desk: sends a unit that is near to what nobody has taken on, and closes what has been reported.

Only calls of the play itself are touched, and only after a while: a newcomer at the board may be quicker.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from linwang.jobs.demo import load
from linwang.jobs.demo.happenings import Happening
from linwang.jobs.demo.live.scene import OpenOrder
from linwang.jobs.demo.live.visitors import Visitor
from linwang.jobs.demo.nearness import Nearness
from linwang.jobs.demo.staff import DemoUnit

SEND_KINDS = ("police_car", "auxiliary", "joint", "officer_foot")
CLOSE_AFTER_SECONDS = 1200.0
"""In life, from the last report to the closing."""


class Desk:
    """A dispatcher of each station; `patience` are real seconds before it acts for the newcomer."""

    def __init__(
        self, near: Nearness, unit_ids: Mapping[str, int], address: str, patience: float, speed: float
    ) -> None:
        self._near, self._unit_ids = near, unit_ids
        self._visitors = {
            station: Visitor(address, f"{station}-dispatcher-1", load.PASSWORD) for station in ("town", "rural")
        }
        self._patience = timedelta(seconds=patience)
        self._close_after = timedelta(seconds=CLOSE_AFTER_SECONDS / speed)
        self._under_way: dict[str, datetime] = {}
        self.sent = self.closed = 0

    def step(self, taken: dict[str, tuple[Happening, datetime]], orders: Sequence[OpenOrder], at: datetime) -> None:
        """Send to the one that has waited longest; close one whose units are done. A closed one is forgotten."""
        answered = {order.number for order in orders}
        busy = {order.unit.key for order in orders}
        for number in answered & taken.keys():
            self._under_way[number] = at
        for number, (happening, since) in list(taken.items()):
            if number not in self._under_way and at - since >= self._patience:
                self._send(number, happening, busy, at)
                return
            if self._is_over(number, answered, at):
                self._close(number, happening)
                del taken[number]
                return

    def _is_over(self, number: str, answered: set[str], at: datetime) -> bool:
        """Whether its units have been done for long enough."""
        last = self._under_way.get(number)
        return last is not None and number not in answered and at - last >= self._close_after

    def _send(self, number: str, happening: Happening, busy: set[str], at: datetime) -> None:
        unit = self._nearest(happening, busy)
        if unit is None:
            return
        said = {"key": str(uuid4()), "units": self._unit_ids[unit.key], "order": ""}
        answer = self._visitors[happening.station].post_form(f"/incidents/{number}/dispatch/", said)
        self.sent += answer.is_done
        self._under_way[number] = at  # refused: somebody else was quicker, or it is closed already

    def _nearest(self, happening: Happening, busy: set[str]) -> DemoUnit | None:
        for kind in SEND_KINDS:
            for unit in self._near.nearest(happening.place, kind):
                if unit.key not in busy:
                    return unit
        return None

    def _close(self, number: str, happening: Happening) -> None:
        said = {"key": str(uuid4()), "disposition": "handled", "words": "处置完毕，报警人认可。"}
        answer = self._visitors[happening.station].post_form(f"/incidents/{number}/close/", said)
        self.closed += answer.is_done
