"""Eighteen months of calls, as they were answered and closed, and the open ones of this moment."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from numpy.random import Generator

from linwang.incidents.rules.past import PastCall, PastCallback, PastIncident
from linwang.jobs.demo.afterwards import AfterBook
from linwang.jobs.demo.answers import Answer, AnswerBook
from linwang.jobs.demo.callers import CallBook
from linwang.jobs.demo.events import History, KindChoice
from linwang.jobs.demo.happenings import THEFTS, TROUBLED_VILLAGE, Happening, draw_happenings
from linwang.jobs.demo.lags import Step
from linwang.jobs.demo.layout import Town
from linwang.jobs.demo.open_calls import open_incidents
from linwang.jobs.demo.rhythm import past_moments
from linwang.jobs.demo.staff import Staff
from linwang.jobs.demo.telling import Teller
from linwang.jobs.demo.topics import Topic, topics_of
from linwang.jobs.demo.whereabouts import GroundBook

DAYS = 548  # eighteen months
WARDENS_SINCE_DAYS = 240  # so long ago wardens began to walk the troubled village
_JUST_NOW, _EARLIER = timedelta(minutes=10), timedelta(days=7)  # what would not be closed by now came a week ago
_KEPT_AWAY = 0.65  # share of its thefts that then did not happen
_SECOND_CALLER_SHARE, _MERGED_SHARE, _UNPLACED_SHARE = 0.045, 0.009, 0.03


def build_history(
    rng: Generator,
    town: Town,
    staff: Staff,
    kinds: Sequence[KindChoice],
    now: datetime,
    *,
    closed: int = 10_000,
    still_open: int = 300,
) -> History:
    """About `closed` incidents of the past, some told twice and merged, and exactly `still_open` open ones."""
    topics = topics_of(kinds)
    happened = draw_happenings(rng, town, topics, closed)
    moments = past_moments(rng, [one.topic.hours for one in happened], now, DAYS)
    told = zip(moments, _kept_away(rng, town, topics, happened, moments, now), strict=True)
    desk = PastDesk(rng, town, staff, now, closed)
    past = [
        incident
        for number, (rang_at, happening) in enumerate(told)
        for incident in desk.write(number, happening, rang_at)
    ]
    return History(
        past=tuple(sorted(past, key=lambda incident: incident.rang_at)),
        open=tuple(open_incidents(rng, town, staff, topics, now, still_open)),
    )


def _kept_away(
    rng: Generator,
    town: Town,
    topics: Sequence[Topic],
    happened: Sequence[Happening],
    moments: Sequence[datetime],
    now: datetime,
) -> Iterator[Happening]:
    """After wardens began, most of the thefts of the troubled village did not happen: a measure to be found.

    Something else was called about instead, so that the number of calls stays what was asked for.
    """
    began = now - timedelta(days=WARDENS_SINCE_DAYS)
    others = [topic for topic in topics if topic.kind.category not in THEFTS]
    instead = iter(draw_happenings(rng, town, others, len(happened) // 20 + 1)) if others else iter(())
    for happening, moment in zip(happened, moments, strict=True):
        is_theirs = happening.kind.category in THEFTS and happening.place.neighbourhood.endswith(TROUBLED_VILLAGE)
        is_kept_away = is_theirs and moment >= began and rng.random() < _KEPT_AWAY
        yield next(instead, happening) if is_kept_away else happening


class PastDesk:
    """Writes event after event as it was told, answered, closed and asked about, with all chance drawn in advance."""

    def __init__(self, rng: Generator, town: Town, staff: Staff, now: datetime, events: int) -> None:
        self._now, self._events = now, events
        self._ground = GroundBook(town)
        self._teller, self._book = Teller(rng, 2 * events), CallBook(rng, staff, 2 * events)
        self._answers, self._after = AnswerBook(rng, town, staff, events), AfterBook(rng, events)
        self._desks = {station: staff.logins(station, "dispatcher") for station in ("town", "rural")}
        self._draws = rng.random((events, 4)).tolist()

    def write(self, number: int, happening: Happening, rang_at: datetime) -> Iterator[PastIncident]:
        """The incident, and a second one where another caller's was merged into it."""
        desk = self._desk(number, happening)
        answer = self._answers.answer(number, happening, rang_at)
        if _closed_at(answer) > self._now - _JUST_NOW:
            answer = self._answers.answer(number, happening, rang_at - _EARLIER)
            rang_at = answer.moments[Step.RING]
        calls, is_merged = self._calls(number, happening, rang_at, answer.moments[Step.TAKEN])
        closed_at = _closed_at(answer)
        due_on, callback = self._afterwards(number, answer.end, closed_at, desk, calls[0].phone)
        yield PastIncident(
            key=f"past-{number}",
            station=happening.station,
            kind=happening.kind.code,
            priority=happening.kind.priority,
            **self._ground.of(happening.place, is_named=self._draws[number][3] >= _UNPLACED_SHARE),
            calls=calls[:1] if is_merged else calls,
            received_at=answer.moments[Step.RECEIVED],
            dispatcher=desk,
            orders=answer.orders,
            agency_tasks=answer.agency_tasks,
            closed_at=closed_at,
            disposition=answer.end,
            disposition_words=self._after.closing_words(number, answer.end),
            referred_to=_referred_to(happening.kind) if answer.end == "referred" else "",
            callback_due_on=due_on,
            callback=callback,
        )
        if is_merged:
            yield self._twin(number, happening, desk, calls[1])

    def _desk(self, number: int, happening: Happening) -> str:
        desks = self._desks[happening.station]
        return desks[int(self._draws[number][0] * len(desks))]

    def _calls(
        self, number: int, happening: Happening, rang_at: datetime, taken_at: datetime
    ) -> tuple[tuple[PastCall, ...], bool]:
        """One call, or two; with two also whether the second was first taken for another event."""
        first = self._teller.tell(number, happening.topic, happening.place)
        call = self._book.write(happening.station, first, rang_at, taken_at)
        draw = self._draws[number][1]
        if _MERGED_SHARE <= draw <= 1 - _SECOND_CALLER_SHARE:
            return (call,), False
        again = self._teller.tell(self._events + number, happening.topic, happening.place)
        later = rang_at + timedelta(seconds=60 + round(420 * self._draws[number][2]))
        second = self._book.write(happening.station, again, later, later + timedelta(seconds=8))
        return (call, second), draw < _MERGED_SHARE

    def _afterwards(
        self, number: int, end: str, closed_at: datetime, desk: str, phone: str
    ) -> tuple[date | None, PastCallback | None]:
        if not phone:
            return None, None
        return self._after.callback(number, end, closed_at, desk, self._now)

    def _twin(self, number: int, happening: Happening, desk: str, call: PastCall) -> PastIncident:
        """A second incident for the same event, merged into the first."""
        return PastIncident(
            key=f"twice-{number}",
            station=happening.station,
            kind=happening.kind.code,
            priority=happening.kind.priority,
            **self._ground.of(happening.place, is_named=True),
            calls=(call,),
            received_at=call.rang_at + timedelta(seconds=55),
            dispatcher=desk,
            same_as=f"past-{number}",
        )


def _closed_at(answer: Answer) -> datetime:
    """When the desk closed it: not before the last agency had finished."""
    return max([answer.moments[Step.CLOSED], *(task.over_at for task in answer.agency_tasks if task.over_at)])


def _referred_to(kind: KindChoice) -> str:
    """The agency that a matter not for the police goes to."""
    return kind.agencies[0] if kind.agencies else "citizens_hotline"
