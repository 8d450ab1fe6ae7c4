"""When an export needs a second person, and until when it may be approved and taken."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput, WrongMoment

ALONE_ROWS = 50
"""Rows that one person may take within a day without a second one."""
WITHIN = timedelta(days=1)
APPROVE_WITHIN = timedelta(hours=4)
TAKE_WITHIN = timedelta(hours=1)
LEAST_PURPOSE = 2


def check_purpose(purpose: str) -> None:
    """The purpose goes into the journal and into the file."""
    if len(purpose) < LEAST_PURPOSE:
        sentence = _("请写明导出用途，会记入日志并印在文件里。")
        raise BadInput(sentence, fields={"purpose": sentence})


def needs_second_person(rows: int, *, taken_alone: int) -> bool:
    """Many small exports are one large one."""
    return rows + taken_alone > ALONE_ROWS


def check_can_approve(*, is_own: bool, asked_at: datetime, approved_at: datetime | None, at: datetime) -> None:
    """Another person, once, while it is fresh."""
    if is_own:
        raise WrongMoment(_("不能批准自己的导出，请另一位有导出权限的同事批准。"))
    if approved_at is not None:
        raise WrongMoment(_("这份导出已经批准过了。"))
    if at - asked_at > APPROVE_WITHIN:
        raise WrongMoment(_("申请已过 4 小时，请重新申请导出。"))


def check_can_take(*, is_own: bool, approved_at: datetime | None, taken_at: datetime | None, at: datetime) -> None:
    """Whoever asked, once, soon after."""
    if not is_own:
        raise WrongMoment(_("只有申请人本人可以下载。"))
    if approved_at is None:
        raise WrongMoment(_("还没有批准，请等另一位同事批准后再下载。"))
    if taken_at is not None:
        raise WrongMoment(_("这份导出已经下载过。需要再次导出请重新申请。"))
    if at - approved_at > TAKE_WITHIN:
        raise WrongMoment(_("批准已过 1 小时，请重新申请导出。"))
