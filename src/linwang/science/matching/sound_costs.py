"""How readily is one syllable taken for another? A price in nats for every pair of syllables.

Question: how much less likely is it that this syllable was said for that one, than the right one?
Symbols: a syllable is an initial and a final; each pair of initials and each pair of finals is the same, merged in the
dialect, alike (b/p, an/ang) or different.
Result: a table syllable x syllable. Same sound, other character 1.8; merged by the dialect 2.1; merged by some other
dialect 2.5; alike 4.4; only the final the same 5.3, only the initial 5.4; nothing the same 5.6.
Source: the idea of graded phonetic distance from DIMSIM (Li et al., CoNLL 2018); the prices are stated, in the order of
how often such slips occur, and judged in benchmarks/places.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from linwang.science.matching.sounds import Merger, folding, parts_of, sounds

SAME_SOUND, DIALECT, OTHER_DIALECT, ALIKE = 1.8, 2.1, 2.5, 4.4
SAME_FINAL, SAME_INITIAL, OTHER = 5.3, 5.4, 5.6
Prices = NDArray[np.float32]
_SAME, _ALIKE, _DIFFERENT = 0, 1, 2
_ALIKE_INITIALS = ("bp", "dt", "gk", "jq", "lr", "gh", "kh", "xq", "jx", "nm", "mb", "fb", "fp", "hw", "wf", "yr")
_HISSING = (frozenset({"z", "c", "s", "zh", "ch", "sh"}), frozenset({"j", "q", "x", "zh", "ch", "sh"}))
_ALIKE_FINALS = tuple(
    frozenset(group.split())
    for group in (
        "an ang", "ian iang", "uan uang", "ian in", "an uan", "ang uang", "ang iang", "eng ong", "en un", "ong iong",
        "o uo", "o ou", "ou u", "e o", "e uo", "u v", "u o", "i v", "ei ui", "ei ai", "ai uai", "ao iao", "ao ou",
        "ao uo", "ou iu", "ie e", "ie ue", "ue uo", "a ia", "a ua", "ui i", "ei i", "un in", "an en", "ai e", "a e",
        "ie i", "i u", "ei e", "ia ua", "ing eng", "in en", "van uan", "ian an",
    )
)  # fmt: skip


@cache
def prices_of_sounds(mergers: frozenset[Merger]) -> Prices:
    """The price of saying the syllable of the row for that of the column; number 0, which is no syllable, is other."""
    parts = [parts_of(syllable) for syllable in sounds().syllables]
    initials = _classes([initial for initial, _ in parts], _is_alike_initial)
    finals = _classes([final for _, final in parts], _is_alike_final)
    prices = np.full(initials.shape, OTHER, dtype=np.float32)
    prices[(initials == _SAME) & (np.array([bool(i) for i, _ in parts])[:, None])] = SAME_INITIAL
    prices[finals == _SAME] = SAME_FINAL
    prices[((initials <= _ALIKE) & (finals == _SAME)) | ((initials == _SAME) & (finals == _ALIKE))] = ALIKE
    _put(prices, folding(frozenset(Merger)), OTHER_DIALECT)
    _put(prices, folding(mergers), DIALECT)
    np.fill_diagonal(prices, SAME_SOUND)
    prices[0, :] = prices[:, 0] = OTHER
    return prices


def _classes(sides: list[str], is_alike: object) -> NDArray[np.int8]:
    """For every pair of syllables how their initials, or their finals, stand to each other."""
    kinds = {side: number for number, side in enumerate(dict.fromkeys(sides))}
    table = np.full((len(kinds), len(kinds)), _DIFFERENT, dtype=np.int8)
    for one, row in kinds.items():
        for other, column in kinds.items():
            if is_alike(one, other) or is_alike(other, one):  # type: ignore[operator]
                table[row, column] = _ALIKE
    np.fill_diagonal(table, _SAME)
    which = np.array([kinds[side] for side in sides])
    return table[which[:, None], which[None, :]]


def _is_alike_initial(one: str, other: str) -> bool:
    return one + other in _ALIKE_INITIALS or any({one, other} <= group for group in _HISSING)


def _is_alike_final(one: str, other: str) -> bool:
    return frozenset({one, other}) in _ALIKE_FINALS


def _put(prices: Prices, folded: NDArray[np.uint16], price: float) -> None:
    """Lower the price where both syllables are folded into one."""
    same = folded[:, None] == folded[None, :]
    prices[same] = np.minimum(prices[same], price)
