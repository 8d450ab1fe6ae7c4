"""What works by itself is missed when it is silent, and not before."""

from datetime import datetime, timedelta

import pytest

from linwang.foundation.heartbeats import Heart, Silence, beat, silences

pytestmark = pytest.mark.django_db


def test_a_worker_that_beats_is_not_missed(now: datetime) -> None:
    beat(Heart.WORKER, at=now)

    assert silences(at=now + timedelta(minutes=2), watched_since=now - timedelta(days=1)) == ()


def test_what_stops_is_missed_since_its_last_beat(now: datetime) -> None:
    beat(Heart.WORKER, at=now - timedelta(hours=1))
    beat(Heart.WORKER, at=now)
    beat(Heart.BACKUP, at=now - timedelta(days=1))

    missed = silences(at=now + timedelta(days=1), watched_since=now)

    assert missed == (Silence(Heart.WORKER, now), Silence(Heart.BACKUP, now - timedelta(days=1)))


def test_a_worker_that_never_began_is_missed_from_when_we_watch(now: datetime) -> None:
    assert silences(at=now + timedelta(minutes=2), watched_since=now) == ()
    assert silences(at=now + timedelta(minutes=4), watched_since=now) == (Silence(Heart.WORKER, now),)
