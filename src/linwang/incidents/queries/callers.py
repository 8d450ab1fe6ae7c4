"""Callers: shown only to whoever wrote down why, and the list of those looks."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from linwang.foundation import journal
from linwang.foundation.actor import Actor
from linwang.foundation.refusals import NotFound
from linwang.incidents.models import Call, Caller, Incident
from linwang.incidents.queries.merged import numbers_within
from linwang.incidents.states import Act


@dataclass(frozen=True)
class CallerShown:
    """Who rang, in full."""

    call: int
    name: str
    phone: str
    reason: str


@dataclass(frozen=True)
class Look:
    """Somebody looked at a caller, and why."""

    at: datetime
    by_name: str
    reason: str


def is_call_of(call: int, incident: Incident) -> bool:
    """Whether a call tells of the incident, or of one that was merged into it."""
    return Call.objects.filter(incident__number__in=numbers_within(incident.number), pk=call).exists()


def caller_after_look(*, number: str, look: int, seen_by: Actor) -> CallerShown:
    """The caller, for the person whose look was journalled."""
    lines = journal.lines_of("incident", [number])
    line = next((one for one in lines if one.id == look and one.by_id == seen_by.person), None)
    if line is None or line.what != Act.CALLER_SEEN:
        raise NotFound(_("请先写明查看原因。"))
    caller = Caller.objects.filter(call=line.facts["call"]).first()
    return CallerShown(
        call=line.facts["call"],
        name=caller.name if caller else "",
        phone=caller.phone if caller else "",
        reason=line.words,
    )


def masked(phone: str) -> str:
    """The last four digits: enough to recognise a caller one is speaking with."""
    return f"*** {phone[-4:]}" if len(phone) > 4 else "***"
