"""What is being typed at a desk: kept as it grows, taken up again after a reload or a crash, put aside with undo.

Saving a draft is no act of the station: it leaves no journal line, and refuses nothing that was typed.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linwang.foundation import statements
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import before_it_is_done
from linwang.foundation.refusals import NotFound
from linwang.foundation.station_settings import value_of
from linwang.incidents.models import CallDraft


class Saved(StrEnum):
    """What became of a save."""

    SAVED = "saved"
    OLDER = "older"
    TAKEN = "taken"


def save_draft(
    *, draft: UUID, content: Mapping[str, Any], serial: int, begun_at: datetime, by: Actor, at: datetime
) -> Saved:
    """Keep what was typed; `serial` is counted by the browser, and an older save never wins over a newer one.

    A draft whose call has been taken meanwhile does not come back.
    """
    by.check_may(Capability.TAKE_CALLS)
    with before_it_is_done(draft, by=by, at=at) as is_to_be_taken:
        if not is_to_be_taken:
            return Saved.TAKEN
        return _write(draft, content, serial, min(begun_at, at), by=by, at=at)


def discard_draft(*, draft: UUID, by: Actor, at: datetime) -> None:
    """Put a draft of one's own aside; it can be taken back."""
    _change_own(draft, by, discarded_at=at)


def restore_draft(*, draft: UUID, by: Actor) -> None:
    """Take a draft of one's own back."""
    _change_own(draft, by, discarded_at=None)


def clear_drafts(*, station: int, at: datetime) -> int:
    """Delete what nobody has touched for the days that the station keeps drafts; returns how many."""
    before = at - timedelta(days=value_of(station, "draft_days"))
    return CallDraft.objects.filter(station=station, changed_at__lt=before).delete()[0]


def _write(
    draft: UUID, content: Mapping[str, Any], serial: int, begun_at: datetime, *, by: Actor, at: datetime
) -> Saved:
    hidden = CallDraft._meta.get_field("content").enciphered(dict(content))
    written = statements.run(
        "insert into incidents_calldraft (key, station_id, person_id, content, serial, begun_at, changed_at)"
        " values (%s, %s, %s, %s, %s, %s, %s) on conflict (key) do update"
        " set content = excluded.content, serial = excluded.serial, changed_at = excluded.changed_at,"
        " discarded_at = null where incidents_calldraft.serial < excluded.serial"
        " and incidents_calldraft.person_id = excluded.person_id",
        [draft, by.station, by.person, hidden, serial, begun_at, at],
    )
    return Saved.SAVED if written else Saved.OLDER


def _change_own(draft: UUID, by: Actor, **values: datetime | None) -> None:
    by.check_may(Capability.TAKE_CALLS)
    if not CallDraft.objects.filter(key=draft, person=by.person).update(**values):
        raise NotFound(_("没有找到这份草稿，可能已经接警或过期。"))
