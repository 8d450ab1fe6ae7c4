"""The timeline of an incident: every line of the journal, and who looked at callers."""

from collections.abc import Sequence

from linwang.foundation.journal import Line
from linwang.incidents.models import Incident
from linwang.incidents.queries.callers import Look
from linwang.incidents.queries.incident_rows import TimelineLine
from linwang.incidents.queries.journal_words import said
from linwang.incidents.rules.notes import NEVER_STRUCK
from linwang.incidents.states import Act

_LOOKS = frozenset({Act.CALLER_SEEN, Act.SEARCHED_PHONE})


def timeline_of(incident: Incident, lines: Sequence[Line], *, may_strike: bool) -> tuple[TimelineLine, ...]:
    """Newest first; looks at callers are not part of what happened and stand in their own list."""
    return tuple(
        TimelineLine(
            id=line.id,
            number=line.reference if line.reference != incident.number else "",
            at=line.at,
            device_at=line.device_at,
            after_seconds=int((line.at - incident.rang_at).total_seconds()),
            by_name=line.by_name,
            what=line.what,
            label=_label(line.what),
            words=said(line.words, line.facts),
            is_struck=line.struck,
            strikes=line.strikes,
            may_be_struck=may_strike and _may_be_struck(incident, line),
            level=line.facts.get("level") or 0,
        )
        for line in reversed(lines)
        if line.what not in _LOOKS
    )


def looks_of(lines: Sequence[Line]) -> tuple[Look, ...]:
    """Who looked at a caller, newest first."""
    return tuple(Look(line.at, line.by_name, line.words) for line in reversed(lines) if line.what in _LOOKS)


def _may_be_struck(incident: Incident, line: Line) -> bool:
    return not line.struck and line.what not in NEVER_STRUCK and line.reference == incident.number


def _label(what: str) -> str:
    return str(Act(what).label) if what in Act.values else what
