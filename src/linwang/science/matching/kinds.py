"""What kind of incident is this? The words of a call, ranked against the catalogue.

Question: given the story of a caller, which items of the catalogue does it most likely tell of, which
words say so, and is the first of them sure?
Symbols: g a piece of one to three characters; idf_g = ln((1 + K) / (df_g + 1/2)), K the number of kinds,
df_g the kinds that use g (times 0.7 for single characters); n the confirmed stories per kind.
Result: score of kind c = cos(story, centroid of c's confirmed stories)
        + b(n) x max over the catalogue's phrases p of c of (share of p found in the story) x sqrt(idf of p),
with b(n) = 0.05 + 0.45 / n^2: the catalogue's own words lead while stories are few and step back as they come. n is
the usual number of stories of a kind, ten at most; a kind that has fewer counts its own, but two at least, so that what
seldom happens is still reached by its name. Probabilities are a softmax with temperature in step with b.
Sure: at least one confirmed story per kind on average (before that a passing remark in the catalogue's
words cannot be told from the matter itself), a probability of 0.8, and a distance to the second,
relative to the first, of at least 0.98 / (1 + n / 8). The curve is drawn through the thresholds at
which one in twenty-five of the sure was wrong on seeded made-up calls with n = 1 to 50
(tests/science/matching/synthetic_calls.py).
Source: Rocchio (1971) for centroids; Salton and Buckley (1988) for the weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from linwang.science.matching.grams import grams
from linwang.science.matching.kind_words import (
    KindWords,
    Phrases,
    Stories,
    joined,
    piece_weights,
    read_phrases,
    read_stories,
)
from linwang.science.matching.matched_words import matched_words
from linwang.science.matching.postings import Postings, Real, Whole

__all__ = ["KindIndex", "KindSuggestion", "KindWords"]

LEAST_SCORE = 1e-6
SOFTEST, SHARPEST = 1.7, 25.0
LEAST_SURE_CHANCE = 0.8
LEAST_STORIES_TO_BE_SURE = 1.0
FEW_STORIES, ENOUGH_STORIES = 2, 10


@dataclass(frozen=True, slots=True)
class KindSuggestion:
    """One kind offered for a story; `score` is the probability among all kinds, 0 to 1."""

    code: str
    score: float
    matched_words: tuple[str, ...]
    is_sure: bool


class KindIndex:
    """The catalogue ready to be asked; built once, kept in memory, never changed in place."""

    def __init__(self, codes: Sequence[str], vocabulary: Mapping[str, int], phrases: Phrases, stories: Stories) -> None:
        self._places = {code: place for place, code in enumerate(codes)}
        self._codes, self._vocabulary, self._phrases, self._stories = codes, vocabulary, phrases, stories
        self._idf = piece_weights(vocabulary, phrases, stories, kind_count=len(codes))
        self._grams = tuple(vocabulary)
        told = np.minimum(np.bincount(stories.told_of, minlength=len(codes)), ENOUGH_STORIES)
        self._told_of_usual = float(told.mean()) if len(codes) else 0.0
        self._lead = _lead(np.minimum(self._told_of_usual, np.maximum(told, FEW_STORIES)))
        self._lay_out_phrases()
        self._lay_out_stories()

    @classmethod
    def build(cls, items: Sequence[KindWords]) -> Self:
        """Read the catalogue's own words and the stories confirmed so far."""
        codes = tuple(item.code for item in items)
        if len(set(codes)) < len(codes):
            raise ValueError("two kinds have the same code")
        vocabulary: dict[str, int] = {}
        phrases = read_phrases(items, vocabulary)
        stories = [(kind, story) for kind, item in enumerate(items) for story in item.examples]
        return cls(codes, vocabulary, phrases, read_stories(stories, vocabulary))

    def suggest(self, story: str, k: int = 5) -> tuple[KindSuggestion, ...]:
        """The k likeliest kinds, best first; fewer (or none) when no word of the story is known."""
        rows, counts = self._known_pieces(story)
        scores = self._scores(rows, counts)
        order = np.argsort(-scores, kind="stable")[: max(k, 2)]
        best = [int(kind) for kind in order if scores[kind] > LEAST_SCORE]
        chances = _softmax(scores * min(SHARPEST, SOFTEST / float(_lead(self._told_of_usual))))
        spoke = self._pieces_by_kind(rows)
        is_sure = self._is_first_sure([float(scores[kind]) for kind in best], float(chances.max(initial=0.0)))
        return tuple(
            KindSuggestion(
                code=self._codes[kind],
                score=float(chances[kind]),
                matched_words=matched_words(story, self._weights_for(kind, spoke)),
                is_sure=is_sure and rank == 0,
            )
            for rank, kind in enumerate(best[:k])
        )

    def with_example(self, code: str, story: str) -> Self:
        """A new index that has learnt one more confirmed story; the old one stays as it was."""
        if code not in self._places:
            raise KeyError(code)
        vocabulary = dict(self._vocabulary)
        learnt = read_stories([(self._places[code], story)], vocabulary)
        return type(self)(self._codes, vocabulary, self._phrases, joined(self._stories, learnt))

    def _lay_out_phrases(self) -> None:
        """Each phrase's pieces, weighted so that a phrase found whole sums to sqrt of its idf."""
        phrases = self._phrases
        weights = self._idf[phrases.rows]
        whole = np.bincount(phrases.phrases, weights=weights, minlength=phrases.count)
        values = weights / np.sqrt(np.maximum(whole, 1e-9))[phrases.phrases]
        shape = (len(self._vocabulary), phrases.count)
        self._kind_of_phrase = np.searchsorted(phrases.first_of_kind, np.arange(phrases.count), "right") - 1
        self._by_phrase = Postings.of(phrases.rows, phrases.phrases, values, shape=shape)

    def _lay_out_stories(self) -> None:
        """Each kind's stories added up piece by piece, and the length of the sum."""
        stories = self._stories
        shape = (len(self._vocabulary), len(self._codes))
        self._by_kind = Postings.of(stories.rows, stories.kinds, stories.values, shape=shape)
        norms = self._by_kind.column_norms(self._idf)
        self._story_norms = np.where(norms > 0, norms, np.inf)

    def _known_pieces(self, story: str) -> tuple[Whole, Real]:
        """Rows of the story's pieces that anything is known of, and how often each stands there."""
        counted = Counter(self._vocabulary[gram] for gram in grams(story) if gram in self._vocabulary)
        rows = np.fromiter(counted.keys(), dtype=np.int64, count=len(counted))
        return rows, np.fromiter(counted.values(), dtype=np.float64, count=len(counted))

    def _scores(self, rows: Whole, counts: Real) -> Real:
        """Cosine to the stories plus the best phrase, for every kind."""
        if not len(rows):
            return np.zeros(len(self._codes))
        found = self._by_phrase.sums(rows, np.ones(len(rows)))
        best_phrase = np.maximum.reduceat(found, self._phrases.first_of_kind)
        weights = self._idf[rows]
        length = float(np.linalg.norm(weights * counts)) or 1.0
        cosine = self._by_kind.sums(rows, weights**2 * counts) / (self._story_norms * length)
        return cosine + self._lead * best_phrase

    def _is_first_sure(self, scores: Sequence[float], chance: float) -> bool:
        """True when the first is likely and the second lies far enough behind it."""
        if self._told_of_usual < LEAST_STORIES_TO_BE_SURE or chance < LEAST_SURE_CHANCE:
            return False
        second = scores[1] if len(scores) > 1 else 0.0
        distance = (scores[0] - second) / scores[0]
        return distance >= 0.98 / (1 + self._told_of_usual / 8)

    def _pieces_by_kind(self, rows: Whole) -> tuple[Whole, Whole]:
        """(kind, row) of every piece of the story that any kind has."""
        in_stories, story_piece = self._by_kind.hits(rows)
        in_phrases, phrase_piece = self._by_phrase.hits(rows)
        owners = self._kind_of_phrase[self._by_phrase.columns[in_phrases]]
        kinds = np.concatenate([self._by_kind.columns[in_stories], owners])
        return kinds, rows[np.concatenate([story_piece, phrase_piece])]

    def _weights_for(self, kind: int, spoke: tuple[Whole, Whole]) -> dict[str, float]:
        """The pieces that spoke for this kind, with their weights."""
        kinds, rows = spoke
        return {self._grams[row]: float(self._idf[row]) for row in rows[kinds == kind]}


def _lead(stories: float | Real) -> Real:
    """b(n): how much the catalogue's own words count beside n confirmed stories."""
    return np.asarray(0.05 + 0.45 / np.maximum(stories, 1.0) ** 2, dtype=np.float64)


def _softmax(values: Real) -> Real:
    """Values as probabilities."""
    powers = np.exp(values - values.max(initial=0.0))
    return np.asarray(powers / max(float(powers.sum()), 1e-300), dtype=np.float64)
