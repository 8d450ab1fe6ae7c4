"""How an event was answered: who was sent, when they came, what they found, how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from numpy.random import Generator

from linwang.incidents.rules.past import PastAgencyTask, PastOrder
from linwang.jobs.demo.happenings import Happening
from linwang.jobs.demo.lags import Lags, Step, draw_lags
from linwang.jobs.demo.layout import Town
from linwang.jobs.demo.nearness import Nearness
from linwang.jobs.demo.staff import DemoUnit, Staff
from linwang.jobs.demo.words import word_list

_KIND_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "A": {"police_car": 0.8, "auxiliary": 0.12, "joint": 0.08},
    "B": {"police_car": 0.68, "officer_foot": 0.07, "auxiliary": 0.15, "joint": 0.1},
    "C": {"police_car": 0.45, "officer_foot": 0.15, "auxiliary": 0.26, "joint": 0.09, "warden": 0.03, "guard": 0.02},
    "D": {"police_car": 0.2, "officer_foot": 0.35, "auxiliary": 0.3, "warden": 0.08, "guard": 0.07},
}
_BACKUP_CHANCE = {"A": 0.45, "B": 0.28, "C": 0.07, "D": 0.02}
_OUTCOME_OF = {
    "handled": "settled", "mediated": "mediated", "to_mediation": "needs_more", "to_case": "taken_over",
    "referred": "needs_more", "false_alarm": "nothing_found", "nothing_found": "nothing_found", "helped": "helped",
}  # fmt: skip
_BY_WORDS = {"needless": 1.0, "repeated": 1.0, "referred": 0.55}  # chance that nobody had to be sent
_BY_TELEPHONE = frozenset({"papers", "advice", "thanks", "complaint"})
_TOLD_CHANCE = {"A": 0.9, "B": 0.55, "C": 0.2, "D": 0.08}
_DRAWS = 16


@dataclass(frozen=True, slots=True)
class Answer:
    """The orders and agency tasks of one event, its end, and every moment."""

    end: str
    moments: Sequence[datetime]
    orders: tuple[PastOrder, ...]
    agency_tasks: tuple[PastAgencyTask, ...]


class AnswerBook:
    """Answers events one after the other, with all chance drawn in advance."""

    def __init__(self, rng: Generator, town: Town, staff: Staff, events: int) -> None:
        self._near = Nearness(town, staff)
        self._lags: Lags = draw_lags(rng, events)
        self._draws = rng.random((events, _DRAWS)).tolist()
        self._functions = {partner.function for partner in staff.partners if partner.function}
        self._outcomes = word_list("stories")["outcomes"]

    def answer(self, number: int, happening: Happening, rang_at: datetime, *, must_send: bool = False) -> Answer:
        """The whole answer to an event that rang at a moment."""
        draws = self._draws[number]
        end = _weighted(happening.topic.ends, draws[0])
        by_words = _BY_WORDS.get(end, 0.8 if happening.kind.category in _BY_TELEPHONE else 0.0)
        is_sent = must_send or draws[1] >= by_words
        unit = self._unit(happening, draws[2], draws[3])
        moments = self.moments(number, happening, unit, rang_at)
        orders = self._orders(happening, unit, moments, end, draws) if is_sent else ()
        tasks = self._tasks(happening, moments, draws) if is_sent else ()
        return Answer(end, moments, orders, tasks)

    def moments(self, number: int, happening: Happening, unit: DemoUnit, rang_at: datetime) -> list[datetime]:
        """Every step of the answer as a moment."""
        seconds = self._lags.moments(number, happening.kind.priority, self._near.seconds(happening.place, unit))
        return [rang_at + timedelta(seconds=offset) for offset in seconds]

    def nearest_free(self, number: int, happening: Happening, busy: set[str]) -> DemoUnit | None:
        """The nearest unit that is not busy, of a fitting kind; None when all of them are."""
        weights = _KIND_WEIGHTS[happening.kind.priority]
        for kind in (_weighted(weights, self._draws[number][2]), *weights):
            for unit in self._near.nearest(happening.place, kind):
                if unit.key not in busy:
                    return unit
        return None

    def _outcome(self, end: str, draw: float) -> tuple[str, str]:
        """What the unit reported for an end: the kind of outcome and its words."""
        kind = _OUTCOME_OF.get(end, "settled")
        return kind, self._outcomes[kind][int(draw * len(self._outcomes[kind]))]

    def _unit(self, happening: Happening, kind_draw: float, rank_draw: float) -> DemoUnit:
        """One of the three nearest of a kind that fits the priority."""
        kind = _weighted(_KIND_WEIGHTS[happening.kind.priority], kind_draw)
        near = self._near.nearest(happening.place, kind)[:3]
        return near[int(rank_draw * rank_draw * len(near))]

    def _orders(
        self,
        happening: Happening,
        unit: DemoUnit,
        moments: Sequence[datetime],
        end: str,
        draws: Sequence[float],
    ) -> tuple[PastOrder, ...]:
        kind, words = self._outcome(end, draws[4])
        helped = 1 + int(draws[5] * 2) if kind == "helped" else 0
        first = _order(unit, moments, kind, words, helped)
        if draws[6] >= _BACKUP_CHANCE[happening.kind.priority]:
            return (first,)
        others = [one for one in self._near.nearest(happening.place, "auxiliary") if one.key != unit.key]
        later = timedelta(seconds=30 + round(200 * draws[7]))
        came = [*moments[: Step.SENT], *(moment + later for moment in moments[Step.SENT : Step.REPORTED])]
        return (first, _order(others[0], [*came, moments[Step.REPORTED]], kind, words, 0, is_backup=True))

    def _tasks(
        self, happening: Happening, moments: Sequence[datetime], draws: Sequence[float]
    ) -> tuple[PastAgencyTask, ...]:
        """The agencies that the catalogue item names, told soon after the units; over before the report."""
        told = [one for one in happening.kind.agencies if one in self._functions]
        tasks = []
        for function, draw in zip(told[:5], draws[8:13], strict=False):
            if draw >= _TOLD_CHANCE[happening.kind.priority]:
                continue
            told_at = moments[Step.SENT] + timedelta(seconds=round(20 + 200 * draw))
            length = max((moments[Step.CLOSED] - told_at).total_seconds(), 600.0)
            accepted, arrived, over = (
                told_at + timedelta(seconds=round(length * part)) for part in (0.06, 0.25, 0.6 + 0.3 * draw)
            )
            tasks.append(_cleared_task(function, told_at, accepted, arrived, over))
        return tuple(tasks)


def _order(
    unit: DemoUnit,
    moments: Sequence[datetime],
    kind: str,
    words: str,
    helped: int,
    *,
    is_backup: bool = False,
) -> PastOrder:
    """A finished order."""
    return PastOrder(
        unit=unit.key,
        by=unit.crew[0],
        status="reported",
        is_backup=is_backup,
        sent_at=moments[Step.SENT],
        acknowledged_at=moments[Step.SIGNED],
        en_route_at=moments[Step.LEFT],
        on_scene_at=moments[Step.ARRIVED],
        reported_at=max(moments[Step.REPORTED], moments[Step.ARRIVED] + timedelta(seconds=60)),
        outcome=kind,
        outcome_words=words,
        people_helped=helped,
    )


def _cleared_task(
    function: str, told: datetime, accepted: datetime, arrived: datetime, over: datetime
) -> PastAgencyTask:
    return PastAgencyTask(
        function=function,
        status="cleared",
        asked="请到场处置。",
        told_at=told,
        accepted_at=accepted,
        arrived_at=arrived,
        over_at=over,
        words="已处理完毕。",
    )


def _weighted(weights: Mapping[str, float], draw: float) -> str:
    """The name at a share of the weights' sum."""
    left = draw * sum(weights.values())
    for name, weight in weights.items():
        left -= weight
        if left < 0:
            return name
    return next(reversed(list(weights)))
