"""The replay of one station: calls ring at their time, units are sent, travel, report; incidents are closed.

One heap holds what happens next. Calls wait in the order they came when no unit is free, so that what becomes
of a row depends on the rows before it alone: a run of the first thousand rows is the beginning of every longer run.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Any

from linwang.foundation.refusals import Refused, UnitBusy
from linwang.incidents.actions.close import close
from linwang.incidents.actions.dispatch import dispatch
from linwang.incidents.actions.move import move
from linwang.incidents.actions.report import report_outcome
from linwang.incidents.actions.take_call import take_call
from linwang.incidents.states import AssignmentStatus, Disposition, OutcomeKind
from linwang.jobs.replay.desk import Desk, moment_of
from linwang.jobs.replay.fleet import Fleet
from linwang.jobs.replay.lags import Lags, lags_of
from linwang.jobs.replay.rows import CallRow
from linwang.jobs.replay.tally import Tally

MOVES = (
    ("sign", AssignmentStatus.ACKNOWLEDGED),
    ("leave", AssignmentStatus.EN_ROUTE),
    ("arrive", AssignmentStatus.ON_SCENE),
)
REPORTED = "已到现场处置完毕。"
SOURCE = "replay"


@dataclass(slots=True)
class Event:
    """One call's incident while it is open; `pending` orders are wanted or waiting, `open` ones are out."""

    row: CallRow
    rows: list[CallRow]
    number: str = ""
    pending: int = 0
    open: int = 0
    is_sent: bool = False
    is_reached: bool = False
    is_closed: bool = False


@dataclass(slots=True)
class Want:
    """A unit is wanted for an event, by the row that asks for it."""

    event: Event
    row: CallRow
    lags: Lags


@dataclass(slots=True)
class Order:
    """A unit on its way through an order."""

    want: Want
    id: int
    unit: int
    way: float
    moves: int = field(default=0)


class Simulation:
    """Plays rows that come in the order of time."""

    def __init__(
        self, rows: Iterator[CallRow], *, fleet: Fleet, desk: Desk, kind_of: Callable[[str], str | None],
        source: str, seed: int,
    ) -> None:  # fmt: skip
        self._rows, self._fleet, self._desk = rows, fleet, desk
        self._kind_of, self._source, self._seed = kind_of, source, seed
        self._heap: list[tuple[float, int, Callable[[float, Any], None], Any]] = []
        self._turn = count()
        self._events: dict[str, Event] = {}
        self._queue: deque[Want] = deque()
        self.tally = Tally()

    def run(self, *, before_each: Callable[[float], bool]) -> None:
        """Play everything; `before_each` is told the simulated moment and says whether to go on."""
        self._call_next()
        while self._heap:
            if not before_each(self._heap[0][0]):
                self.tally.is_stopped = True
                return
            at, _, happen, subject = heappop(self._heap)
            happen(at, subject)

    def _at(self, moment: float, happen: Callable[[float, Any], None], subject: Any) -> None:
        heappush(self._heap, (moment, next(self._turn), happen, subject))

    def _call_next(self) -> None:
        row = next(self._rows, None)
        if row is not None:
            self._at(row.rang, self._ring, row)

    def _ring(self, at: float, row: CallRow) -> None:
        """A row is a call, or one more unit for a call that is there already."""
        self._call_next()
        event = self._events.get(row.call) if row.call else None
        if event is not None:
            self._join(at, event, row)
            return
        event = Event(row, [row])
        if row.call:
            self._events[row.call] = event
        lag = lags_of(row.line, seed=self._seed).answer
        self._at(at + (lag if row.sent is None else min(lag, (row.sent - at) / 2)), self._take, event)

    def _join(self, at: float, event: Event, row: CallRow) -> None:
        event.rows.append(row)
        if event.number:
            self.tally.taken += 1
            self._want(at, event, row)

    def _take(self, at: float, event: Event) -> None:
        row = event.row
        new = self._desk.done["take"]
        try:
            event.number = self._desk.act(
                take_call, row.line, "take", at=at, words=row.words, channel="phone", rang_at=moment_of(row.rang),
                kind=self._kind_of(row.kind_words), place_words=row.place_words, lon=row.lon, lat=row.lat,
                outside_number=row.call or None, source=self._source if row.call else "",
            )  # fmt: skip
        except Refused as refusal:
            self._events.pop(row.call, None)
            for one in event.rows:
                self.tally.refuse(one.line, str(refusal))
            return
        self.tally.incidents += 1
        self.tally.new_incidents += self._desk.done["take"] - new
        self.tally.taken += len(event.rows)
        for one in event.rows:
            self._want(at, event, one)

    def _want(self, at: float, event: Event, row: CallRow) -> None:
        lags = lags_of(row.line, seed=self._seed)
        event.pending += 1
        self._at(at + lags.send if row.sent is None else max(at, row.sent), self._look_for_unit, Want(event, row, lags))

    def _look_for_unit(self, at: float, want: Want) -> None:
        self._queue.append(want)
        self._serve(at)
        self.tally.queued += bool(self._queue) and self._queue[-1] is want

    def _serve(self, at: float) -> None:
        """Send units to those who wait, first come first served, as long as one is free."""
        while self._queue and self._send(at, self._queue[0]):
            self._queue.popleft()

    def _send(self, at: float, want: Want) -> bool:
        """Whether the wait is over: a unit was sent, or the desk will not have it."""
        row = want.row
        unit = self._fleet.free_unit(row.unit, row.lon, row.lat, at=at)
        if unit is None:
            return False
        try:
            (order,) = self._desk.act(dispatch, row.line, "dispatch", at=at, number=want.event.number, units=[unit])
        except UnitBusy:
            self.tally.acts_refused["dispatch"] += 1
            self._fleet.set_aside(unit)
            return self._send(at, want)
        except Refused as refusal:
            self._not_sent(at, want, str(refusal))
            return True
        self._sent(at, want, order, self._desk.unit_of(order, unit))
        return True

    def _not_sent(self, at: float, want: Want, sentence: str) -> None:
        """The desk sends nobody: the call stays taken, a row that only asked for one more unit is refused."""
        self.tally.acts_refused["dispatch"] += 1
        if want.row is not want.event.row:
            self.tally.taken -= 1
            self.tally.refuse(want.row.line, sentence)
        want.event.pending -= 1
        self._close_if_over(at, want)

    def _sent(self, at: float, want: Want, order: int, unit: int) -> None:
        event, row = want.event, want.row
        way = self._fleet.send(unit, row.lon, row.lat, at=at) if self._fleet.has(unit) else 0.0
        event.pending, event.open = event.pending - 1, event.open + 1
        self.tally.dispatches += 1
        self.tally.stand_ins += not (self._fleet.has(unit) and self._fleet.is_named(row.unit, unit))
        if not event.is_sent:
            event.is_sent = True
            self.tally.to_dispatch.append(at - event.row.rang)
        self._at(at + want.lags.sign, self._move, Order(want, order, unit, way))

    def _move(self, at: float, order: Order) -> None:
        """Signed for, left, arrived; then the unit works until it reports."""
        name, to = MOVES[order.moves]
        self._try(order.want.row.line, name, move, at=at, assignment=order.id, to=to)
        order.moves += 1
        lags = order.want.lags
        if name == "arrive":
            self._arrived(at, order.want.event)
            self._at(at + lags.handle, self._report, order)
        else:
            self._at(at + (lags.leave if name == "sign" else round(order.way * lags.way)), self._move, order)

    def _arrived(self, at: float, event: Event) -> None:
        if not event.is_reached:
            event.is_reached = True
            self.tally.to_arrive.append(at - event.row.rang)

    def _report(self, at: float, order: Order) -> None:
        said = {"assignment": order.id, "kind": OutcomeKind.SETTLED, "words": REPORTED}
        self._try(order.want.row.line, "report", report_outcome, at=at, **said)
        order.want.event.open -= 1
        if self._fleet.has(order.unit):
            self._fleet.release(order.unit, at=at)
        self._serve(at)
        self._close_if_over(at, order.want)

    def _close_if_over(self, at: float, want: Want) -> None:
        if not want.event.open and not want.event.pending:
            self._at(at + want.lags.close, self._close, want.event)

    def _close(self, at: float, event: Event) -> None:
        if event.open or event.pending or event.is_closed:
            return
        said = {"number": event.number, "disposition": Disposition.HANDLED, "words": ""}
        event.is_closed = self._try(event.row.line, "close", close, at=at, **said)
        self.tally.closed += event.is_closed
        self._events.pop(event.row.call, None)

    def _try(self, line: int, name: str, action: Callable[..., Any], *, at: float, **said: Any) -> bool:
        """An act that may be refused, because somebody else acted first, without stopping the rest."""
        try:
            self._desk.act(action, line, name, at=at, **said)
        except Refused:
            self.tally.acts_refused[name] += 1
            return False
        return True
