"""Which catalogue items are about what: each item goes to the topic whose words stand in its name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from linwang.jobs.demo.events import KindChoice
from linwang.jobs.demo.words import word_list

GENERAL_SHARE = 4.0  # per cent of all calls, for the items that no topic names


@dataclass(frozen=True, slots=True)
class Topic:
    """What a share of the calls is about, when and where they come, how they are told and how they end."""

    code: str
    share: float
    hours: str
    at: tuple[str, ...]
    ends: Mapping[str, float]
    stories: tuple[str, ...]
    kinds: tuple[KindChoice, ...]

    def kind_weights(self) -> np.ndarray:
        """The first items of a topic come most often (1, 1/2, 1/3 ...)."""
        weights = 1.0 / np.arange(1, len(self.kinds) + 1)
        return weights / weights.sum()


def read_kinds(path: Path) -> tuple[KindChoice, ...]:
    """The items of a catalogue file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    return tuple(
        KindChoice(
            code=kind["code"],
            name=kind["name"],
            category=category["name"],
            also=tuple(kind.get("also", ())),
            priority=str(kind.get("priority", "C")),
            agencies=tuple(kind.get("agencies", ())),
        )
        for category in content["categories"]
        for kind in category["kinds"]
    )


def topics_of(kinds: Sequence[KindChoice]) -> tuple[Topic, ...]:
    """The topics that have items; what no topic names is told in the item's own words."""
    rows = word_list("stories")["topics"]
    members: dict[str, list[KindChoice]] = {row["code"]: [] for row in rows}
    rest: list[KindChoice] = []
    for kind in kinds:
        scores = [_score(kind, row["match"]) for row in rows]
        best = int(np.argmax(scores))
        (members[rows[best]["code"]] if scores[best] else rest).append(kind)
    named = [_topic(row, members[row["code"]]) for row in rows if members[row["code"]]]
    return (*named, _general(rest)) if rest else tuple(named)


def _score(kind: KindChoice, words: Sequence[str]) -> int:
    """Longer words count more, and a word in the name more than one in the category or the other words."""
    other = " ".join((kind.category, *kind.also))
    return max(len(word) * (4 if word in kind.name else 1 if word in other else 0) for word in words)


def _topic(row: Mapping[str, Any], kinds: Sequence[KindChoice]) -> Topic:
    best_first = sorted(kinds, key=lambda kind: -_score(kind, row["match"]))
    return Topic(
        code=row["code"],
        share=row["share"],
        hours=row["hours"],
        at=tuple(row["at"]),
        ends=row["ends"],
        stories=tuple(row["stories"]),
        kinds=tuple(best_first),
    )


def _general(kinds: Sequence[KindChoice]) -> Topic:
    return Topic(
        code="general",
        share=GENERAL_SHARE,
        hours="day",
        at=("shop", "estate", "hamlet", "road", "building"),
        ends={"handled": 6, "nothing_found": 2, "referred": 2},
        stories=tuple(word_list("stories")["general"]),
        kinds=tuple(kinds),
    )
