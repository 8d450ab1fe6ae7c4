"""记录问答: what the caller answers to the questions of the kind, as the talk goes on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.foundation.refusals import BadInput
from linwang.incidents.actions.settle import record
from linwang.incidents.models import Answer, Incident
from linwang.incidents.queries import fetch
from linwang.incidents.rules.calls import Answered, given
from linwang.incidents.rules.ours import check_is_ours
from linwang.incidents.states import Act


@once
def answer_questions(
    *,
    number: str,
    answers: Sequence[Answered],
    key: UUID,
    by: Actor,
    at: datetime,
    device_at: datetime | None = None,
) -> int:
    """Keep the answers; returns how many were new or different. What stood before stays in the journal."""
    by.check_may(Capability.TAKE_CALLS)
    incident = fetch.incident_for_update(number, by=by)
    check_is_ours(incident.station_id, by.sees)
    if not given(answers):
        raise BadInput(_("请至少写下一个回答。"))
    return keep_answers(incident, answers, by=by, at=at, device_at=device_at)


def keep_answers(
    incident: Incident, answers: Sequence[Answered], *, by: Actor, at: datetime, device_at: datetime | None = None
) -> int:
    """Write the answers that differ into a locked incident, one journal line for all of them."""
    known = dict(incident.answers.values_list("question", "answer"))
    changed = [one for one in given(answers) if known.get(one.question) != one.answer]
    if changed:
        write_answers(incident, changed, by=by, at=at)
        said = [{"question": a.question, "text": a.text, "answer": a.answer, "before": known.get(a.question)}
                for a in changed]  # fmt: skip
        words = "；".join(f"{one.text} {one.answer}" for one in changed)
        record(incident, by=by, at=at, what=Act.ANSWERED, words=words, device_at=device_at, answers=said)
    return len(changed)


def write_answers(incident: Incident, answers: Sequence[Answered], *, by: Actor, at: datetime) -> None:
    """Rows only: the newest answer to a question holds; the caller writes the journal."""
    rows = [
        Answer(incident=incident, question=a.question, text=a.text, answer=a.answer, at=at, by_id=by.person)
        for a in answers
    ]
    Answer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["incident", "question"],
        update_fields=["text", "answer", "at", "by"],
    )
