"""Which units may be sent to which incident, and when."""

from django.utils.translation import gettext_lazy as _

from linwang.duty.states import Authority
from linwang.foundation.refusals import Refused, Sentence, UnitBusy, WrongMoment
from linwang.incidents.states import IncidentStatus, Priority

KEPT_FROM_DANGER = frozenset({Authority.GUARD, Authority.VOLUNTEER})
"""Guards and volunteers watch and report; the law gives them no power to do more."""


class KeptFromDanger(Refused):
    """People without the authority and the protection are not sent into danger."""


def check_can_send(status: IncidentStatus) -> None:
    """Units go only to a live incident."""
    if status == IncidentStatus.CLOSED:
        raise WrongMoment(_("警情已办结，不能再派警。需要时请先重新打开。"))
    if status == IncidentStatus.MERGED:
        raise WrongMoment(_("警情已并入另一条警情，请到合并后的警情派警。"))


def check_is_live(status: IncidentStatus) -> None:
    """What is over is not acted on; it can be opened again."""
    if status == IncidentStatus.CLOSED:
        raise WrongMoment(_("警情已办结。需要时请先重新打开。"))
    if status == IncidentStatus.MERGED:
        raise WrongMoment(_("警情已并入另一条警情，请到合并后的警情操作。"))


def check_is_on_duty(call_sign: str, *, is_on_duty: bool) -> None:
    """An order needs somebody who reads it."""
    if not is_on_duty:
        raise WrongMoment(_("%(unit)s现在无人在岗，请另选单元。") % {"unit": call_sign})


def check_is_free(call_sign: str, *, busy_with: str | None, is_here: bool, is_visible: bool) -> None:
    """One unit answers one incident at a time; the other's number is told only to who may see it."""
    if busy_with is None:
        return
    raise UnitBusy(busy_sentence(call_sign, busy_with=busy_with, is_here=is_here, is_visible=is_visible))


def busy_sentence(call_sign: str, *, busy_with: str, is_here: bool, is_visible: bool) -> Sentence:
    """What the unit is busy with, as far as the asker may know."""
    words = {"unit": call_sign, "number": busy_with}
    if is_here:
        return _("%(unit)s已经派往本警情，无需重复派警。") % words
    if is_visible:
        return _("%(unit)s正在处置%(number)s。请先撤回，或另选单元。") % words
    return _("%(unit)s正在处置其他警情。请另选单元。") % words


def check_may_go_near(call_sign: str, authority: Authority, *, is_dangerous: bool) -> None:
    """Guards and volunteers are never sent to a dangerous kind of incident."""
    if is_dangerous and authority in KEPT_FROM_DANGER:
        raise KeptFromDanger(
            _("此类警情有危险，不派%(who)s（%(unit)s）。请派民警或辅警。") % {"who": authority.label, "unit": call_sign}
        )


def is_dangerous(kind_is_dangerous: bool | None, priority: Priority) -> bool:
    """As the catalogue says; while the kind is not known, danger to life counts as dangerous."""
    return priority == Priority.A if kind_is_dangerous is None else kind_is_dangerous
