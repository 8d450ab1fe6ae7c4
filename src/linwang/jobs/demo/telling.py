"""How callers tell it: a template filled with the place as people call it, and the usual words around it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import Formatter

from numpy.random import Generator

from linwang.jobs.demo.events import KindChoice
from linwang.jobs.demo.layout import Place
from linwang.jobs.demo.topics import Topic
from linwang.jobs.demo.words import word_list

_URGENT = frozenset("A")
_ALIAS_SHARE = 0.45  # of the calls from a place with other names
_DRAWS = 24  # random numbers set aside for one story


@dataclass(frozen=True, slots=True)
class Telling:
    """The caller's words, and the words for the place in them."""

    words: str
    place_words: str


class Teller:
    """Tells stories with numbers drawn in advance for all of them, which is ten times as fast as one by one."""

    def __init__(self, rng: Generator, stories: int) -> None:
        self._draws = rng.integers(0, 1 << 30, size=(stories, _DRAWS)).tolist()
        self._words = word_list("stories")

    def tell(self, number: int, topic: Topic, place: Place) -> Telling:
        """The story of that number; the same number tells it the same way."""
        draws, kind = iter(self._draws[number]), topic.kind
        urgent = "urgent_" if kind.priority in _URGENT else ""
        said = _spoken(place, next(draws))
        story = _fill(_pick(topic.stories, next(draws)), self._words["fill"], said, kind, draws)
        opening = _pick(self._words[f"{urgent}openings"], next(draws))
        closing = _pick(self._words[f"{urgent}closings"], next(draws))
        return Telling(words=f"{opening}{story}{closing}", place_words=said)


def _pick(words: Sequence[str], draw: int) -> str:
    return words[draw % len(words)]


def _spoken(place: Place, draw: int) -> str:
    """The name as it is said: the proper one, or another one people use."""
    if place.aliases and (draw & 1023) / 1024 < _ALIAS_SHARE:
        return place.aliases[(draw >> 10) % len(place.aliases)].name
    return place.name


def _fill(template: str, fill: dict[str, list[str]], said: str, kind: KindChoice, draws: Iterator[int]) -> str:
    """The template with its gaps filled; a gap that stands twice gets two different words."""
    parts = []
    for text, field, _, _ in Formatter().parse(template):
        parts.append(text)
        if field == "place":
            parts.append(said)
        elif field == "also":
            parts.append(_pick(kind.also or (kind.name,), next(draws)))
        elif field:
            parts.append(_pick(fill[field], next(draws)))
    return "".join(parts)
