"""What a unit may do with its order, and when."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput, WrongMoment
from linwang.incidents.states import ASSIGNMENT_NEXT, ASSIGNMENT_OPEN, Act, AssignmentStatus

MOVES = {
    AssignmentStatus.ACKNOWLEDGED: Act.ACKNOWLEDGED,
    AssignmentStatus.EN_ROUTE: Act.EN_ROUTE,
    AssignmentStatus.ON_SCENE: Act.ON_SCENE,
}
"""What a unit says by a button; reporting and recalling are acts of their own."""

SAME_CLOCK = timedelta(seconds=5)
"""Less is the way through the network, not another clock."""


def chosen_move(to: str) -> AssignmentStatus:
    """What somebody chose, if it is a move; other ends of an order have actions of their own."""
    if to not in MOVES:
        raise BadInput(_("只能签收、出警或到场。"))
    return AssignmentStatus(to)


def check_can_move(now: AssignmentStatus, to: AssignmentStatus) -> None:
    """One follows the other as the states say."""
    if now == to:
        raise WrongMoment(_("该指令已是“%(state)s”，无需重复。") % {"state": now.label})
    if to not in ASSIGNMENT_NEXT[now] or now == AssignmentStatus.REPORTED:
        raise WrongMoment(
            _("该指令现在是“%(now)s”，不能改为“%(to)s”。请按签收、出警、到场的顺序操作。")
            % {"now": now.label, "to": to.label}
        )


def check_can_report(now: AssignmentStatus) -> None:
    """A unit reports what it found on scene."""
    if now in ASSIGNMENT_OPEN and now != AssignmentStatus.ON_SCENE:
        raise WrongMoment(_("该指令现在是“%(now)s”。请先点“到场”，再反馈。") % {"now": now.label})
    if now not in ASSIGNMENT_OPEN:
        raise WrongMoment(_("该指令“%(now)s”，不能再反馈。") % {"now": now.label})


def check_can_recall(now: AssignmentStatus) -> None:
    """Only an open order is recalled."""
    if now not in ASSIGNMENT_OPEN:
        raise WrongMoment(_("该指令“%(now)s”，不能再撤回。") % {"now": now.label})


def check_can_undo(now: AssignmentStatus, call_sign: str) -> None:
    """A slip is undone while nobody has read it; later it is a recall, which the crew must notice."""
    if now != AssignmentStatus.SENT:
        raise WrongMoment(_("%(unit)s已经签收，不能撤销。请用“撤回”。") % {"unit": call_sign})


def check_can_ask_backup(now: AssignmentStatus) -> None:
    """Who works on an order may ask for help."""
    if now not in ASSIGNMENT_OPEN:
        raise WrongMoment(_("该指令“%(now)s”，不能再请求增援。") % {"now": now.label})


def check_has_words(words: str) -> None:
    """A report without words tells nobody anything."""
    if not words.strip():
        raise BadInput(_("请写明情况。"), fields={"words": _("请写一两句话：看到什么，做了什么。")})


def differing_clock(device_at: datetime | None, at: datetime) -> datetime | None:
    """The device's clock, where it says something else than the server's."""
    return device_at if device_at is not None and abs(device_at - at) >= SAME_CLOCK else None
