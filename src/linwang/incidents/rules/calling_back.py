"""What a call-back may say, and when it is over."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput, WrongMoment
from linwang.incidents.states import CallbackResult, IncidentStatus, Satisfaction

MOST_TRIES = 3
"""A caller who does not answer three times is left in peace."""


def check_can_call_back(status: IncidentStatus) -> None:
    """The caller is rung back about a closed incident."""
    if status != IncidentStatus.CLOSED:
        raise WrongMoment(_("警情办结后才回访。"))


def check_said(result: str, satisfaction: int | None, is_solved: bool | None) -> CallbackResult:
    """A caller who was reached said whether it is solved; satisfaction may be left open."""
    if result not in CallbackResult.values:
        raise BadInput(_("请选择回访结果。"), fields={"result": _("请选择一项。")})
    if satisfaction is not None and satisfaction not in Satisfaction.values:
        raise BadInput(_("请选择满意度。"), fields={"satisfaction": _("请选择一项。")})
    if result == CallbackResult.REACHED and is_solved is None:
        raise BadInput(_("请问清事情是否解决。"), fields={"is_solved": _("请选择已解决或未解决。")})
    return CallbackResult(result)


def is_over(result: CallbackResult, *, tries: int) -> bool:
    """Whether the caller need not be rung again; `tries` counts this one."""
    return result != CallbackResult.NO_ANSWER or tries >= MOST_TRIES


def next_try_on(today: date) -> date:
    """Who does not answer is rung again the next day."""
    return today + timedelta(days=1)
