"""Which slips were made? The cheapest way from one name to what was said, walked to tell the desk what matched.

The prices are those of `slips`; this chapter walks a single pair: what is the same at both ends is passed at once, the
rest is walked cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from linwang.science.matching.match_reasons import MatchReason
from linwang.science.matching.slips import EXCHANGED, LEFT_OUT_INSIDE, PUT_IN_INSIDE, SPELLED
from linwang.science.matching.sound_costs import ALIKE, DIALECT, SAME_SOUND

AT_END = 0.9
"""At the ends of a name a step is taken rather than inside, where both are as dear: half a name is often said."""
_SLACK = 1e-3
_BY_SOUND = (
    (SAME_SOUND, MatchReason.SAME_SOUND),
    (DIALECT, MatchReason.DIALECT_SOUND),
    (ALIKE, MatchReason.SIMILAR_SOUND),
)
_Way = tuple[float, tuple[MatchReason, ...]]


@dataclass(frozen=True, slots=True)
class OnePair:
    """Prices with a row per said unit and a column per character; the weights of both; what was spelled in letters."""

    prices: list[list[float]]
    said_weights: list[float]
    name_weights: list[float]
    is_spelled: list[bool]

    def reasons(self) -> tuple[MatchReason, ...]:
        """What matched, each once, in the order of the name."""
        return tuple(dict.fromkeys(self._one_for_one() or self._walked())) or (MatchReason.EXACT,)

    def _one_for_one(self) -> tuple[MatchReason, ...]:
        """Where every unit stands for the character at its place, which is nearly always."""
        if len(self.said_weights) != len(self.name_weights):
            return ()
        if sum(prices[place] for place, prices in enumerate(self.prices)) > EXCHANGED:
            return ()
        slips = [reason for place in range(len(self.prices)) for reason in self._exchange(place, place)]
        return tuple(slips) or (MatchReason.EXACT,)

    def _walked(self) -> tuple[MatchReason, ...]:
        """Pass what is the same from both ends, and walk what lies between."""
        units, columns = len(self.said_weights), len(self.name_weights)
        same = min(units, columns)
        begin = next((place for place in range(same) if not self._is_same(place, place)), same)
        rest = range(1, same - begin + 1)
        after = next((n - 1 for n in rest if not self._is_same(units - n, columns - n)), same - begin)
        spelled = (MatchReason.PINYIN,) * any(self.is_spelled)
        return spelled + self._cheapest(range(begin, units - after), range(begin, columns - after))

    def _is_same(self, unit: int, column: int) -> bool:
        return self.prices[unit][column] <= SPELLED + _SLACK

    def _cheapest(self, units: range, columns: range) -> tuple[MatchReason, ...]:
        """The way through all cells of a stretch."""
        row: list[_Way] = [(0.0, ())]
        for column in columns:
            row.append(self._left_out(row[-1], units.start, column))
        before: list[_Way] = []
        for unit in units:
            following = [self._put_in(row[0], unit, columns.start)]
            for place, column in enumerate(columns):
                following.append(min(self._ways(unit, column, place, before, row, following)))
            before, row = row, following
        return row[-1][1]

    def _ways(
        self, unit: int, column: int, place: int, before: list[_Way], row: list[_Way], following: list[_Way]
    ) -> Iterator[_Way]:
        weight = max(self.said_weights[unit], self.name_weights[column])
        price, reasons = row[place]
        yield price + self.prices[unit][column] * weight, reasons + self._exchange(unit, column)
        yield self._put_in(row[place + 1], unit, column + 1)
        yield self._left_out(following[-1], unit + 1, column)
        if before and place:
            price, reasons = before[place - 1]
            crossed = self.prices[unit - 1][column] + self.prices[unit][column - 1]
            slips = (*self._exchange(unit - 1, column), *self._exchange(unit, column - 1))
            yield price + crossed + EXCHANGED, (*reasons, MatchReason.TRANSPOSED, *slips)

    def _exchange(self, unit: int, column: int) -> tuple[MatchReason, ...]:
        price = self.prices[unit][column]
        if self.is_spelled[unit] and price <= SPELLED + _SLACK:
            return (MatchReason.PINYIN,)
        if price <= _SLACK:
            return ()
        heard = price + (SAME_SOUND - SPELLED if self.is_spelled[unit] else 0.0)
        return (next((reason for most, reason in _BY_SOUND if heard <= most + _SLACK), MatchReason.WRONG_CHARACTER),)

    def _left_out(self, way: _Way, unit: int, column: int) -> _Way:
        is_at_end = unit in (0, len(self.said_weights))
        price = LEFT_OUT_INSIDE * self.name_weights[column] * (AT_END if is_at_end else 1.0)
        return way[0] + price, (*way[1], MatchReason.PART_OF_NAME if is_at_end else MatchReason.MISSING_CHARACTER)

    def _put_in(self, way: _Way, unit: int, column: int) -> _Way:
        is_at_end = column in (0, len(self.name_weights))
        price = PUT_IN_INSIDE * self.said_weights[unit] * (AT_END if is_at_end else 1.0)
        return way[0] + price, (*way[1], MatchReason.EXTRA_CHARACTER)
