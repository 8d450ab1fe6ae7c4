"""Lines of the past, written all at once: the history of a demo or of another system that is taken over."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from linwang.foundation.bulk import copy_rows
from linwang.foundation.chain import sealed_together
from linwang.foundation.models import JournalLine


@dataclass(frozen=True, slots=True)
class PastLine:
    """A line as `journal.write` would have written it then."""

    station: int
    at: datetime
    by_id: int | None
    by_name: str
    subject: str
    reference: str
    what: str
    words: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def write_past(lines: Iterable[PastLine]) -> int:
    """Write lines in the order of their moments; returns their number. Nothing newer may stand there yet."""
    with sealed_together():
        return copy_rows(JournalLine, _rows(lines))


def _rows(lines: Iterable[PastLine]) -> Iterator[dict[str, Any]]:
    for line in sorted(lines, key=lambda line: line.at):
        yield {
            "station_id": line.station,
            "at": line.at,
            "by_id": line.by_id,
            "by_name": line.by_name,
            "subject": line.subject,
            "reference": line.reference,
            "what": line.what,
            "words": line.words,
            "facts": dict(line.facts),
        }
