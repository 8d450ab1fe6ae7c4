"""Drafts: an older save never wins, nobody sees another's, and a taken call leaves none behind."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from linwang.foundation.refusals import NotFound
from linwang.incidents.actions.drafts import Saved, clear_drafts, discard_draft, restore_draft, save_draft
from linwang.incidents.models import CallDraft
from linwang.incidents.queries.drafts import draft_of, own_drafts
from tests.builders import Town, new_key
from tests.incidents.calls import take


def save(town: Town, now: datetime, draft: UUID, serial: int, words: str = "喂", **changes: Any) -> Saved:
    told = {"draft": draft, "serial": serial, "content": {"words": words}, "begun_at": now, "at": now,
            "by": town.actor("call_taker")}  # fmt: skip
    return save_draft(**{**told, **changes})


def test_the_newest_save_wins_in_whatever_order_they_arrive(town: Town, now: datetime) -> None:
    draft = new_key()

    assert save(town, now, draft, 2, "喂,我的车") is Saved.SAVED
    assert save(town, now, draft, 1, "喂") is Saved.OLDER

    (mine,) = own_drafts(seen_by=town.actor("call_taker"))
    assert (mine.key, mine.title, mine.serial) == (draft, "喂,我的车", 2)


def test_nobody_sees_or_changes_the_draft_of_another(town: Town, now: datetime) -> None:
    draft = new_key()
    save(town, now, draft, 1)

    assert save(town, now, draft, 9, "别人", by=town.actor("dispatcher")) is Saved.OLDER
    assert own_drafts(seen_by=town.actor("dispatcher")) == ()
    assert draft_of(draft, seen_by=town.actor("dispatcher")) is None
    with pytest.raises(NotFound):
        discard_draft(draft=draft, by=town.actor("dispatcher"), at=now)


def test_a_draft_put_aside_can_be_taken_back(town: Town, now: datetime) -> None:
    by, draft = town.actor("call_taker"), new_key()
    save(town, now, draft, 1)

    discard_draft(draft=draft, by=by, at=now)
    assert own_drafts(seen_by=by) == ()

    restore_draft(draft=draft, by=by)
    assert len(own_drafts(seen_by=by)) == 1


def test_a_save_that_arrives_after_the_call_was_taken_leaves_nothing(town: Town, now: datetime) -> None:
    draft = new_key()
    save(town, now, draft, 1)
    take(town, now, key=draft)

    assert save(town, now, draft, 2) is Saved.TAKEN
    assert not CallDraft.objects.exists()


def test_old_drafts_are_cleared_away(town: Town, now: datetime) -> None:
    save(town, now, new_key(), 1)
    save(town, now - timedelta(days=8), new_key(), 1)

    assert clear_drafts(station=town.station.pk, at=now) == 1
