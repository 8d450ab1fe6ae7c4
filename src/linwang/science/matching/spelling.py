"""Which syllables do these letters spell? xian is one or two: xi'an.

Question: cut a run of Latin letters into syllables written without tones.
Result: the cuts with the fewest syllables, found from the end by dynamic programming that keeps the best few of every
rest; of equals first the one with the fewest syllables that begin with a vowel, since those are written with an
apostrophe. Spaces and apostrophes always cut.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice, product

from linwang.science.matching.sounds import sounds

_LONGEST, _KEPT = 6, 4
_Cut = tuple[int, int, tuple[str, ...]]
"""Syllables in number, those that begin with a vowel, and the syllables."""
_PARTS = re.compile(r"[a-z]+")


def syllables_of(letters: str) -> tuple[str, ...]:
    """The syllables most probably spelled, or nothing where the letters are no syllables."""
    return next(iter(ways_to_cut(letters, most=1)), ())


@lru_cache(maxsize=1024)
def ways_to_cut(letters: str, *, most: int = _KEPT) -> tuple[tuple[str, ...], ...]:
    """The likeliest ways to read the letters as syllables, best first; none where they are no syllables."""
    parts = [_cuts(part) for part in _PARTS.findall(letters)]
    whole = sorted(
        (sum(cut[0] for cut in cuts), sum(cut[1] for cut in cuts), tuple(one for cut in cuts for one in cut[2]))
        for cuts in islice(product(*parts), 64)
    )
    return tuple(syllables for _, _, syllables in whole[:most] if syllables)


def _cuts(run: str) -> list[_Cut]:
    """The best few cuts of one run."""
    best: list[list[_Cut]] = [[] for _ in run] + [[(0, 0, ())]]
    for start in range(len(run) - 1, -1, -1):
        ends = [end for end in range(start + 1, min(len(run), start + _LONGEST) + 1) if run[start:end] in _spelled()]
        longer = [_longer(rest, run[start:end]) for end in ends for rest in best[end]]
        best[start] = sorted(longer)[:_KEPT]
    return best[0]


def _longer(rest: _Cut, syllable: str) -> _Cut:
    return rest[0] + 1, rest[1] + int(syllable[0] in "aoe"), (syllable, *rest[2])


@cache
def _spelled() -> frozenset[str]:
    """All syllables that are written with a vowel."""
    return frozenset(s for s in sounds().syllables if re.fullmatch(r"[a-z]*[aeiouv][a-z]*", s))
