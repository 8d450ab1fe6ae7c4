"""All names as columns: a nation's seven hundred thousand in some eighty megabytes, written once, read from a file.

Rows stand in the order of area and town, so that an area, its neighbours with following codes, and a town are each one
stretch of rows. Names are kept twice: as registered, and as said (`spoken_form`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from linwang.science.matching.postings import Whole
from linwang.science.matching.spoken_form import plain_name, size_of_end, spoken

T = TypeVar("T")
LONGEST = 20
"""Characters of a said name that are looked at."""
END_WEIGHT = 0.3
"""What the whole word for village or street at the end tells, where any other character tells 1."""


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one place; a place with aliases has several rows with the same id. `town` is what people add."""

    id: int
    text: str
    area: str
    kind: str = ""
    weight: float = 1.0
    is_alias: bool = False
    town: str = ""

    def __post_init__(self) -> None:
        if not plain_name(self.text):
            raise ValueError("a name needs at least one character, figure or letter")
        if not 0.0 < self.weight < float("inf"):
            raise ValueError("the weight of a name is a positive number")


@dataclass(frozen=True, eq=False)
class NameTable:
    """Columns of equal length; `letters` and `texts` are cut by `letter_starts` and `text_starts`."""

    ids: NDArray[np.int64]
    letters: NDArray[np.uint16]
    letter_starts: NDArray[np.int32]
    end_sizes: NDArray[np.uint8]
    log_weights: NDArray[np.float32]
    is_alias: NDArray[np.bool_]
    kind_numbers: NDArray[np.uint16]
    texts: NDArray[np.uint8]
    text_starts: NDArray[np.int32]
    area_starts: NDArray[np.int32]
    town_starts: NDArray[np.int32]
    areas: tuple[str, ...]
    area_words: tuple[str, ...]
    towns: tuple[str, ...]
    kinds: tuple[str, ...]

    @classmethod
    def of(cls, names: Iterable[Name], area_words: Mapping[str, str]) -> Self:
        """Lay out the names, those of one area and town side by side; `area_words` are what areas are called."""
        ordered = sorted(names, key=lambda name: (name.area, name.town))
        said = [spoken(plain_name(name.text))[:LONGEST] for name in ordered]
        texts = [name.text.encode() for name in ordered]
        areas, area_starts = _stretches([name.area for name in ordered])
        towns, town_starts = _stretches([(name.area, name.town) for name in ordered])
        kinds = tuple(dict.fromkeys(name.kind for name in ordered))
        numbers = {kind: number for number, kind in enumerate(kinds)}
        return cls(
            ids=np.array([name.id for name in ordered], dtype=np.int64),
            letters=np.frombuffer("".join(said).encode("utf-16-le"), dtype="<u2").astype(np.uint16),
            letter_starts=_starts([len(text) for text in said]),
            end_sizes=np.array([size_of_end(text) for text in said], dtype=np.uint8),
            log_weights=np.log(np.array([name.weight for name in ordered], dtype=np.float64)).astype(np.float32),
            is_alias=np.array([name.is_alias for name in ordered], dtype=np.bool_),
            kind_numbers=np.array([numbers[name.kind] for name in ordered], dtype=np.uint16),
            texts=np.frombuffer(b"".join(texts), dtype=np.uint8),
            text_starts=_starts([len(text) for text in texts]),
            area_starts=area_starts,
            town_starts=town_starts,
            areas=tuple(areas),
            area_words=tuple(area_words.get(area, "") for area in areas),
            towns=tuple(town for _, town in towns),
            kinds=kinds,
        )

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def number_of_area(self) -> dict[str, int]:
        """Where each area stands among the areas."""
        return {area: number for number, area in enumerate(self.areas)}

    @cached_property
    def sizes(self) -> NDArray[np.int32]:
        """Characters of each said name."""
        return np.diff(self.letter_starts).astype(np.int32)

    def rows_of_area(self, area: str) -> tuple[int, int]:
        """First row of an area and the row after its last; empty where it is not known."""
        number = self.number_of_area.get(area)
        return (0, 0) if number is None else (int(self.area_starts[number]), int(self.area_starts[number + 1]))

    def area_of(self, row: int) -> str:
        """The area that a row lies in."""
        return self.areas[self.number_of_row(row)]

    def number_of_row(self, row: int) -> int:
        """The number of the area that a row lies in."""
        return int(np.searchsorted(self.area_starts, row, side="right")) - 1

    def town_of(self, row: int) -> str:
        """The town that a row lies in."""
        return self.towns[int(np.searchsorted(self.town_starts, row, side="right")) - 1]

    def text(self, row: int) -> str:
        """The name as registered."""
        return self.texts[self.text_starts[row] : self.text_starts[row + 1]].tobytes().decode()

    def kind(self, row: int) -> str:
        """What the place is."""
        return self.kinds[int(self.kind_numbers[row])]

    def padded(self, rows: Whole) -> tuple[NDArray[np.uint16], NDArray[np.float32]]:
        """The said names of these rows as a matrix padded with 0, and how much each character tells."""
        sizes, ends = self.sizes[rows], self.end_sizes[rows].astype(np.int32)
        places = np.arange(int(sizes.max(initial=1)), dtype=np.int32)
        at = self.letter_starts[rows][:, None] + places
        is_there = places < sizes[:, None]
        characters = np.where(is_there, self.letters[np.minimum(at, len(self.letters) - 1)], 0)
        is_end = places >= (sizes - ends)[:, None]
        of_end = (END_WEIGHT / np.maximum(ends, 1)).astype(np.float32)
        return characters, np.where(is_end, of_end[:, None], np.float32(1.0)) * is_there


def weights_of_said(text: str) -> NDArray[np.float32]:
    """How much each character of a said name tells."""
    weights = np.ones(len(text), dtype=np.float32)
    end = size_of_end(text)
    if end:
        weights[-end:] = END_WEIGHT / end
    return weights


def _stretches(values: Sequence[T]) -> tuple[list[T], NDArray[np.int32]]:
    """The values that follow each other, each once, and where each begins."""
    first = [place for place, value in enumerate(values) if not place or value != values[place - 1]]
    return [values[place] for place in first], np.array([*first, len(values)], dtype=np.int32)


def _starts(sizes: Sequence[int]) -> NDArray[np.int32]:
    return np.concatenate([[0], np.cumsum(np.array(sizes, dtype=np.int64))]).astype(np.int32)
