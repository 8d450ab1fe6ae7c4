"""Writing and reading the journal: one line for every change, in the same transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from linwang.foundation import statements
from linwang.foundation.actor import Actor
from linwang.foundation.models import JournalLine


@dataclass(frozen=True)
class Line:
    """One line as it is read: `what` is the act's code, `words` the details, `struck` whether it still holds."""

    id: int
    reference: str
    at: datetime
    device_at: datetime | None
    by_id: int | None
    by_name: str
    what: str
    words: str
    facts: Mapping[str, Any]
    strikes: int | None
    struck: bool


_INSERT = (
    "insert into foundation_journalline (station_id, subject, reference, what, words, by_id, by_name, at, device_at,"
    " strikes_id, facts) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) returning id"
)


def write(
    *,
    station: int,
    subject: str,
    reference: str,
    what: str,
    by: Actor,
    at: datetime,
    words: str = "",
    device_at: datetime | None = None,
    strikes: int | None = None,
    **facts: Any,
) -> int:
    """Add a line and return its id; the caller holds the transaction of the change itself."""
    said = [station, subject, reference, str(what), str(words), by.person, by.name]
    values = [*said, at, device_at, strikes, Jsonb(facts)]
    return int(statements.rows(_INSERT, values)[0][0])


def lines_of(subject: str, references: Iterable[str], *, station: int | None = None) -> tuple[Line, ...]:
    """Every line about the records (of one station), oldest first, each marked if a later line strikes it."""
    found = JournalLine.objects.filter(subject=subject, reference__in=list(references))
    lines = list((found if station is None else found.filter(station_id=station)).order_by("id"))
    struck = {line.strikes_id for line in lines}
    return tuple(
        Line(
            id=line.pk,
            reference=line.reference,
            at=line.at,
            device_at=line.device_at,
            by_id=line.by_id,
            by_name=line.by_name,
            what=line.what,
            words=line.words,
            facts=line.facts,
            strikes=line.strikes_id,
            struck=line.pk in struck,
        )
        for line in lines
    )
