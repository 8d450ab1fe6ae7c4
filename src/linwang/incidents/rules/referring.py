"""Handing a matter on that is not for the police, and what becomes of it."""

from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput, WrongMoment
from linwang.incidents.states import ReferralStatus


def check_receiver(to_words: str) -> None:
    """A referral names who takes the matter."""
    if not to_words.strip():
        raise BadInput(_("请写明转给谁。"), fields={"to_words": _("选择单位，或写明单位名称。")})


def check_can_answer(now: ReferralStatus) -> None:
    """A referral is answered, or comes back, once."""
    if now != ReferralStatus.SENT:
        raise WrongMoment(_("这项转办“%(now)s”，不能再答复。") % {"now": now.label})
