"""Whom to send: the facts of every unit gathered in two queries, ranked, and told as sentences.

What changes slowly (the beats, their demand, how volunteers answer) is read once an hour.

Two answers stand side by side: who may lawfully handle it, and whose eyes can be there first.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np
from django.db.models import Q

from linwang.duty.queries.units import UnitNow, units_now
from linwang.duty.states import Authority
from linwang.foundation.actor import Actor
from linwang.incidents.models import Assignment, Incident, IncidentKind
from linwang.incidents.queries.acceptance import acceptance_of
from linwang.incidents.queries.cover import CoverNow, cover_now
from linwang.incidents.queries.ranking_words import asking_words, asks_of, price_words, reason_words, shortfall_words
from linwang.incidents.rules.dispatching import is_dangerous
from linwang.incidents.states import ASSIGNMENT_OPEN, Priority
from linwang.places.queries.roads import travel_times
from linwang.science.dispatching import ranking as science
from linwang.science.dispatching.asking import how_many_to_ask
from linwang.science.dispatching.ranking import Need, RankedUnit, Shortfall, UnitFacts
from linwang.science.geo.points import LonLat, Points
from linwang.science.routing.travel_times import Profile

SHIFT = timedelta(hours=12)
USUAL_LIMIT_SECONDS = 1200.0
"""Twenty minutes, where the catalogue sets no limit for arriving."""


@dataclass(frozen=True)
class Offer:
    """One unit as the desk is offered it; `seconds` is None where the way cannot be told."""

    unit: int
    call_sign: str
    kind_label: str
    authority_label: str
    seconds: float | None
    reasons: tuple[str, ...]
    shortfalls: tuple[str, ...]
    is_possible: bool
    is_advised: bool
    is_busy: bool
    price: str = ""


@dataclass(frozen=True)
class Ranking:
    """Both answers; `is_estimated` where no roads are known, `lacking` what the lawful answer as a whole lacks.

    `asking` says how many are asked to look first, and why so many.
    """

    lawful: tuple[Offer, ...] = ()
    first_eyes: tuple[Offer, ...] = ()
    asks: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    asking: str = ""
    is_estimated: bool = False
    has_place: bool = False


@dataclass(frozen=True)
class _Work:
    """What the units are doing: the number of their open incident, and how many they had this shift."""

    busy_with: Mapping[int, str] = field(default_factory=dict)
    recent: Mapping[int, int] = field(default_factory=dict)


def ranking_for(incident: Incident, *, seen_by: Actor, at: datetime) -> Ranking:
    """All units for an incident whose kind was loaded with it."""
    need = need_of(incident.kind, priority=Priority(incident.priority), ground=incident.ground)
    found = ranked_units(need, lon=incident.lon, lat=incident.lat, seen_by=seen_by, at=at, number=incident.number)
    return replace(
        found, asks=asks_of(incident.kind.first_eyes if incident.kind else (), is_dangerous=need.is_dangerous)
    )


def need_of(kind: IncidentKind | None, *, priority: Priority, ground: str) -> Need:
    """What the catalogue says an incident of this kind needs; before it is known, an officer in twenty minutes."""
    danger = is_dangerous(kind.is_dangerous if kind else None, priority)
    if kind is None:
        return Need(limit_seconds=USUAL_LIMIT_SECONDS, is_dangerous=danger)
    minutes = kind.limits.arrive_minutes.get(ground)
    return Need(
        least_authority=_least_authority(kind),
        units_wanted=max(1, kind.wanted_units),
        limit_seconds=60.0 * minutes if minutes else USUAL_LIMIT_SECONDS,
        is_dangerous=danger,
        is_watching_useful=bool(kind.first_eyes),
    )


def ranked_units(
    need: Need, *, lon: float | None, lat: float | None, seen_by: Actor, at: datetime, most: int | None = None,
    number: str = "",
) -> Ranking:  # fmt: skip
    """All units one sees, ranked for a need at a point; without a point, by what else is known.

    With `most`, only the first so many of each answer are told. `number` is the incident's, once it has one.
    """
    units = units_now(seen_by=seen_by)
    work = _work(units, seen_by, at)
    cover = cover_now(units, busy=work.busy_with.keys(), seen_by=seen_by, at=at)
    acceptance = acceptance_of(seen_by=seen_by, at=at)
    eyes = how_many_to_ask(acceptance)
    need = replace(need, eyes_wanted=eyes, is_police_there=_is_police_there(units, work, number))
    seconds = _seconds(units, lon, lat)
    answer = science.recommend(need, [_facts(unit, work, cover, seconds[unit.id], at) for unit in units])
    telling = _Telling({unit.id: unit for unit in units}, work, cover, need, at)
    return Ranking(
        lawful=tuple(telling.offer(row, is_lawful=True) for row in answer.lawful[:most]),
        first_eyes=tuple(telling.offer(row) for row in answer.first_eyes[:most]),
        lacking=tuple(shortfall_words(one) for one in answer.shortfalls),
        asking=asking_words(telling.volunteers_among(answer.first_eyes), acceptance, enough=eyes),
        is_estimated=travel_times().is_estimated,
        has_place=lon is not None,
    )


def _is_police_there(units: Sequence[UnitNow], work: "_Work", number: str) -> bool:
    """Whether an officer is at the incident or on the way."""
    return bool(number) and any(
        unit.authority == Authority.POLICE and work.busy_with.get(unit.id) == number for unit in units
    )


def _least_authority(kind: IncidentKind) -> science.Authority:
    """The highest that any step of a unit asks for."""
    levels = [_level(step["authority"]) for step in kind.procedure.steps if step.get("who") == "unit"]
    return max(levels, default=science.Authority.AUXILIARY)


def _level(authority: str) -> science.Authority:
    return science.Authority[authority.upper()]


def _work(units: Sequence[UnitNow], seen_by: Actor, at: datetime) -> _Work:
    rows = Assignment.objects.filter(
        Q(status__in=ASSIGNMENT_OPEN) | Q(sent_at__gt=at - SHIFT), unit__in=[unit.id for unit in units]
    ).values_list("unit", "status", "incident__number", "incident__station")
    busy = {
        unit: number if station in seen_by.sees else ""
        for unit, status, number, station in rows
        if status in ASSIGNMENT_OPEN
    }
    return _Work(busy_with=busy, recent=Counter(unit for unit, *_rest in rows))


def _seconds(units: Sequence[UnitNow], lon: float | None, lat: float | None) -> dict[int, float | None]:
    """Travel times of all units, one search of the roads for each way of travelling."""
    seconds: dict[int, float | None] = dict.fromkeys((unit.id for unit in units), None)
    if lon is None or lat is None:
        return seconds
    to_point, times = LonLat(lon, lat), travel_times()
    for profile in {unit.profile for unit in units}:
        some = [unit for unit in units if unit.profile == profile and unit.lon is not None]
        points = Points.of(LonLat(unit.lon, unit.lat) for unit in some if unit.lon is not None and unit.lat is not None)
        if some:
            needed = np.maximum(times.seconds(points, to_point, Profile(str(profile))), 0.0)
            seconds.update({unit.id: float(value) for unit, value in zip(some, needed, strict=True)})
    return seconds


def _facts(unit: UnitNow, work: _Work, cover: CoverNow, seconds: float | None, at: datetime) -> UnitFacts:
    return UnitFacts(
        id=unit.id,
        authority=_level(unit.authority),
        travel_seconds=seconds,
        is_free=unit.id not in work.busy_with,
        is_on_duty=unit.is_on_duty,
        skills=unit.skills,
        position_age_seconds=_age(unit, at),
        is_position_fixed=unit.is_post,
        workload=work.recent.get(unit.id, 0),
        cover_loss=cover.loss_of(unit.id),
        is_last_cover=cover.is_last_of(unit.id),
    )


def _age(unit: UnitNow, at: datetime) -> float | None:
    return max(0.0, (at - unit.position_at).total_seconds()) if unit.position_at else None


@dataclass(frozen=True)
class _Telling:
    """What is needed to tell a row of the answer as the desk reads it."""

    units: Mapping[int, UnitNow]
    work: _Work
    cover: CoverNow
    need: Need
    at: datetime

    def offer(self, row: RankedUnit, *, is_lawful: bool = False) -> Offer:
        """One unit with its reasons, its shortfalls, and the price of sending it where it would act."""
        unit = self.units[row.id]
        seconds = row.travel_seconds if row.travel_seconds is not None and row.travel_seconds < np.inf else None
        has_price = is_lawful and row.is_possible and Shortfall.STRIPS_COVER in row.shortfalls
        return Offer(
            unit=unit.id,
            call_sign=unit.call_sign,
            kind_label=str(unit.kind.label),
            authority_label=str(unit.authority.label),
            seconds=seconds,
            reasons=tuple(reason_words(reason) for reason in row.reasons),
            shortfalls=self._shortfalls(row, unit, seconds or 0.0),
            is_possible=row.is_possible,
            is_advised=row.is_advised,
            is_busy=Shortfall.BUSY in row.shortfalls,
            price=price_words(self.cover.price_of(unit.id)) if has_price else "",
        )

    def volunteers_among(self, rows: Sequence[RankedUnit]) -> int:
        """How many of those advised may say no."""
        return sum(row.is_advised and _level(self.units[row.id].authority) < science.SAFE_IN_DANGER for row in rows)

    def _shortfalls(self, row: RankedUnit, unit: UnitNow, seconds: float) -> tuple[str, ...]:
        return tuple(
            shortfall_words(
                one,
                busy_with=self.work.busy_with.get(unit.id, ""),
                age_seconds=_age(unit, self.at),
                late_seconds=seconds - self.need.limit_seconds,
                least_label=str(Authority(self.need.least_authority.name.lower()).label),
            )
            for one in row.shortfalls
            if one != Shortfall.STRIPS_COVER
        )
