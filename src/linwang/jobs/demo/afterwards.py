"""What came after: the closing words and the call-back."""

from datetime import UTC, date, datetime, time, timedelta

from numpy.random import Generator

from linwang.foundation.clock import CHINA
from linwang.incidents.rules.past import PastCallback
from linwang.jobs.demo.words import word_list

CALLBACK_WITHIN_DAYS = 3
_NOT_CALLED_BACK = frozenset({"needless", "repeated"})
_CALLED_BACK_SHARE, _REACHED_SHARE, _DECLINED_SHARE = 0.86, 0.83, 0.05
_SATISFIED, _FAIR = 0.88, 0.97  # cumulative
_DRAWS = 6


class AfterBook:
    """Closing words and call-backs, with all chance drawn in advance."""

    def __init__(self, rng: Generator, events: int) -> None:
        self._draws = rng.random((events, _DRAWS)).tolist()
        words = word_list("stories")
        self._notes = words["notes"]
        self._happy, self._unhappy = words["callback_words"], words["callback_unhappy"]

    def closing_words(self, number: int, end: str) -> str:
        """What the desk wrote when it closed."""
        notes = self._notes[end]
        return notes[int(self._draws[number][0] * len(notes))]

    def callback(
        self, number: int, end: str, closed_at: datetime, by: str, now: datetime
    ) -> tuple[date | None, PastCallback | None]:
        """The day by which to ring, and the call-back if its hour has come; old ones that were left out are let go."""
        draws = self._draws[number]
        if end in _NOT_CALLED_BACK:
            return None, None
        day = closed_at.astimezone(CHINA).date()
        at = datetime.combine(day + timedelta(days=1 + int(draws[1] * 2)), time(9), CHINA).astimezone(UTC)
        at += timedelta(seconds=int(draws[2] * 8 * 3600))
        due_on = day + timedelta(days=CALLBACK_WITHIN_DAYS)
        if at >= now:
            return due_on, None
        return (due_on, self._spoken(draws, at, by)) if draws[3] < _CALLED_BACK_SHARE else (None, None)

    def _spoken(self, draws: list[float], at: datetime, by: str) -> PastCallback:
        if draws[4] >= _REACHED_SHARE:
            result = "declined" if draws[4] >= 1 - _DECLINED_SHARE else "no_answer"
            return PastCallback(result, None, None, "", at, by)
        satisfaction = 3 if draws[5] < _SATISFIED else 2 if draws[5] < _FAIR else 1
        words = self._unhappy if satisfaction == 1 else self._happy
        return PastCallback("reached", satisfaction, True, words[int(draws[2] * len(words))], at, by)
