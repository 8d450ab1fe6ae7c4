"""When calls come: by hour of the day, day of the week, season and holiday, in Shanghai time."""

from datetime import UTC, datetime, time, timedelta

import numpy as np
from numpy.random import Generator

from linwang.foundation.clock import CHINA

# Relative calls in each hour from 0 to 23.
HOURS: dict[str, tuple[float, ...]] = {
    "flat": (3, 2, 2, 2, 2, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 6, 6, 6, 5, 5, 4, 3),
    "day": (0.6, 0.4, 0.3, 0.3, 0.4, 0.9, 2, 4, 7, 9, 9, 8, 6, 7, 8, 9, 9, 8, 6, 5, 4, 3, 2, 1),
    "morning": (1, 1, 1, 1, 1, 3, 8, 10, 9, 7, 5, 4, 4, 4, 4, 4, 4, 5, 5, 4, 3, 2, 2, 1),
    "rush": (1, 0.6, 0.5, 0.5, 0.7, 1.5, 4, 10, 9, 6, 6, 6, 5, 5, 6, 6, 8, 11, 9, 5, 4, 3, 2, 1.5),
    "evening": (2, 1, 0.7, 0.5, 0.5, 0.8, 2, 3, 3, 4, 4, 4, 4, 4, 4, 4, 5, 7, 9, 11, 11, 9, 6, 4),
    "night": (9, 7, 4, 2, 1, 0.7, 0.7, 1, 1, 1.5, 2, 2, 2.5, 2, 2, 2, 2.5, 3, 5, 7, 9, 11, 12, 11),
}
_WEEKDAYS = (1.0, 0.96, 0.95, 0.98, 1.1, 1.12, 1.02)
_SEASON_SWING, _WARMEST_DAY = 0.14, 205  # more calls in summer, most about the end of July
_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (5, 3), *((10, day) for day in range(1, 8))})


def past_moments(rng: Generator, hour_shapes: list[str], now: datetime, days: int) -> list[datetime]:
    """A moment in the last `days` for each call, in UTC; the desk has not closed all of the last ones yet."""
    last = now.astimezone(CHINA).date()
    dates = [last - timedelta(days=n) for n in range(days)]
    weights = np.array([_day_weight(day.weekday(), day.timetuple().tm_yday, (day.month, day.day)) for day in dates])
    chosen = rng.choice(days, size=len(hour_shapes), p=weights / weights.sum())
    hours = _hours(rng, hour_shapes)
    starts = [datetime.combine(day, time(), CHINA).astimezone(UTC) for day in dates]
    return [
        starts[day] + timedelta(seconds=round(hour * 3600)) for day, hour in zip(chosen.tolist(), hours, strict=True)
    ]


def _day_weight(weekday: int, day_of_year: int, month_and_day: tuple[int, int]) -> float:
    season = 1 + _SEASON_SWING * np.cos(2 * np.pi * (day_of_year - _WARMEST_DAY) / 365.25)
    return float(_WEEKDAYS[weekday] * season * (1.25 if month_and_day in _HOLIDAYS else 1.0))


def _hours(rng: Generator, shapes: list[str]) -> list[float]:
    """An hour with its fraction for each call, by the shape of its day."""
    names = np.array(shapes)
    hours = rng.random(len(shapes))
    for name, weights in HOURS.items():
        chosen = np.flatnonzero(names == name)
        share = np.array(weights) / sum(weights)
        hours[chosen] += rng.choice(24, size=len(chosen), p=share)
    return hours.tolist()
