"""The national five-level list as the benchmark reads it, and the form in which a name is said.

Written apart from the matcher: it shares no rule, table or regular expression with `linwang.science`.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import zstandard

OFFICIAL_ENDS = (
    "社区居民委员会", "社区居委会", "社区居委", "村村民委员会", "村村委会", "村民委员会", "居民委员会", "村委会",
    "居委会",
)  # fmt: skip
PLAIN_ENDS = ("街道办事处", "街道", "社区", "镇", "乡", "村")
SAID_ENDS = {"社区居民委员会": "社区", "社区居委会": "社区", "社区居委": "社区", "居民委员会": "社区", "居委会": "社区"}


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list: nine digits are a town or street, twelve a village or neighbourhood."""

    code: str
    name: str

    @property
    def county(self) -> str:
        return self.code[:6]

    @property
    def core(self) -> str:
        """What tells it from others."""
        return self.name[: len(self.name) - len(self._official_end())] or self.name

    @property
    def end(self) -> str:
        """The word for village or neighbourhood as people say it."""
        end = self._official_end()
        return end if end in PLAIN_ENDS else SAID_ENDS.get(end, "村" if end else "")

    @property
    def said(self) -> str:
        return self.core + self.end

    def _official_end(self) -> str:
        ends = [(end, 0) for end in OFFICIAL_ENDS] + [(end, 1) for end in PLAIN_ENDS]
        return next((end for end, least in ends if self.name.endswith(end) and len(self.name) > len(end) + least), "")


def read(folder: Path, level: str) -> Iterator[Listed]:
    """All lines of one level."""
    with (folder / f"{level}.csv.zst").open("rb") as packed:
        text = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(packed), encoding="utf-8")
        for row in csv.DictReader(text):
            yield Listed(row["code"], row["name"])


def by_county(folder: Path) -> dict[str, list[Listed]]:
    """Towns and villages by six-digit county."""
    found: dict[str, list[Listed]] = defaultdict(list)
    for level in ("streets", "villages"):
        for one in read(folder, level):
            found[one.county].append(one)
    return dict(found)


def neighbours(county: str, counties: Mapping[str, Sequence[Listed]], *, names: int = 1600) -> tuple[str, ...]:
    """Counties of the same prefecture, nearest code first, until there are about as many names as asked."""
    near = sorted((other for other in counties if other[:4] == county[:4] and other != county),
                  key=lambda other: (abs(int(other) - int(county)), other))  # fmt: skip
    chosen, count = [], len(counties[county])
    for other in near:
        if count >= names:
            break
        chosen.append(other)
        count += len(counties[other])
    return tuple(chosen)
