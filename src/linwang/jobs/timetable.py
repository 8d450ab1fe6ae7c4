"""The timetable: everything that happens by itself, when, and under which name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from linwang.duty.actions.record_position import forget_old_positions
from linwang.foundation import heartbeats
from linwang.foundation.chain import write_anchors
from linwang.foundation.heartbeats import Heart
from linwang.foundation.station_settings import value_of
from linwang.incidents.actions import export_search, forget
from linwang.incidents.actions.drafts import clear_drafts
from linwang.incidents.actions.escalate import escalate_overdue
from linwang.jobs.paper import write_sheets
from linwang.personnel.actions.sign_ins import forget_sign_ins
from linwang.places.queries.stations import every_station


@dataclass(frozen=True)
class Entry:
    """One job: `cron` has a sixth field for seconds and is in UTC; `act` is given the moment."""

    name: str
    cron: str
    act: Callable[[datetime], int]
    words: str


def escalate(at: datetime) -> int:
    """督办: what nobody acted on in time."""
    return escalate_overdue(at=at)


def forget_drafts(at: datetime) -> int:
    """Drafts of calls that nobody has touched for the station's days."""
    return sum(clear_drafts(station=station, at=at) for station in every_station())


def forget_positions(at: datetime) -> int:
    """Where units were, beyond the station's days."""
    return sum(
        forget_old_positions(station=station, before=at - timedelta(days=value_of(station, "position_days")))
        for station in every_station()
    )


def forget_callers(at: datetime) -> int:
    """Callers' names and numbers, beyond the station's days after closing."""
    return sum(forget.forget_callers(station=station, at=at) for station in every_station())


def forget_photos(at: datetime) -> int:
    """Photos of the scene, beyond the station's days after closing."""
    return sum(forget.forget_photos(station=station, at=at) for station in every_station())


def forget_rings(at: datetime) -> int:
    """Who rang, beyond the station's days."""
    return sum(forget.forget_rings(station=station, at=at) for station in every_station())


def forget_exports(at: datetime) -> int:
    """Exports asked for long ago; the journal keeps that they were."""
    return sum(export_search.forget_exports(station=station, at=at) for station in every_station())


def beat(at: datetime) -> int:
    """The worker says that it works: the board tells when it stops."""
    heartbeats.beat(Heart.WORKER, at=at)
    return 1


def keep_paper(at: datetime) -> int:
    """The sheet that the desk goes on with when no screen does."""
    count = write_sheets(at)
    heartbeats.beat(Heart.PAPER, at=at)
    return count


def forget_litter(at: datetime) -> int:
    """Files of photos whose row is gone, or never came."""
    return forget.forget_litter(at=at)


def forget_old_sign_ins(at: datetime) -> int:
    """Sessions that are over, and who tried to sign in from where."""
    return forget_sign_ins(at=at)


def forget_called(at: datetime) -> int:
    """Who answered what in a call-out, beyond the station's days after its end."""
    return sum(forget.forget_called(station=station, at=at) for station in every_station())


def anchor_journal(at: datetime) -> int:
    """The heads of the sealed journal, written outside the database."""
    return write_anchors(settings.ANCHOR_FILE, at=at)


TIMETABLE: tuple[Entry, ...] = (
    Entry("linwang.escalate", "* * * * * */30", escalate, "督办：每半分钟查一遍超时的指令和警情"),
    Entry("linwang.beat", "* * * * * */30", beat, "每半分钟记下后台任务还在运行"),
    Entry("linwang.keep_paper", "* * * * * 40", keep_paper, "每分钟更新纸质接处警登记表"),
    Entry("linwang.anchor_journal", "*/5 * * * * 15", anchor_journal, "每五分钟把工作记录链条的末端写到库外"),
    Entry("linwang.forget_drafts", "10 19 * * *", forget_drafts, "每天 3:10 删除过期的接警草稿"),
    Entry("linwang.forget_callers", "0 19 * * *", forget_callers, "每天 3:00 删除到期的报警人信息"),
    Entry("linwang.forget_photos", "5 19 * * *", forget_photos, "每天 3:05 删除到期的现场照片"),
    Entry("linwang.forget_litter", "25 19 * * *", forget_litter, "每天 3:25 删除没有记录的照片文件"),
    Entry("linwang.forget_sign_ins", "35 19 * * *", forget_old_sign_ins, "每天 3:35 删除过期的会话和登录痕迹"),
    Entry("linwang.forget_rings", "15 19 * * *", forget_rings, "每天 3:15 删除到期的来电记录"),
    Entry("linwang.forget_exports", "25 19 * * *", forget_exports, "每天 3:25 删除 90 天前的导出申请"),
    Entry("linwang.forget_called", "40 19 * * *", forget_called, "每天 3:40 删除到期的召集名单，只留总数"),
    Entry("linwang.forget_positions", "20 19 * * *", forget_positions, "每天 3:20 删除过期的单元位置"),
)
CLEAR_QUEUE = "30 19 * * *"
"""每天 3:30: finished jobs older than three days leave the queue."""
KEPT_HOURS = 72
