"""What happens where: for each incident its station, topic, catalogue item and place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from linwang.jobs.demo.events import KindChoice
from linwang.jobs.demo.layout import Place, Town
from linwang.jobs.demo.topics import Topic

TOWN_SHARE = 0.64  # of the calls; the town has more people, the country more ground
STORM = {"weather": 14.0, "flood": 14.0, "pipes": 3.0, "road_facility": 5.0, "accident": 1.3, "trapped": 2.0}
TROUBLED_VILLAGE = "麦塘村"  # thefts were many here until wardens began to walk it
THEFTS = frozenset({"theft"})
_TROUBLE = 26.0  # how much hotter its places are for thieves
_OTHER_KINDS_CHANCE = 0.12  # calls that come from a kind of place one would not expect


@dataclass(frozen=True, slots=True)
class Happening:
    """An event before anybody has answered it."""

    station: str
    topic: Topic
    place: Place

    @property
    def kind(self) -> KindChoice:
        """The catalogue item."""
        return self.topic.kind


def draw_happenings(
    rng: Generator, town: Town, topics: Sequence[Topic], count: int, boost: Mapping[str, float] | None = None
) -> list[Happening]:
    """`count` events; `boost` makes some categories so many times as frequent, as in a storm."""
    shares = np.array([topic.share * (boost or {}).get(topic.kind.category, 1.0) for topic in topics])
    chosen = rng.choice(len(topics), size=count, p=shares / shares.sum())
    stations = np.where(rng.random(count) < TOWN_SHARE, "town", "rural")
    happenings: list[Happening | None] = [None] * count
    for number, topic in enumerate(topics):
        for station in ("town", "rural"):
            here = np.flatnonzero((chosen == number) & (stations == station))
            places = _draw_places(rng, town, topic, station, len(here))
            for index, place in zip(here.tolist(), places, strict=True):
                happenings[index] = Happening(station, topic, place)
    return [happening for happening in happenings if happening is not None]


def _draw_places(rng: Generator, town: Town, topic: Topic, station: str, count: int) -> list[Place]:
    """Places of the topic's kinds by their heat, now and then any other."""
    places = [place for place in town.places if place.station == station]
    heat = np.array([place.heat for place in places])
    fits = np.array([place.kind in topic.at for place in places])
    weights = np.where(fits, heat, heat * (_OTHER_KINDS_CHANCE / 4 if fits.any() else 1.0))
    if topic.kind.category in THEFTS:
        weights = weights * np.array(
            [_TROUBLE if place.neighbourhood.endswith(TROUBLED_VILLAGE) else 1.0 for place in places]
        )
    drawn = rng.choice(len(places), size=count, p=weights / weights.sum())
    return [places[index] for index in drawn.tolist()]
