"""Only the first letters were typed: csc for caishichang.

Question: how far is a name from its first letters, some of which may be missing at its end?
Result: a price in nats: little where only the word for village or street was left out, more for each telling character.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from linwang.science.matching.postings import Real
from linwang.science.matching.said import Said
from linwang.science.matching.spelling import syllables_of

RARE = 1.3
TYPED, ALSO_SYLLABLES, WITHOUT_END, FIRST_LEFT_OUT, MORE_LEFT_OUT = 1.0, 2.0, 1.2, 2.0, 0.5


def first_letters(typed: str) -> tuple[str, ...]:
    """What was typed, and the same with zh, ch and sh as one letter each."""
    return tuple(dict.fromkeys((typed, re.sub("([zcs])h", r"\1", typed)))) if typed else ()


def of_initials(text: str) -> Said:
    """What was typed, letter by letter."""
    return Said.of(" ".join(text))


def price_of_initials(letters: str, sizes: NDArray[np.int32], end_sizes: NDArray[np.uint8]) -> Real:
    """The price of each name that begins with these letters, by its size and that of the word at its end."""
    beyond = sizes.astype(np.float64) - len(letters)
    telling = np.maximum(beyond - end_sizes, 0.0)
    price = TYPED + WITHOUT_END * (beyond > 0) + FIRST_LEFT_OUT * np.minimum(telling, 1.0)
    price += MORE_LEFT_OUT * np.maximum(telling - 1.0, 0.0)
    return np.asarray(price + (ALSO_SYLLABLES if syllables_of(letters) else 0.0))
