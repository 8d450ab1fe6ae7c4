"""Which words said so? Stretches of a story made of the pieces that spoke for an answer."""

from __future__ import annotations

from collections.abc import Mapping

from linwang.science.matching.grams import LONGEST, plain

MOST_WORDS = 4
LEAST_SHARE_OF_BEST = 0.25


def matched_words(story: str, weights: Mapping[str, float]) -> tuple[str, ...]:
    """The heaviest stretches of at least two characters covered by weighted pieces, heaviest first."""
    text = plain(story)
    covered = [0.0] * len(text)
    for length in range(2, LONGEST + 1):
        for start in range(len(text) - length + 1):
            weight = weights.get(text[start : start + length], 0.0)
            for place in range(start, start + length) if weight > 0 else ():
                covered[place] += weight / length
    stretches = _stretches(text, covered)
    heaviest = max(stretches.values(), default=0.0)
    ordered = sorted(stretches.items(), key=lambda pair: -pair[1])
    return tuple(word for word, weight in ordered if weight >= heaviest * LEAST_SHARE_OF_BEST)[:MOST_WORDS]


def _stretches(text: str, covered: list[float]) -> dict[str, float]:
    """Unbroken covered stretches and the weight each carries."""
    found: dict[str, float] = {}
    start = 0
    for place in range(len(text) + 1):
        if place < len(text) and covered[place] > 0:
            continue
        if place > start:
            found[text[start:place]] = max(found.get(text[start:place], 0.0), sum(covered[start:place]))
        start = place + 1
    return found
