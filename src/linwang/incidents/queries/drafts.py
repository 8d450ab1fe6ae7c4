"""What somebody was typing when they were interrupted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from linwang.foundation.actor import Actor
from linwang.foundation.models import OperationKey
from linwang.incidents.models import CallDraft
from linwang.incidents.rules.calls import title_of

SHOWN = 10


@dataclass(frozen=True)
class Draft:
    """One draft of one's own; `title` is its first words."""

    key: UUID
    title: str
    content: dict[str, Any]
    serial: int
    begun_at: datetime
    changed_at: datetime


def own_drafts(*, seen_by: Actor) -> tuple[Draft, ...]:
    """您正在填写的: one's own drafts whose call has not been taken, the newest first."""
    rows = _own(seen_by).filter(discarded_at=None).order_by("-changed_at")[:SHOWN]
    return tuple(_draft(row) for row in rows)


def draft_of(key: UUID, *, seen_by: Actor) -> Draft | None:
    """One draft of one's own, put aside or not."""
    row = _own(seen_by).filter(key=key).first()
    return _draft(row) if row else None


def _own(seen_by: Actor) -> QuerySet[CallDraft]:
    taken = OperationKey.objects.filter(key=OuterRef("key"))
    return CallDraft.objects.filter(~Exists(taken), person=seen_by.person)


def _draft(row: CallDraft) -> Draft:
    said = [str(row.content.get(name, "")) for name in ("words", "place_words", "caller_phone")]
    return Draft(
        key=row.key,
        title=title_of(said[0], *said[1:]),
        content=row.content,
        serial=row.serial,
        begun_at=row.begun_at,
        changed_at=row.changed_at,
    )
