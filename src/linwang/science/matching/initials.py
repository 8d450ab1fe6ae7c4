"""Only the first letters were typed: csc for caishichang.

Question: which names begin with these letters, syllable by syllable?
Result: the letters of all names in alphabetical order, searched by halving.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from linwang.science.matching.sounds import sounds

_AFTER_ALL_LETTERS = "\x7f"


@dataclass(frozen=True, slots=True)
class InitialsIndex:
    """First letters of every name, in order, and the name each belongs to."""

    letters: tuple[str, ...]
    rows: tuple[int, ...]

    @classmethod
    def build(cls, texts: Sequence[str]) -> Self:
        """Read the names' usual sounds."""
        table = sounds()
        first = [syllable[:1].lower() for syllable in table.syllables]
        usual = table.readings[:, 0].tolist()
        pairs = sorted(("".join(first[usual[ord(c) & 0xFFFF]] for c in text), row) for row, text in enumerate(texts))
        return cls(tuple(letters for letters, _ in pairs), tuple(row for _, row in pairs))

    def beginning_with(self, letters: str) -> tuple[tuple[int, int], ...]:
        """(name, how many letters it has beyond these), in alphabetical order."""
        start = bisect_left(self.letters, letters)
        end = bisect_left(self.letters, letters + _AFTER_ALL_LETTERS)
        return tuple((self.rows[place], len(self.letters[place]) - len(letters)) for place in range(start, end))
