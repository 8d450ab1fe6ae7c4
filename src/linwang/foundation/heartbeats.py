"""Heartbeats: what works by itself says so, and its silence is a fact that people are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from linwang.foundation import statements
from linwang.foundation.models import Heartbeat


class Heart(StrEnum):
    """Who beats."""

    WORKER = "worker"
    PAPER = "paper"
    BACKUP = "backup"


MAY_REST: Mapping[Heart, timedelta] = {
    Heart.WORKER: timedelta(minutes=3),
    Heart.PAPER: timedelta(minutes=10),
    Heart.BACKUP: timedelta(hours=36),
}
"""The worker beats every half minute, the sheet is written every minute, backups are made each night."""


@dataclass(frozen=True)
class Silence:
    """Something has not been heard of for longer than it may rest."""

    heart: Heart
    since: datetime


def beat(heart: Heart, *, at: datetime) -> None:
    """Say that it works."""
    statements.run(
        "insert into foundation_heartbeat (name, at) values (%s, %s) on conflict (name) do update set at = excluded.at",
        [str(heart), at],
    )


def beats() -> dict[Heart, datetime]:
    """When each was last heard of."""
    known = {str(heart): heart for heart in Heart}
    rows = Heartbeat.objects.filter(name__in=known).values_list("name", "at")
    return {known[name]: heard_at for name, heard_at in rows}


def silences(*, at: datetime, watched_since: datetime) -> tuple[Silence, ...]:
    """Who is silent now. A worker that was never heard of is missed from when we began to watch;
    backups and paper only once there was a first one.
    """
    heard = {Heart.WORKER: watched_since} | beats()
    return tuple(
        Silence(heart, heard[heart]) for heart in Heart if heart in heard and at - heard[heart] > MAY_REST[heart]
    )
