"""Whom to send? Two answers side by side: who may act, and who can look first.

Question: given one incident's need and the facts of every unit, in what order should units be offered?
Symbols: every unit has a cost in seconds, the time until it helps as far as can be told now:
    cost = travel + doubt about its position + 300 per missing skill + 60 per incident it carried this shift
Doubt is half the age of a position that is older than two minutes, at most five minutes: meanwhile the unit may
have driven away or towards. Without a position a unit counts as needing twice the limit.
Result: the *lawful* answer orders the units that may act by cost. The *first eyes* answer orders all who may safely
look, guide or comfort, whatever their authority, by travel and doubt alone; into a danger go only police
and auxiliaries, never a volunteer or a guard. First eyes are advised only when they arrive before the lawful unit.
What forbids a unit (off duty, busy, not allowed, kept from danger, no way there) puts it behind all others but
leaves it on the list, so that the desk sees why. Equal costs fall by id: the same facts give the same answer.
Source: nearest suitable unit first is the practice of dispatch; that pure nearness is not optimal is shown by
Jagtenberg, Bhulai and van der Mei, Health Care Management Science 20 (2017). The cover left behind is not weighed here.
The weights are settings to be agreed with the station, not measurements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, isinf

from linwang.science.dispatching.facts import (
    Ask,
    Authority,
    Need,
    RankedUnit,
    Reason,
    Recommendation,
    Shortfall,
    UnitFacts,
)

__all__ = [
    "Ask",
    "Authority",
    "Need",
    "RankedUnit",
    "Reason",
    "Recommendation",
    "Shortfall",
    "UnitFacts",
    "recommend",
]

FRESH_SECONDS = 120.0
MOST_DOUBT_SECONDS = 300.0
MISSING_SKILL_SECONDS = 300.0
WORKLOAD_SECONDS = 60.0
FAR_BEYOND = 2.0
SAFE_IN_DANGER = Authority.AUXILIARY
FORBIDS = frozenset(
    {
        Shortfall.OFF_DUTY,
        Shortfall.BUSY,
        Shortfall.NOT_ALLOWED,
        Shortfall.KEPT_FROM_DANGER,
        Shortfall.NO_WAY_THERE,
    }
)


@dataclass(frozen=True, slots=True)
class _Yardstick:
    """The best figures among the units, against which each is told."""

    least_travel: float
    least_workload: int
    most_workload: int


def recommend(need: Need, units: Sequence[UnitFacts]) -> Recommendation:
    """Order all units for one incident, each with its reasons and shortfalls; ties fall by id."""
    if len({unit.id for unit in units}) < len(units):
        raise ValueError("one unit is listed twice")
    lawful = _with_advice(_ranked(need, units, is_lawful=True), need.units_wanted)
    watchers = _ranked(need, units, is_lawful=False)
    return Recommendation(
        lawful=lawful,
        first_eyes=_with_advice(watchers, _watchers_wanted(need, lawful, watchers)),
        first_eyes_asks=_asks(need),
        shortfalls=_lacking(need, lawful, units),
    )


def _ranked(need: Need, units: Sequence[UnitFacts], *, is_lawful: bool) -> tuple[RankedUnit, ...]:
    """All units in the order in which one of the two answers offers them."""
    shortfalls = {unit.id: _shortfalls(need, unit, is_lawful=is_lawful) for unit in units}
    yardstick = _yardstick([unit for unit in units if not FORBIDS & set(shortfalls[unit.id])])
    rows = [_row(need, unit, shortfalls[unit.id], yardstick, is_lawful=is_lawful) for unit in units]
    return tuple(sorted(rows, key=lambda row: (not row.is_possible, row.cost_seconds, row.id)))


def _row(
    need: Need, unit: UnitFacts, shortfalls: tuple[Shortfall, ...], yardstick: _Yardstick, *, is_lawful: bool
) -> RankedUnit:
    return RankedUnit(
        id=unit.id,
        cost_seconds=_cost(need, unit, is_lawful=is_lawful),
        travel_seconds=unit.travel_seconds,
        reasons=_reasons(need, unit, yardstick, is_lawful=is_lawful),
        shortfalls=shortfalls,
        is_possible=not FORBIDS & set(shortfalls),
        is_advised=False,
    )


def _cost(need: Need, unit: UnitFacts, *, is_lawful: bool) -> float:
    """Seconds until the unit helps, with what is doubtful or missing counted in."""
    arrival = _arrival(need, unit)
    if not is_lawful:
        return arrival
    missing = len(need.skills - unit.skills)
    return arrival + MISSING_SKILL_SECONDS * missing + WORKLOAD_SECONDS * unit.workload


def _arrival(need: Need, unit: UnitFacts) -> float:
    """Seconds until the unit is there; without a position, twice the limit."""
    if unit.travel_seconds is None:
        return FAR_BEYOND * need.limit_seconds
    return unit.travel_seconds + _doubt(unit)


def _doubt(unit: UnitFacts) -> float:
    """Seconds by which an old position may mislead."""
    if _is_fresh(unit):
        return 0.0
    age = inf if unit.position_age_seconds is None else unit.position_age_seconds
    return min(MOST_DOUBT_SECONDS, age / 2)


def _is_fresh(unit: UnitFacts) -> bool:
    age = unit.position_age_seconds
    return unit.is_position_fixed or (age is not None and age <= FRESH_SECONDS)


def _shortfalls(need: Need, unit: UnitFacts, *, is_lawful: bool) -> tuple[Shortfall, ...]:
    """What speaks against the unit in this answer, the gravest first."""
    is_below = unit.authority < need.least_authority
    is_civilian_in_danger = need.is_dangerous and unit.authority < SAFE_IN_DANGER
    holds = {
        Shortfall.OFF_DUTY: not unit.is_on_duty,
        Shortfall.BUSY: not unit.is_free,
        Shortfall.NOT_ALLOWED: is_lawful and is_below,
        Shortfall.KEPT_FROM_DANGER: is_civilian_in_danger,
        Shortfall.NOT_SUITED: is_lawful and not need.skills <= unit.skills,
        **_travel_shortfalls(need, unit),
    }
    return tuple(shortfall for shortfall, is_true in holds.items() if is_true)


def _travel_shortfalls(need: Need, unit: UnitFacts) -> dict[Shortfall, bool]:
    """What speaks against where the unit is."""
    travel = unit.travel_seconds
    if travel is None:
        return {Shortfall.NO_POSITION: True}
    has_way = not isinf(travel)
    is_far = has_way and travel >= FAR_BEYOND * need.limit_seconds
    return {
        Shortfall.NO_WAY_THERE: not has_way,
        Shortfall.FAR_BEYOND_LIMIT: is_far,
        Shortfall.BEYOND_LIMIT: has_way and not is_far and travel > need.limit_seconds,
        Shortfall.STALE_POSITION: not _is_fresh(unit),
    }


def _reasons(need: Need, unit: UnitFacts, yardstick: _Yardstick, *, is_lawful: bool) -> tuple[Reason, ...]:
    """What speaks for the unit in this answer."""
    travel = unit.travel_seconds
    is_less_busy = unit.workload == yardstick.least_workload < yardstick.most_workload
    holds = {
        Reason.NEAREST: travel is not None and not isinf(travel) and travel <= yardstick.least_travel,
        Reason.WITHIN_LIMIT: travel is not None and travel <= need.limit_seconds,
        Reason.FREE: unit.is_free and unit.is_on_duty,
        Reason.SUITED: is_lawful and bool(need.skills) and need.skills <= unit.skills,
        Reason.ALLOWED: is_lawful and unit.authority >= need.least_authority,
        Reason.FRESH_POSITION: travel is not None and _is_fresh(unit),
        Reason.LEAST_BUSY: is_lawful and is_less_busy,
    }
    return tuple(reason for reason, is_true in holds.items() if is_true)


def _yardstick(possible: Sequence[UnitFacts]) -> _Yardstick:
    travels = [unit.travel_seconds for unit in possible if unit.travel_seconds is not None]
    workloads = [unit.workload for unit in possible]
    return _Yardstick(min(travels, default=-1.0), min(workloads, default=0), max(workloads, default=0))


def _with_advice(rows: Sequence[RankedUnit], wanted: int) -> tuple[RankedUnit, ...]:
    """Mark the first `wanted` possible rows."""
    return tuple(replace(row, is_advised=row.is_possible and place < wanted) for place, row in enumerate(rows))


def _watchers_wanted(need: Need, lawful: Sequence[RankedUnit], watchers: Sequence[RankedUnit]) -> int:
    """One when somebody can look before the lawful unit comes, else none."""
    if not need.is_watching_useful or not watchers or not watchers[0].is_possible:
        return 0
    handlers = [row for row in lawful if row.is_advised]
    if any(row.id == watchers[0].id for row in handlers):
        return 0
    costs = {row.id: row.cost_seconds for row in watchers}
    return int(watchers[0].cost_seconds < min((costs[row.id] for row in handlers), default=inf))


def _asks(need: Need) -> tuple[Ask, ...]:
    """What first eyes are asked to do: from afar where there is danger."""
    if need.is_dangerous:
        return (Ask.OBSERVE, Ask.REPORT, Ask.KEEP_AWAY)
    return (Ask.OBSERVE, Ask.REPORT, Ask.GUIDE, Ask.COMFORT)


def _lacking(need: Need, lawful: Sequence[RankedUnit], units: Sequence[UnitFacts]) -> tuple[Shortfall, ...]:
    """What the lawful answer as a whole lacks."""
    advised = {row.id: row for row in lawful if row.is_advised}
    skills = frozenset[str]().union(*(unit.skills for unit in units if unit.id in advised))
    in_time = [row for row in advised.values() if Reason.WITHIN_LIMIT in row.reasons]
    holds = {
        Shortfall.TOO_FEW_UNITS: len(advised) < need.units_wanted,
        Shortfall.NOT_SUITED: bool(advised) and not need.skills <= skills,
        Shortfall.BEYOND_LIMIT: bool(advised) and not in_time,
    }
    return tuple(shortfall for shortfall, is_true in holds.items() if is_true)
