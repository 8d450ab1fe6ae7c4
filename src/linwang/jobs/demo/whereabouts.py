"""Where an event is, as an incident keeps it: place, point, beat, grid and how far out it lies."""

from typing import TypedDict

from linwang.jobs.demo.layout import Place, Point, Town


class Whereabouts(TypedDict):
    """The facts of a place by the names that an incident has for them."""

    place: str
    point: Point
    beat: str
    grid: str
    ground: str


class GroundBook:
    """Looks up what ground a place stands on."""

    def __init__(self, town: Town) -> None:
        self._remoteness = {beat.key: beat.remoteness for beat in town.beats}

    def of(self, place: Place, *, is_named: bool) -> Whereabouts:
        """The whereabouts of an event at a place; sometimes only the point is known, and nobody named it."""
        return {
            "place": place.key if is_named else "",
            "point": place.at,
            "beat": place.beat,
            "grid": place.grid,
            "ground": self._remoteness[place.beat],
        }
