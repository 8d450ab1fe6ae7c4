"""Typed in Latin letters: whole syllables, or the first letter of each.

Question: does a run of letters spell syllables (caishichang), and which?
Result: the cut into the fewest syllables, found from the end by dynamic programming; of equals the one with the fewest
syllables that begin with a vowel, since those are written with an apostrophe. Spaces and apostrophes always cut.
"""

from __future__ import annotations

import re
from functools import cache

from linwang.science.matching.sounds import sounds

_LONGEST = 6
_Cut = tuple[int, int, tuple[str, ...]]
"""Syllables in number, those that begin with a vowel, and the syllables."""
_PARTS = re.compile(r"[a-z]+")


def syllables_of(letters: str) -> tuple[str, ...]:
    """The syllables spelled, or nothing where the letters are no syllables."""
    parts = _PARTS.findall(letters)
    cut = [_fewest_syllables(part) for part in parts]
    return tuple(syllable for part in cut for syllable in part) if all(cut) else ()


def _fewest_syllables(run: str) -> tuple[str, ...]:
    """The cut of one run into the fewest syllables; of equals the one where the fewest begin with a vowel."""
    best: list[_Cut | None] = [None] * len(run) + [(0, 0, ())]
    for start in range(len(run) - 1, -1, -1):
        ends = [end for end in range(start + 1, min(len(run), start + _LONGEST) + 1) if run[start:end] in _spelled()]
        cuts = [_longer(rest, run[start:end]) for end in ends if (rest := best[end]) is not None]
        best[start] = min(cuts, default=None)
    return best[0][2] if best[0] else ()


def _longer(rest: _Cut, syllable: str) -> _Cut:
    return rest[0] + 1, rest[1] + int(syllable[0] in "aoe"), (syllable, *rest[2])


@cache
def _spelled() -> frozenset[str]:
    """All syllables that are written with a vowel."""
    return frozenset(s for s in sounds().syllables if re.fullmatch(r"[a-z]*[aeiouv][a-z]*", s))
