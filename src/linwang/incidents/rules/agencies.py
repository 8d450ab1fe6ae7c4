"""What an agency may answer, and what it must be told."""

from django.utils.translation import gettext_lazy as _

from linwang.foundation.listing import listed
from linwang.foundation.refusals import BadInput, WrongMoment
from linwang.incidents.states import AGENCY_NEXT, AGENCY_OPEN, AgencyStatus

ANSWERS = frozenset({AgencyStatus.ACCEPTED, AgencyStatus.ARRIVED, AgencyStatus.CLEARED, AgencyStatus.DECLINED})


def check_asked(asked: str) -> None:
    """An agency is told what it is asked to do."""
    if not asked.strip():
        raise BadInput(_("请写明请对方做什么。"), fields={"asked": _("例如：关闭阀门，抢修水管。")})


def check_not_told(names: list[str]) -> None:
    """An agency is told once at a time."""
    if names:
        raise WrongMoment(_("%(names)s已经通知，正在处理。") % {"names": listed(names)})


def check_can_answer(now: AgencyStatus, to: AgencyStatus, words: str) -> None:
    """One answer follows the other as the states say; declining needs its reason."""
    if to not in ANSWERS:
        raise BadInput(_("只能答复：已受理、已到场、已完成、不能受理。"))
    if to not in AGENCY_NEXT[now]:
        raise WrongMoment(_("现在是“%(now)s”，不能改为“%(to)s”。") % {"now": now.label, "to": to.label})
    if to == AgencyStatus.DECLINED and not words.strip():
        raise BadInput(_("请写明不能受理的原因。"), fields={"words": _("请写原因，指挥室好另作安排。")})


def check_can_withdraw(now: AgencyStatus) -> None:
    """Only an open task is withdrawn."""
    if now not in AGENCY_OPEN:
        raise WrongMoment(_("对方“%(now)s”，不需要取消。") % {"now": now.label})
