"""Operation keys: sending twice is sending once."""

from datetime import datetime
from uuid import UUID

import pytest

from linwang.foundation import journal
from linwang.foundation.actor import Actor
from linwang.foundation.operations import once
from linwang.foundation.refusals import BadInput, Refused
from tests.builders import Town, new_key


@once
def _note(*, words: str, key: UUID, by: Actor, at: datetime) -> int:
    if words == "refuse":
        raise Refused("no")
    return journal.write(station=by.station, subject="test", reference="1", what="noted", by=by, at=at, words=words)


def test_an_act_sent_twice_is_done_once_and_answered_twice(town: Town, now: datetime) -> None:
    by, key = town.actor("call_taker"), new_key()

    first = _note(words="你好", key=key, by=by, at=now)
    second = _note(words="你好", key=key, by=by, at=now)

    assert first == second
    assert len(journal.lines_of("test", ["1"])) == 1


def test_a_refused_act_may_be_tried_again_with_its_key(town: Town, now: datetime) -> None:
    by, key = town.actor("call_taker"), new_key()

    with pytest.raises(Refused):
        _note(words="refuse", key=key, by=by, at=now)

    assert _note(words="再来", key=key, by=by, at=now)


def test_a_key_of_another_person_is_refused(town: Town, now: datetime) -> None:
    key = new_key()
    _note(words="你好", key=key, by=town.actor("call_taker"), at=now)

    with pytest.raises(BadInput):
        _note(words="你好", key=key, by=town.actor("dispatcher"), at=now)
