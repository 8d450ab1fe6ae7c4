"""The dead-man line: what works by itself and has fallen silent, since when, and what to do about it."""

import time
from collections.abc import Mapping

from django.db import DatabaseError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linwang.foundation import clock
from linwang.foundation.heartbeats import Heart, Silence, silences
from linwang.web.words import clock_time

LOOK_EVERY_SECONDS = 10.0
_WATCHED_SINCE = clock.now()
SENTENCES: Mapping[Heart, str | Promise] = {
    Heart.WORKER: _("后台任务自 {at} 起没有运行：超时提醒已停。请值班人员自己盯住时限，并请系统管理员重启后台任务。"),
    Heart.PAPER: _("纸质登记表自 {at} 起没有更新。请系统管理员查看磁盘和后台任务。"),
    Heart.BACKUP: _("自 {at} 起没有新的备份。接处警不受影响，请系统管理员检查备份。"),
}
_seen: tuple[float, tuple[Silence, ...]] = (float("-inf"), ())


def line() -> str:
    """One sentence in the reader's language, or nothing; the gravest first. Asked of the database now and then."""
    return next((_said(silence) for silence in _silences()), "")


def _silences() -> tuple[Silence, ...]:
    global _seen
    looked_at, found = _seen
    if time.monotonic() - looked_at < LOOK_EVERY_SECONDS:
        return found
    try:
        found = silences(at=clock.now(), watched_since=_WATCHED_SINCE)
    except DatabaseError:
        found = ()  # the page itself says that the database is away
    _seen = (time.monotonic(), found)
    return found


def _said(silence: Silence) -> str:
    return str(SENTENCES[silence.heart]).format(at=clock_time(silence.since))
