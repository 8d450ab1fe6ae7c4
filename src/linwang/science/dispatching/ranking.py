"""Whom to send? Two answers side by side: who may act, and who can look first.

Question: given one incident's need and the facts of every unit, in what order should units be offered?
Symbols: every unit has a cost in seconds, the time until it helps as far as can be told now:
    cost = travel + doubt about its position + 300 per missing skill + 60 per incident it carried this shift
         + 9,000 x the share of the demand that nobody would meet in time while it is away (see the chapter on cover),
           at most 600, and nothing where there is danger: then the nearest goes
         + 300 if it comes after the time limit
so that a loss of one percent of cover weighs as much as a minute and a half. Doubt is half the age of a position that
is older than two minutes, at most five minutes: meanwhile the unit may have driven away or towards. Without a
position a unit counts as needing twice the limit.
Result: the *lawful* answer orders the units that may act by cost. An auxiliary acts only together with police: where
auxiliaries may act, one of the advised is an officer unless an officer is at it already, and where no officer can
go no auxiliary is advised. The *first eyes* answer orders all who may safely look, guide or comfort, whatever their
authority, by travel and doubt alone; into a danger go only police and auxiliaries, never a volunteer or a guard.
First eyes are advised only when they arrive before the lawful unit: volunteers and guards, who may say no, as many as
it takes, and nobody beyond the first officer or auxiliary, who is ordered.
What forbids a unit (off duty, busy, not allowed, kept from danger, no way there) puts it behind all others but
leaves it on the list, so that the desk sees why. Equal costs fall by id: the same facts give the same answer.
Source: nearest suitable unit first is the practice of dispatch; that pure nearness is not optimal is shown by
Jagtenberg, Bhulai and van der Mei, Health Care Management Science 20 (2017). The weights of cover and of lateness
were chosen on some days of simulated calls and judged on others (`benchmarks/dispatch.py`); the others are to be
agreed with the station.
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
COVER_SECONDS = 9000.0
MOST_COVER_SECONDS = 600.0
LATE_SECONDS = 300.0
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
    least_cover_loss: float
    most_cover_loss: float


def recommend(need: Need, units: Sequence[UnitFacts]) -> Recommendation:
    """Order all units for one incident, each with its reasons and shortfalls; ties fall by id."""
    if len({unit.id for unit in units}) < len(units):
        raise ValueError("one unit is listed twice")
    ranked = _ranked(need, units, is_lawful=True)
    lawful = _with_advice(ranked, _handlers(need, ranked, units))
    watchers = _ranked(need, units, is_lawful=False)
    return Recommendation(
        lawful=lawful,
        first_eyes=_with_advice(watchers, _eyes(need, lawful, watchers, units)),
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
    is_late = unit.travel_seconds is not None and need.limit_seconds < unit.travel_seconds
    cover = 0.0 if need.is_dangerous else min(COVER_SECONDS * unit.cover_loss, MOST_COVER_SECONDS)
    late = LATE_SECONDS * is_late
    return arrival + late + cover + MISSING_SKILL_SECONDS * missing + WORKLOAD_SECONDS * unit.workload


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
        Shortfall.ONLY_WITH_POLICE: is_lawful and _needs_police(need, unit),
        Shortfall.NOT_SUITED: is_lawful and not need.skills <= unit.skills,
        Shortfall.STRIPS_COVER: is_lawful and unit.is_last_cover,
        **_travel_shortfalls(need, unit),
    }
    return tuple(shortfall for shortfall, is_true in holds.items() if is_true)


def _needs_police(need: Need, unit: UnitFacts) -> bool:
    """True for an auxiliary who could go, but not alone."""
    is_auxiliary = unit.authority == need.least_authority == Authority.AUXILIARY
    return is_auxiliary and unit.is_free and unit.is_on_duty and not need.is_police_there


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
    is_least_missed = unit.cover_loss == yardstick.least_cover_loss < yardstick.most_cover_loss
    holds = {
        Reason.NEAREST: travel is not None and not isinf(travel) and travel <= yardstick.least_travel,
        Reason.WITHIN_LIMIT: travel is not None and travel <= need.limit_seconds,
        Reason.FREE: unit.is_free and unit.is_on_duty,
        Reason.SUITED: is_lawful and bool(need.skills) and need.skills <= unit.skills,
        Reason.ALLOWED: is_lawful and unit.authority >= need.least_authority,
        Reason.FRESH_POSITION: travel is not None and _is_fresh(unit),
        Reason.LEAST_BUSY: is_lawful and is_less_busy,
        Reason.LEAVES_COVER: is_lawful and is_least_missed,
    }
    return tuple(reason for reason, is_true in holds.items() if is_true)


def _yardstick(possible: Sequence[UnitFacts]) -> _Yardstick:
    travels = [unit.travel_seconds for unit in possible if unit.travel_seconds is not None]
    workloads = [unit.workload for unit in possible]
    losses = [unit.cover_loss for unit in possible]
    return _Yardstick(
        least_travel=min(travels, default=-1.0),
        least_workload=min(workloads, default=0),
        most_workload=max(workloads, default=0),
        least_cover_loss=min(losses, default=0.0),
        most_cover_loss=max(losses, default=0.0),
    )


def _with_advice(rows: Sequence[RankedUnit], advised: frozenset[int]) -> tuple[RankedUnit, ...]:
    return tuple(replace(row, is_advised=row.id in advised) for row in rows)


def _handlers(need: Need, rows: Sequence[RankedUnit], units: Sequence[UnitFacts]) -> frozenset[int]:
    """The first possible ones, the last place kept for an officer where auxiliaries would go alone."""
    police = {unit.id for unit in units if unit.authority == Authority.POLICE}
    possible = [row.id for row in rows if row.is_possible]
    first = possible[: need.units_wanted]
    is_alone = need.least_authority == Authority.AUXILIARY and not need.is_police_there and not police & set(first)
    if not is_alone:
        return frozenset(first)
    officer = [one for one in possible if one in police][:1]
    return frozenset([*first[: need.units_wanted - 1], *officer] if officer else ())


def _eyes(
    need: Need, lawful: Sequence[RankedUnit], watchers: Sequence[RankedUnit], units: Sequence[UnitFacts]
) -> frozenset[int]:  # fmt: skip
    """Those who can look before the lawful unit comes: as many as are to be asked, or up to one who is ordered."""
    if not need.is_watching_useful:
        return frozenset()
    costs = {row.id: row.cost_seconds for row in watchers}
    lawful_cost = min((costs[row.id] for row in lawful if row.is_advised), default=inf)
    sooner = [row.id for row in watchers if row.is_possible and row.cost_seconds < lawful_cost][: need.eyes_wanted]
    ordered = {unit.id for unit in units if unit.authority >= SAFE_IN_DANGER}
    first_ordered = next((place for place, one in enumerate(sooner) if one in ordered), len(sooner))
    return frozenset(sooner[: first_ordered + 1])


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
        Shortfall.NO_POLICE: not advised and any(_waits_for_police(row) for row in lawful),
        Shortfall.NOT_SUITED: bool(advised) and not need.skills <= skills,
        Shortfall.BEYOND_LIMIT: bool(advised) and not in_time,
    }
    return tuple(shortfall for shortfall, is_true in holds.items() if is_true)


def _waits_for_police(row: RankedUnit) -> bool:
    return row.is_possible and Shortfall.ONLY_WITH_POLICE in row.shortfalls
