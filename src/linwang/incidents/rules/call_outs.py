"""Who may be called out for what, when somebody may answer, and when a call-out may end."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from linwang.duty.rules import AUTHORITY_OF, includes
from linwang.duty.states import Authority
from linwang.foundation.capabilities import Role
from linwang.foundation.listing import listed
from linwang.foundation.refusals import BadInput, NotAllowed, TooOften, WrongMoment
from linwang.incidents.states import CALLED_NEXT, CalledStatus, CallOutStatus, CallOutTask
from linwang.personnel.states import Rank

CALLED_RANKS = (Rank.GUARD, Rank.WARDEN, Rank.VOLUNTEER, Rank.STAFF)
CALLED_ROLES = (Role.WARDEN, Role.VOLUNTEER, Role.GUARD, Role.GRID_WORKER)
TASK_NEEDS = dict.fromkeys(CallOutTask, Authority.VOLUNTEER) | {CallOutTask.CLOSE_ROAD: Authority.GUARD}
"""The least authority of each task; whoever has less is not asked."""
LONGEST = timedelta(hours=24)
MOST_NEEDED = 2000
MOST_MINUTES = 240
WALK_UPS_A_MINUTE, MOST_WALK_UPS = 30, 1000
NAMES_SAID = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """What the desk asks of whom: grids by id, skills and tasks by code."""

    tasks: tuple[str, ...]
    grids: tuple[int, ...]
    needed: int
    meeting_place: str
    until_at: datetime
    words: str = ""
    steps: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    with_neighbours: bool = True


def check_wish(wish: Wish, steps: Sequence[Mapping[str, Any]], *, at: datetime) -> None:
    """Everything that somebody must know before they come."""
    if not wish.tasks or not set(wish.tasks) <= set(CallOutTask.values):
        raise _refuse("tasks", _("请选择请大家做什么。"))
    if not wish.grids:
        raise _refuse("grids", _("请至少选择一个网格。"))
    check_needed(wish.needed)
    if not wish.meeting_place.strip():
        raise _refuse("meeting_place", _("请写明集合地点：离险情有距离、大家找得到的地方。"))
    if not at < wish.until_at <= at + LONGEST:
        raise _refuse("hours", _("召集到何时为止，须在 24 小时之内。"))
    least_authority(wish.tasks, wish.steps, steps)


def check_needed(needed: int) -> None:
    """As many as one station can call."""
    if not 1 <= needed <= MOST_NEEDED:
        raise _refuse("needed", _("需要的人数请填 1 到 %(most)d。") % {"most": MOST_NEEDED})


def least_authority(tasks: Collection[str], chosen: Collection[str], steps: Sequence[Mapping[str, Any]]) -> Authority:
    """What everybody who is asked must be allowed; a step for police or auxiliaries is never asked of neighbours."""
    of_steps = {str(step["code"]): Authority(step["authority"]) for step in steps}
    needs = [TASK_NEEDS[CallOutTask(task)] for task in tasks]
    for code in chosen:
        needed = of_steps.get(code)
        if needed not in (Authority.GUARD, Authority.VOLUNTEER):
            raise NotAllowed(_("这一步不能交给群众，请派民警或辅警。"))
        needs.append(needed)
    return Authority.GUARD if Authority.GUARD in needs else Authority.VOLUNTEER


def ranks_for(least: Authority) -> list[Rank]:
    """Who among the neighbours may do what needs so much."""
    return [rank for rank in CALLED_RANKS if includes(AUTHORITY_OF[rank], least)]


def check_can_ask(status: CallOutStatus, *, found: int) -> None:
    """A wave goes out while people are missing, to somebody."""
    if status == CallOutStatus.ENOUGH:
        raise WrongMoment(_("人已够，不再召集。要更多人，请先改需要的人数。"))
    if status != CallOutStatus.ASKING:
        raise WrongMoment(_("召集%(state)s，不能再问。") % {"state": status.label})
    if not found:
        raise WrongMoment(_("这些网格里没有还可以召集的人。请多选网格，或放宽技能。"))


def check_count(count: int) -> None:
    """Somebody must be asked."""
    if not 1 <= count <= MOST_NEEDED:
        raise _refuse("count", _("请填写要问多少人，从 1 到 %(most)d。") % {"most": MOST_NEEDED})


def check_is_running(status: CallOutStatus) -> None:
    """Teams, rescues and numbers change until the end."""
    if status == CallOutStatus.ENDED:
        raise WrongMoment(_("这次召集已经结束，不能再改。"))


def check_can_change_need(status: CallOutStatus) -> None:
    """After the stand-down nobody more is needed."""
    if status not in (CallOutStatus.ASKING, CallOutStatus.ENOUGH):
        raise WrongMoment(_("召集%(state)s，不能再改人数。") % {"state": status.label})


def check_can_mark(call_out: CallOutStatus, now: CalledStatus, to: CalledStatus) -> None:
    """One answer follows another as the states say; whoever is there is counted in until the end."""
    check_is_running(call_out)
    if now == to:
        raise WrongMoment(_("已经是“%(state)s”，无需重复。") % {"state": now.label})
    if to == CalledStatus.COMING and call_out != CallOutStatus.ASKING:
        raise WrongMoment(_("谢谢您！人已经够了，不必来。"))
    if to not in CALLED_NEXT[now]:
        raise WrongMoment(_("现在是“%(now)s”，不能改为“%(to)s”。") % {"now": now.label, "to": to.label})


def chosen_answer(to: str) -> CalledStatus:
    """What somebody chose, if it is an answer; teams and the stand-down set the other states."""
    if to not in (CalledStatus.COMING, CalledStatus.DECLINED, CalledStatus.ARRIVED, CalledStatus.LEFT):
        raise BadInput(_("只能选：会来、来不了、到了、平安离开。"))
    return CalledStatus(to)


def check_minutes(minutes: int | None) -> int:
    """How long somebody needs to be there."""
    if minutes is None or not 1 <= minutes <= MOST_MINUTES:
        raise _refuse("minutes", _("请说大约几分钟能到，从 1 到 %(most)d。") % {"most": MOST_MINUTES})
    return minutes


def check_walk_up(status: CallOutStatus, name: str, *, last_minute: int, in_all: int) -> None:
    """A walk-up gives a name, so that nobody is left behind in the field."""
    if status not in (CallOutStatus.ASKING, CallOutStatus.ENOUGH):
        raise WrongMoment(_("谢谢您！这次召集已经解除，不必再来。"))
    if not 1 <= len(name.strip()) <= 40:
        raise _refuse("name", _("请写姓名，不超过40个字。现场要知道谁在、谁已离开。"))
    if last_minute >= WALK_UPS_A_MINUTE or in_all >= MOST_WALK_UPS:
        raise TooOften(_("登记的人太多，请过一分钟再试，或当面找带队的人登记。"))


def check_phone(phone: str) -> None:
    """A telephone number, or nothing."""
    if len(phone.strip()) > 20 or not set(phone.strip()) <= set("0123456789+- "):
        raise _refuse("phone", _("电话只能是数字，可不填。"))


def check_can_stand_down(status: CallOutStatus) -> None:
    """Once for all."""
    if status not in (CallOutStatus.ASKING, CallOutStatus.ENOUGH):
        raise WrongMoment(_("召集%(state)s，不需要再解除。") % {"state": status.label})


def check_can_end(status: CallOutStatus, unaccounted: Sequence[str]) -> None:
    """Nobody is left behind: each who said yes or came has left safely."""
    if status == CallOutStatus.ENDED:
        raise WrongMoment(_("这次召集已经结束。"))
    if unaccounted:
        names = listed(unaccounted[:NAMES_SAID]) + (_("等") if len(unaccounted) > NAMES_SAID else "")
        raise WrongMoment(
            _("还有 %(count)d 人没有确认平安离开：%(names)s。请逐一确认，再结束召集。")
            % {"count": len(unaccounted), "names": names}
        )
    if status != CallOutStatus.STOOD_DOWN:
        raise WrongMoment(_("请先解除召集，通知所有人，再结束。"))


def check_none_open(call_outs: int) -> None:
    """An incident is not closed over the heads of those in its field."""
    if call_outs:
        raise WrongMoment(_("召集还没有结束，不能办结。请先解除召集，确认人人平安，再结束召集。"))


def _refuse(field: str, sentence: object) -> BadInput:
    return BadInput(sentence, fields={field: sentence})  # type: ignore[arg-type, dict-item]
