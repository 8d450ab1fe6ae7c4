"""Eighteen months of calls, as they were answered and closed, and the open ones of this moment."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from numpy.random import Generator

from linwang.jobs.demo.afterwards import AfterBook
from linwang.jobs.demo.answers import AnswerBook
from linwang.jobs.demo.callers import CallBook
from linwang.jobs.demo.events import DemoIncident, History, KindChoice
from linwang.jobs.demo.happenings import THEFTS, TROUBLED_VILLAGE, Happening, draw_happenings, move_elsewhere
from linwang.jobs.demo.lags import Step
from linwang.jobs.demo.layout import Town
from linwang.jobs.demo.open_calls import open_incidents
from linwang.jobs.demo.rhythm import past_moments
from linwang.jobs.demo.staff import Staff
from linwang.jobs.demo.telling import Teller, Telling
from linwang.jobs.demo.topics import topics_of

DAYS = 548  # eighteen months
WARDENS_SINCE_DAYS = 240  # so long ago wardens began to walk the troubled village
_KEPT_AWAY = 0.65  # share of its thefts that then happened elsewhere or not at all
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
    past = draw_happenings(rng, town, topics, closed)
    moments = past_moments(rng, [one.topic.hours for one in past], now, DAYS)
    told = sorted(zip(moments, _kept_away(rng, town, past, moments, now), strict=True), key=lambda pair: pair[0])
    return History(
        past=tuple(_past_incidents(rng, town, staff, told, now)),
        open=tuple(open_incidents(rng, town, staff, topics, now, still_open)),
    )


def _kept_away(
    rng: Generator, town: Town, past: Sequence[Happening], moments: Sequence[datetime], now: datetime
) -> Iterator[Happening]:
    """After wardens began, most of the thefts of the troubled village happened elsewhere: a measure to be found."""
    began = now - timedelta(days=WARDENS_SINCE_DAYS)
    for happening, moment in zip(past, moments, strict=True):
        is_theirs = happening.topic.code in THEFTS and happening.place.neighbourhood.endswith(TROUBLED_VILLAGE)
        if is_theirs and moment >= began and rng.random() < _KEPT_AWAY:
            yield move_elsewhere(rng, town, happening)
        else:
            yield happening


def _past_incidents(
    rng: Generator, town: Town, staff: Staff, told: Sequence[tuple[datetime, Happening]], now: datetime
) -> Iterator[DemoIncident]:
    events = len(told)
    teller, book = Teller(rng, 2 * events), CallBook(rng, staff, 2 * events)
    answers, after = AnswerBook(rng, town, staff, events), AfterBook(rng, events)
    desks = {station: staff.logins(station, "dispatcher") for station in ("town", "rural")}
    draws = rng.random((events, 4)).tolist()
    for number, (rang_at, happening) in enumerate(told):
        answer = answers.answer(number, happening, rang_at)
        desk = desks[happening.station][int(draws[number][0] * len(desks[happening.station]))]
        first = teller.tell(number, happening.topic, happening.kind, happening.place)
        calls = [book.write(happening.station, first, rang_at, answer.moments[Step.TAKEN])]
        is_merged = draws[number][1] < _MERGED_SHARE
        later = rang_at + timedelta(seconds=60 + round(420 * draws[number][2]))
        again = teller.tell(events + number, happening.topic, happening.kind, happening.place)
        if not is_merged and draws[number][1] > 1 - _SECOND_CALLER_SHARE:
            calls.append(book.write(happening.station, again, later, later + timedelta(seconds=8)))
        closed_at = max([answer.moments[Step.CLOSED], *(task.over_at for task in answer.agency_tasks if task.over_at)])
        due_on, callback = after.callback(number, answer.end, closed_at, desk, now)
        yield DemoIncident(
            key=f"past-{number}",
            station=happening.station,
            kind=happening.kind.code,
            priority=happening.kind.priority,
            place=happening.place,
            at=happening.place.at,
            is_located=draws[number][3] >= _UNPLACED_SHARE,
            calls=tuple(calls),
            received_at=answer.moments[Step.RECEIVED],
            dispatcher=desk,
            orders=answer.orders,
            agency_tasks=answer.agency_tasks,
            closed_at=closed_at,
            disposition=answer.end,
            disposition_words=after.closing_words(number, answer.end),
            referred_to=_referred_to(happening.kind) if answer.end == "referred" else "",
            callback_due_on=due_on,
            callback=callback,
        )
        if is_merged:
            yield _told_twice(number, happening, desk, book, again, later)


def _told_twice(
    number: int, happening: Happening, desk: str, book: CallBook, again: Telling, later: datetime
) -> DemoIncident:
    """A second incident for the same event, merged into the first."""
    call = book.write(happening.station, again, later, later + timedelta(seconds=8))
    return DemoIncident(
        key=f"twice-{number}",
        station=happening.station,
        kind=happening.kind.code,
        priority=happening.kind.priority,
        place=happening.place,
        at=happening.place.at,
        is_located=True,
        calls=(call,),
        received_at=later + timedelta(seconds=55),
        dispatcher=desk,
        same_as=f"past-{number}",
    )


def _referred_to(kind: KindChoice) -> str:
    """The agency that a matter not for the police goes to."""
    return kind.agencies[0] if kind.agencies else "city_management"
