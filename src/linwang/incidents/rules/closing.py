"""When an incident may be closed, and when its caller is rung back."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from linwang.foundation.listing import listed
from linwang.foundation.refusals import BadInput, WrongMoment
from linwang.incidents.states import Disposition, IncidentStatus


def check_can_close(status: IncidentStatus, *, units: Sequence[str], agencies: Sequence[str], offered_to: str) -> None:
    """Refused while a unit or an agency is open, or another station has not answered."""
    if status in (IncidentStatus.CLOSED, IncidentStatus.MERGED):
        raise WrongMoment(_("警情“%(state)s”，不能再办结。") % {"state": status.label})
    if units:
        raise WrongMoment(_("%(units)s还没有反馈，不能办结。请等反馈，或撤回。") % {"units": listed(units)})
    if agencies:
        raise WrongMoment(
            _("%(agencies)s还没有完成，不能办结。请等答复，或取消通知。") % {"agencies": listed(agencies)}
        )
    if offered_to:
        raise WrongMoment(
            _("已移交%(station)s、对方还没有答复，不能办结。请等答复，或取消移交。") % {"station": offered_to}
        )


def check_disposition(disposition: str) -> Disposition:
    """A person says how the incident was judged; the program never does."""
    if disposition not in Disposition.values:
        raise BadInput(_("请选择办结结论。"), fields={"disposition": _("请选择一项结论。")})
    return Disposition(disposition)


def callback_day(*, closed_on: date, within_days: int, can_be_reached: bool) -> date | None:
    """The day by which the caller is rung back; an anonymous caller is left in peace."""
    return closed_on + timedelta(days=within_days) if can_be_reached else None


def check_can_reopen(status: IncidentStatus) -> None:
    """Only a closed incident is opened again."""
    if status != IncidentStatus.CLOSED:
        raise WrongMoment(_("警情没有办结，不需要重新打开。"))
