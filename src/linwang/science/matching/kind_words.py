"""The catalogue and its confirmed stories as weighted pieces of text; read by `kinds`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from linwang.science.matching.grams import grams
from linwang.science.matching.postings import Real, Whole

SINGLE_CHARACTER_WEIGHT = 0.7


@dataclass(frozen=True, slots=True)
class KindWords:
    """One item of the catalogue: its code, its name, other words for it, and confirmed stories."""

    code: str
    name: str
    also: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.code or not self.name.strip():
            raise ValueError("a kind needs a code and a name")


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """The catalogue's own words: which pieces each phrase has, and where each kind's phrases begin."""

    rows: Whole
    phrases: Whole
    first_of_kind: Whole
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Stories:
    """Confirmed stories as triples (piece, kind, value), and the kind that each story was confirmed as."""

    rows: Whole
    kinds: Whole
    values: Real
    told_of: Whole


def read_phrases(items: Sequence[KindWords], vocabulary: dict[str, int]) -> Phrases:
    """Pieces of all names and other words; the vocabulary grows on the way."""
    rows: list[int] = []
    owners: list[int] = []
    first_of_kind: list[int] = []
    count = 0
    for item in items:
        first_of_kind.append(count)
        for phrase in (item.name, *item.also):
            pieces = dict.fromkeys(grams(phrase))
            rows += [vocabulary.setdefault(gram, len(vocabulary)) for gram in pieces]
            owners += [count] * len(pieces)
            count += 1
    return Phrases(np.array(rows, np.int64), np.array(owners, np.int64), np.array(first_of_kind), count)


def read_stories(stories: Sequence[tuple[int, str]], vocabulary: dict[str, int]) -> Stories:
    """Stories as vectors of length one with values 1 + ln(count); the vocabulary grows on the way."""
    rows: list[int] = []
    kinds: list[int] = []
    values: list[float] = []
    for kind, story in stories:
        counted = Counter(grams(story))
        raw = [1 + log(count) for count in counted.values()]
        length = sqrt(sum(value * value for value in raw))
        rows += [vocabulary.setdefault(gram, len(vocabulary)) for gram in counted]
        kinds += [kind] * len(counted)
        values += [value / length for value in raw]
    return Stories(
        np.array(rows, np.int64),
        np.array(kinds, np.int64),
        np.array(values, np.float64),
        np.array([kind for kind, _ in stories], np.int64),
    )


def joined(known: Stories, learnt: Stories) -> Stories:
    """Both sets of stories."""
    return Stories(
        np.concatenate([known.rows, learnt.rows]),
        np.concatenate([known.kinds, learnt.kinds]),
        np.concatenate([known.values, learnt.values]),
        np.concatenate([known.told_of, learnt.told_of]),
    )


def piece_weights(vocabulary: Mapping[str, int], phrases: Phrases, stories: Stories, *, kind_count: int) -> Real:
    """Weight of each piece: rare among the kinds is heavy; a single character counts half."""
    owners = np.searchsorted(phrases.first_of_kind, phrases.phrases, "right") - 1
    uses = np.concatenate([phrases.rows, stories.rows]) * max(kind_count, 1)
    uses += np.concatenate([owners, stories.kinds])
    df = np.bincount(np.unique(uses) // max(kind_count, 1), minlength=len(vocabulary))
    shares = np.array([SINGLE_CHARACTER_WEIGHT if len(gram) == 1 else 1.0 for gram in vocabulary])
    return np.asarray(np.log((1 + kind_count) / (df + 0.5)) * shares, dtype=np.float64)
