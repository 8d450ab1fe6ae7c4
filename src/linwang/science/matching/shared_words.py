"""What do two stories have in common? Pairs of characters, without those that every call has.

Question: which share of the shorter story stands in the other, and which words are they?
Result: overlap coefficient |A and B| / min(|A|, |B|) over pairs of neighbouring characters.
Source: Szymkiewicz and Simpson's coefficient; see Vijaymeena and Kavitha, "A Survey on Similarity Measures in
Text Mining" (2016).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from linwang.science.matching.grams import plain

FEWEST_PAIRS = 4
MOST_WORDS = 5
_RUNS = re.compile(r"[0-9a-z㐀-鿿]{2,}")
_SAID_IN_EVERY_CALL = (
    "我们 你们 他们 这里 那里 那边 这边 这个 那个 一个 有人 有个 现在 怎么 么办 快点 点来 点过 过来 快来 你好 警察 "
    "察同 同志 报警 要报 我要 我在 你们快 麻烦 大概 分钟 钟前 刚才 是这 这样 样的 没有 不知 知道 什么 的人 的时 时候 "
    "还在 就在 出来 起来 了一 我的 了我 在我 小区 们小 旁边 附近 门口 好我 们在 志你 在这 在那"
)
COMMON = frozenset(_SAID_IN_EVERY_CALL.split())


@dataclass(frozen=True, slots=True)
class Story:
    """A caller's words as runs of characters and the telling pairs in them."""

    runs: tuple[str, ...]
    pairs: frozenset[str]

    @classmethod
    def of(cls, words: str) -> Self:
        """Read a story; punctuation parts, common pairs are left out."""
        runs = tuple(_RUNS.findall(plain(words)))
        pairs = frozenset(run[place : place + 2] for run in runs for place in range(len(run) - 1))
        return cls(runs, pairs - COMMON)

    def share_found_in(self, other: Story) -> float | None:
        """Share of the shorter story's pairs that the other has; None where one story says nothing."""
        if not self.pairs or not other.pairs:
            return None
        shorter = max(FEWEST_PAIRS, min(len(self.pairs), len(other.pairs)))
        return len(self.pairs & other.pairs) / shorter

    def words_shared_with(self, other: Story) -> tuple[str, ...]:
        """The longest stretches of this story made of shared pairs."""
        shared = self.pairs & other.pairs
        stretches = {word for run in self.runs for word in _stretches(run, shared)} if shared else set()
        return tuple(sorted(stretches, key=lambda word: (-len(word), word))[:MOST_WORDS])


def _stretches(run: str, shared: frozenset[str]) -> list[str]:
    """Unbroken chains of shared pairs in one run."""
    found: list[str] = []
    start = 0
    for place in range(len(run)):
        if run[place : place + 2] in shared:
            continue
        if place > start:
            found.append(run[start : place + 1])
        start = place + 1
    return found
