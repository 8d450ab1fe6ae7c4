"""记录与划去: what is worth knowing later, and lines that turned out wrong."""

from datetime import datetime
from uuid import UUID

from linwang.foundation import journal
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.incidents.actions.settle import SUBJECT, record, settle
from linwang.incidents.queries import fetch
from linwang.incidents.queries.orders import incident_for_desk_or_crew
from linwang.incidents.rules import notes as rules
from linwang.incidents.rules.orders import check_has_words, differing_clock
from linwang.incidents.states import Act


@once
def note(*, number: str, words: str, key: UUID, by: Actor, at: datetime, device_at: datetime | None = None) -> str:
    """Write a line, at the desk or on scene; also when the incident is closed."""
    incident, _authority = incident_for_desk_or_crew(number, by=by)
    check_has_words(words)
    settle(incident, by=by, at=at, what=Act.NOTED, words=words.strip(), device_at=differing_clock(device_at, at))
    return incident.number


@once
def strike(*, number: str, line: int, words: str, key: UUID, by: Actor, at: datetime) -> int:
    """Strike a wrong line by a new one that says why; both stay to be read. Returns the new line's id."""
    by.check_may(Capability.CORRECT_FACTS)
    incident = fetch.incident_for_update(number, by=by)
    rules.check_reason(words)
    lines = {one.id: one for one in journal.lines_of(SUBJECT, [incident.number])}
    wrong = lines.get(line)
    rules.check_can_strike(wrong.what if wrong else None, is_struck=bool(wrong and wrong.struck))
    return record(incident, by=by, at=at, what=Act.STRUCK, words=words.strip(), strikes=line)
