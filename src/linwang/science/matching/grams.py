"""Pieces of one to three neighbouring characters: Chinese needs no word list to be compared.

Source: Cavnar and Trenkle, "N-Gram-Based Text Categorization" (SDAIR 1994). A slip of the keyboard
spoils at most six of the pieces around it and leaves the rest to speak.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 3
_BETWEEN_RUNS = re.compile(r"[^0-9a-z㐀-鿿]+")


def plain(text: str) -> str:
    """The text with full-width letters and capitals made plain; length may differ from the original."""
    return unicodedata.normalize("NFKC", text).lower()


def grams(text: str) -> tuple[str, ...]:
    """All pieces of one, two and three characters that cross no punctuation, in order, repeats kept."""
    return tuple(
        run[start : start + length]
        for run in _BETWEEN_RUNS.split(plain(text))
        for length in range(1, LONGEST + 1)
        for start in range(len(run) - length + 1)
    )
