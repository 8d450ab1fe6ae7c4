"""What the calls are about: for each catalogue item its share, hours, places, endings and what callers say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from linwang.jobs.demo.events import KindChoice
from linwang.jobs.demo.words import word_list

_OWN_WORDS_SHARE = 0.35  # of the stories about items that have stories of their own


@dataclass(frozen=True, slots=True)
class Topic:
    """One item: its share of all calls, when and where they come, how they are told and how they end."""

    kind: KindChoice
    share: float
    hours: str
    at: tuple[str, ...]
    ends: Mapping[str, float]
    stories: tuple[str, ...]


def read_kinds(path: Path) -> tuple[KindChoice, ...]:
    """The items of a catalogue file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return tuple(
        KindChoice(
            code=kind["code"],
            name=kind["name"],
            category=category["code"],
            also=tuple(kind.get("also", ())),
            priority=str(kind.get("priority", "C")),
            agencies=tuple(kind.get("agencies", ())),
        )
        for category in content["categories"]
        for kind in category["kinds"]
    )


def topics_of(kinds: Sequence[KindChoice]) -> tuple[Topic, ...]:
    """One topic for each item; an item of an unknown category is treated as one of `other`."""
    profiles = word_list("stories")["categories"]
    weights: dict[str, float] = {}
    for kind in kinds:
        weights[kind.category] = weights.get(kind.category, 0.0) + _weight(kind)
    return tuple(_topic(kind, profiles.get(kind.category, profiles["other"]), weights[kind.category]) for kind in kinds)


def _topic(kind: KindChoice, profile: Mapping[str, Any], weight_of_category: float) -> Topic:
    own, general = _stories(kind), tuple(word_list("stories")["general"])
    if own:
        many = max(1, round(len(general) * (1 - _OWN_WORDS_SHARE) / _OWN_WORDS_SHARE / len(own)))
        stories = own * many + general
    else:
        stories = general
    return Topic(
        kind=kind,
        share=profile["share"] * _weight(kind) / weight_of_category,
        hours=profile["hours"],
        at=tuple(profile["at"]),
        ends=profile["ends"],
        stories=stories,
    )


def _weight(kind: KindChoice) -> float:
    return float(word_list("stories")["kinds"].get(kind.code, {}).get("weight", 1.0))


def _stories(kind: KindChoice) -> tuple[str, ...]:
    return tuple(word_list("stories")["kinds"].get(kind.code, {}).get("stories", ()))
