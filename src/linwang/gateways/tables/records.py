"""CSV records one by one, so that a stray quotation mark spoils one row and never those after it."""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Problem = Literal["", "unclosed_quote", "wrong_encoding", "unreadable", "damaged_file"]
MOST_LINES = 50
"""How many lines one quoted cell may span before its opening mark is taken for a slip."""

_NOT_TEXT = re.compile("[\udc80-\udcff\x00]")
"""Bytes that are not text in the file's encoding, as `surrogateescape` leaves them."""


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one row and the line it begins on, or what keeps it from being read."""

    line: int
    cells: list[str]
    problem: Problem = ""


class _Lines:
    """Numbered lines that can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._source = enumerate(lines, 1)
        self._back: deque[tuple[int, str]] = deque()

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return self

    def __next__(self) -> tuple[int, str]:
        return self._back.popleft() if self._back else next(self._source)

    def give_back(self, lines: list[tuple[int, str]]) -> None:
        self._back.extendleft(reversed(lines))


def records(lines: Iterable[str], *, delimiter: str = ",") -> Iterator[Record]:
    """Every record of the lines; blank lines are none. The first record tells how wide the others are."""
    source, width = _Lines(lines), 0
    for number, line in source:
        if not line.strip():
            continue
        record = _record(number, line, source, delimiter, width)
        width = width or len(record.cells)
        yield record


def _record(number: int, line: str, source: _Lines, delimiter: str, width: int) -> Record:
    if not line.isascii() and _NOT_TEXT.search(line):
        return Record(number, [], "wrong_encoding")
    if line.count('"') % 2 == 0:
        return _parsed(number, line, delimiter)
    following = _until_closed(source)
    whole = _parsed(number, line + "".join(text for _, text in following), delimiter, strict=True)
    if not whole.problem and len(whole.cells) == (width or len(whole.cells)):
        return whole
    source.give_back(following)
    return Record(number, [], "unclosed_quote")


def _until_closed(source: _Lines) -> list[tuple[int, str]]:
    """The lines up to the one with the closing mark, or as many as a cell may span."""
    following: list[tuple[int, str]] = []
    for numbered in source:
        following.append(numbered)
        if numbered[1].count('"') % 2 or len(following) >= MOST_LINES:
            break
    return following


def _parsed(number: int, text: str, delimiter: str, *, strict: bool = False) -> Record:
    """`strict` refuses words behind a closing mark and a mark that is never closed."""
    try:
        return Record(number, next(csv.reader([text.rstrip("\r\n")], delimiter=delimiter, strict=strict)))
    except (csv.Error, StopIteration):
        return Record(number, [], "unreadable")
