"""What kind of incident is this? The words of a call, ranked against the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self


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


@dataclass(frozen=True, slots=True)
class KindSuggestion:
    """One kind offered for a story; `score` is the probability among all kinds, 0 to 1."""

    code: str
    score: float
    matched_words: tuple[str, ...]
    is_sure: bool


class KindIndex:
    """The catalogue ready to be asked; built once, kept in memory, never changed in place."""

    @classmethod
    def build(cls, items: Sequence[KindWords]) -> Self:
        """Read the catalogue's own words and the stories confirmed so far."""
        raise NotImplementedError

    def suggest(self, story: str, k: int = 5) -> tuple[KindSuggestion, ...]:
        """The k likeliest kinds, best first; fewer (or none) when no word of the story is known."""
        raise NotImplementedError

    def with_example(self, code: str, story: str) -> Self:
        """A new index that has learnt one more confirmed story; the old one stays as it was."""
        raise NotImplementedError
