"""Which line of the journal may be struck."""

from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput, NotFound, WrongMoment
from linwang.incidents.states import Act

NEVER_STRUCK = frozenset({Act.STRUCK, Act.CALLER_SEEN, Act.SEARCHED_PHONE, Act.ESCALATED})
"""Lines that hold somebody to account stay as they are."""


def check_can_strike(what: str | None, *, is_struck: bool) -> None:
    """A wrong line is struck once, by a new line with the reason."""
    if what is None:
        raise NotFound(_("没有找到这一行记录。请刷新后再看。"))
    if is_struck:
        raise WrongMoment(_("这一行已经划去。"))
    if what in NEVER_STRUCK:
        raise WrongMoment(_("这类记录用于监督，不能划去。有不同意见请另写一条记录。"))


def check_reason(words: str) -> None:
    """A reason is written down before anything is struck or shown."""
    if not words.strip():
        raise BadInput(_("请写明原因。"), fields={"words": _("请写原因。")})
