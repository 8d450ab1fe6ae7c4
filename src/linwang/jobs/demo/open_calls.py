"""The open incidents of this moment: a stormy two days, each stopped at some step of its answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from numpy.random import Generator

from linwang.incidents.rules.past import PastAgencyTask, PastIncident, PastOrder
from linwang.jobs.demo.answers import AnswerBook
from linwang.jobs.demo.callers import CallBook
from linwang.jobs.demo.happenings import STORM, Happening, draw_happenings
from linwang.jobs.demo.lags import Step
from linwang.jobs.demo.layout import Town
from linwang.jobs.demo.staff import DemoUnit, Staff
from linwang.jobs.demo.telling import Teller
from linwang.jobs.demo.topics import Topic
from linwang.jobs.demo.whereabouts import GroundBook

# How many of 300 stand at which step, and the seconds since that step: median and most.
STANDING: tuple[tuple[Step, int, float, float], ...] = (
    (Step.REPORTED, 200, 9 * 3600, 46 * 3600),
    (Step.ARRIVED, 34, 1300, 4 * 3600),
    (Step.LEFT, 16, 300, 1500),
    (Step.SIGNED, 8, 60, 400),
    (Step.SENT, 8, 35, 240),
    (Step.RECEIVED, 24, 110, 3000),
)
WAITS_AT_MOST = {"A": 15.0, "B": 60.0, "C": 500.0, "D": 2400.0}
"""Seconds after it was written down that an incident may still wait for its first order."""
TWINS = 10  # of 300: another caller about something a unit is already on its way to
KEPT_FREE = 4
"""Every fourth police unit stays free: whoever tries the demo has somebody to send."""
_STATUS = {Step.SENT: "sent", Step.SIGNED: "acknowledged", Step.LEFT: "en_route", Step.ARRIVED: "on_scene"}
_NOT_IN_A_STORM = frozenset({"other", "papers", "advice", "thanks", "complaint", "outreach"})


def open_incidents(
    rng: Generator, town: Town, staff: Staff, topics: Sequence[Topic], now: datetime, count: int
) -> list[PastIncident]:
    """Exactly `count` open incidents, from those waiting to be closed to those just received."""
    stormy = [topic for topic in topics if topic.kind.category not in _NOT_IN_A_STORM]
    happenings = draw_happenings(rng, town, stormy, count, STORM)
    desk = OpenDesk(rng, town, staff, now, count)
    twins = round(TWINS * count / 300)
    standings = _standings(rng, count - twins)
    _send_to_the_urgent_first(happenings, [step for step, _ in standings])
    for (step, seconds), happening in zip(standings, happenings, strict=False):
        most = WAITS_AT_MOST[happening.kind.priority] if step == Step.RECEIVED else seconds
        desk.stop_at(step, happening, now - timedelta(seconds=min(seconds, most)))
    for _ in range(twins):
        desk.tell_again(rng)
    return desk.incidents


def _send_to_the_urgent_first(happenings: list[Happening], steps: Sequence[Step]) -> None:
    """Of what still waits few are urgent: the others change places with something that can wait."""
    waiting = [n for n, step in enumerate(steps) if step == Step.RECEIVED]
    for priority, kept in (("A", 1), ("B", 5)):
        urgent = [n for n in waiting if happenings[n].kind.priority == priority][kept:]
        patient = [n for n, step in enumerate(steps) if step in _STATUS and happenings[n].kind.priority in ("C", "D")]
        for here, there in zip(urgent, patient, strict=False):
            happenings[here], happenings[there] = happenings[there], happenings[here]


def _standings(rng: Generator, count: int) -> list[tuple[Step, float]]:
    """The step each stands at and the seconds since; what rounding leaves over waits to be closed."""
    standings = []
    for step, of_300, median, most in STANDING:
        number = of_300 * count // 290
        seconds = (median * rng.lognormal(0.0, 0.9, number)).clip(10, most)
        standings += [(step, float(round(one))) for one in seconds]
    return [(Step.REPORTED, 7200.0)] * (count - len(standings)) + standings


class OpenDesk:
    """Takes event after event and stops each at its step, giving every unit to one event at most."""

    def __init__(self, rng: Generator, town: Town, staff: Staff, now: datetime, events: int) -> None:
        self.incidents: list[PastIncident] = []
        self._now = now
        self._ground = GroundBook(town)
        self._teller, self._book = Teller(rng, events), CallBook(rng, staff, events)
        self._answers = AnswerBook(rng, town, staff, events)
        self._placed = (rng.random(events) > 0.04).tolist()
        self._desks = {station: staff.logins(station, "dispatcher") for station in ("town", "rural")}
        police = [unit for unit in staff.units if unit.kind in ("police_car", "officer_foot", "auxiliary")]
        self._busy = {unit.key for unit in police[::KEPT_FREE]}
        self._under_way: list[tuple[Happening, datetime]] = []

    def stop_at(self, step: Step, happening: Happening, reached_at: datetime) -> None:
        """One more incident, which reached its step at that moment."""
        number = len(self.incidents)
        unit = self._answers.nearest_free(number, happening, self._busy) if step in _STATUS else None
        if unit is None:
            ahead = self._answers.answer(number, happening, reached_at, must_send=True).moments[step]
        else:
            ahead = self._answers.moments(number, happening, unit, reached_at)[step]
        answer = self._answers.answer(number, happening, reached_at - (ahead - reached_at), must_send=True)
        rang_at = answer.moments[Step.RING]
        orders = answer.orders if step == Step.REPORTED else ()
        if unit is not None:
            moments = self._answers.moments(number, happening, unit, rang_at)
            orders = (_order_until(unit, step, moments),)
            self._busy.add(unit.key)
            self._under_way.append((happening, rang_at))
        tasks = _tasks_until(answer.agency_tasks, self._now) if step > Step.SENT else ()
        self._add(happening, rang_at, answer.moments[Step.RECEIVED], orders, tasks)

    def tell_again(self, rng: Generator) -> None:
        """Another caller, a few minutes later, about an event that a unit has already been sent to."""
        calm = [one for one in self._under_way if one[0].kind.priority != "A"]
        lately = sorted(calm or self._under_way, key=lambda one: one[1])[-TWINS - 5 :]
        happening, first_ring = lately[rng.integers(len(lately))]
        latest = self._now - timedelta(seconds=int(rng.integers(70, 150)))
        rang_at = min(first_ring + timedelta(seconds=int(rng.integers(60, 400))), latest)
        self._add(happening, rang_at, rang_at + timedelta(seconds=60), (), ())

    def _add(
        self,
        happening: Happening,
        rang_at: datetime,
        received_at: datetime,
        orders: tuple[PastOrder, ...],
        tasks: tuple[PastAgencyTask, ...],
    ) -> None:
        number = len(self.incidents)
        telling = self._teller.tell(number, happening.topic, happening.place)
        desks = self._desks[happening.station]
        taken_at = rang_at + timedelta(seconds=8)
        self.incidents.append(
            PastIncident(
                key=f"open-{number}",
                station=happening.station,
                kind=happening.kind.code,
                priority=happening.kind.priority,
                **self._ground.of(happening.place, is_named=self._placed[number]),
                calls=(self._book.write(happening.station, telling, rang_at, taken_at),),
                received_at=min(received_at, self._now),
                dispatcher=desks[number % len(desks)],
                orders=orders,
                agency_tasks=tasks,
            )
        )


def _order_until(unit: DemoUnit, step: Step, moments: Sequence[datetime]) -> PastOrder:
    """An order that has come as far as `step`."""
    return PastOrder(
        unit=unit.key,
        by=unit.crew[0],
        status=_STATUS[step],
        is_backup=False,
        sent_at=moments[Step.SENT],
        acknowledged_at=moments[Step.SIGNED] if step >= Step.SIGNED else None,
        en_route_at=moments[Step.LEFT] if step >= Step.LEFT else None,
        on_scene_at=moments[Step.ARRIVED] if step >= Step.ARRIVED else None,
    )


def _tasks_until(tasks: Sequence[PastAgencyTask], now: datetime) -> tuple[PastAgencyTask, ...]:
    """Agency tasks as they stand now; one told in the future has not been told."""
    return tuple(_task_until(task, now) for task in tasks if task.told_at <= now)


def _task_until(task: PastAgencyTask, now: datetime) -> PastAgencyTask:
    accepted, arrived, over = (
        moment if moment and moment <= now else None for moment in (task.accepted_at, task.arrived_at, task.over_at)
    )
    status = "cleared" if over else "arrived" if arrived else "accepted" if accepted else "told"
    return replace(
        task,
        status=status,
        accepted_at=accepted,
        arrived_at=arrived,
        over_at=over,
        words=task.words if over else "",
    )
