"""Who calls, through which channel, and who took the call. A few people call again and again."""

from datetime import datetime

from numpy.random import Generator

from linwang.incidents.rules.past import PastCall
from linwang.jobs.demo.people import person_names, phone_number
from linwang.jobs.demo.staff import Staff
from linwang.jobs.demo.telling import Telling

_CHANNELS = {
    "phone": 0.62, "feed": 0.22, "walk_in": 0.06, "resident": 0.04, "watcher": 0.03, "sensor": 0.01,
    "other_station": 0.02,
}  # fmt: skip
_NUMBERED = frozenset({"phone", "feed", "walk_in", "resident"})  # channels that tell the caller's number
_ANONYMOUS_SHARE, _FOR_ANOTHER_SHARE, _AGAIN_SHARE = 0.04, 0.08, 0.035
_FREQUENT_CALLERS = 26
_RELATIONS = ("父亲", "母亲", "邻居", "同事", "路人", "孩子")


class CallBook:
    """Draws callers and channels in advance, and writes one call after the other."""

    def __init__(self, rng: Generator, staff: Staff, calls: int) -> None:
        names = person_names(rng)
        self._people = [(next(names), phone_number(rng)) for _ in range(max(60, calls * 2 // 3))]
        self._takers = {
            station: staff.logins(station, "call_taker") + staff.logins(station, "dispatcher")
            for station in ("town", "rural")
        }
        self._draws = rng.random((calls, 5)).tolist()
        self._channels = rng.choice(list(_CHANNELS), size=calls, p=list(_CHANNELS.values())).tolist()
        self._next = 0

    def write(self, station: str, telling: Telling, rang_at: datetime, taken_at: datetime) -> PastCall:
        """One more call."""
        who, again, hidden, relation, taker = self._draws[self._next]
        channel = self._channels[self._next]
        self._next += 1
        pool = _FREQUENT_CALLERS if again < _AGAIN_SHARE else len(self._people)
        name, phone = self._people[int(who * pool)]
        is_anonymous = hidden < _ANONYMOUS_SHARE
        takers = self._takers[station]
        return PastCall(
            rang_at=rang_at,
            taken_at=taken_at,
            channel=channel,
            words=telling.words,
            place_words=telling.place_words,
            caller_name="" if is_anonymous or channel == "sensor" else name,
            phone="" if is_anonymous or channel not in _NUMBERED else phone,
            is_anonymous=is_anonymous,
            on_behalf_of=_RELATIONS[int(relation / _FOR_ANOTHER_SHARE * 6)] if relation < _FOR_ANOTHER_SHARE else "",
            taken_by=takers[int(taker * len(takers))],
        )
