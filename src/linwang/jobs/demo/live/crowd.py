"""The crowd: somebody calls every now and then, handed in by the 110 centre's machine."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from numpy.random import Generator

from linwang.jobs.demo.happenings import Happening, draw_happenings
from linwang.jobs.demo.layout import Town
from linwang.jobs.demo.live.visitors import Answered, Machine
from linwang.jobs.demo.people import person_names, phone_number
from linwang.jobs.demo.telling import Teller
from linwang.jobs.demo.topics import Topic

CALL_EVERY_SECONDS = 1800.0
"""In life: some fifty calls a day at the two stations together."""
_DRAWN_AT_ONCE = 200


class Crowd:
    """Calls at random moments; `taken` are the incidents that came of them."""

    def __init__(
        self, rng: Generator, town: Town, topics: Sequence[Topic], centres: Mapping[str, Machine], speed: float
    ) -> None:
        self._rng, self._town, self._topics, self._centres = rng, town, topics, centres
        self._every = CALL_EVERY_SECONDS / speed
        self._names = person_names(rng)
        self._waiting: list[tuple[Happening, str, str]] = []
        self._next_at: datetime | None = None
        self.taken: dict[str, tuple[Happening, datetime]] = {}
        self.calls = self.refused = 0

    def step(self, at: datetime) -> None:
        """Call, if it is time."""
        if self._next_at is None or at >= self._next_at:
            self._call(at)
            self._next_at = at + timedelta(seconds=float(self._rng.exponential(self._every)))

    def _call(self, at: datetime) -> None:
        happening, words, place_words = self._event()
        answer = self._hand_in(happening, words, place_words, at)
        if answer.is_done:
            self.calls += 1
            self.taken[answer.json()["number"]] = (happening, at)
        else:
            self.refused += 1

    def _event(self) -> tuple[Happening, str, str]:
        if not self._waiting:
            drawn = draw_happenings(self._rng, self._town, self._topics, _DRAWN_AT_ONCE)
            teller = Teller(self._rng, len(drawn))
            told = [teller.tell(number, one.topic, one.place) for number, one in enumerate(drawn)]
            self._waiting = [(one, said.words, said.place_words) for one, said in zip(drawn, told, strict=True)]
        return self._waiting.pop()

    def _hand_in(self, happening: Happening, words: str, place_words: str, at: datetime) -> Answered:
        lon, lat = happening.place.at
        return self._centres[happening.station].post(
            "/api/v1/calls",
            {
                "outside_number": uuid4().hex[:16],
                "words": words,
                "rang_at": at.isoformat(),
                "kind": happening.kind.code,
                "place_words": place_words,
                "lon": lon,
                "lat": lat,
                "caller_name": next(self._names),
                "caller_phone": phone_number(self._rng),
            },
        )
