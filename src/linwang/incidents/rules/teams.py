"""Who may be in a team, who may lead it, and what is counted as rescued."""

from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput, WrongMoment
from linwang.incidents.states import UNACCOUNTED, CalledStatus

MOST_RESCUED = 10_000


def check_team(task: str, place: str, *, members: int) -> None:
    """A team knows what to do and where."""
    if not task.strip():
        raise _refuse("task", _("请写这一组做什么。"))
    if not place.strip():
        raise _refuse("place", _("请写这一组去哪里。"))
    if not members:
        raise _refuse("members", _("请先勾选队员。"))


def check_can_join(name: str, status: CalledStatus) -> None:
    """Only who is coming or there."""
    if status not in UNACCOUNTED:
        raise WrongMoment(_("%(name)s现在“%(state)s”，不能编入小组。") % {"name": name, "state": status.label})


def check_leader(*, is_member: bool, has_account: bool) -> None:
    """The leader signs for the others on a phone of their own."""
    if not is_member:
        raise _refuse("leader", _("组长须是本组队员。"))
    if not has_account:
        raise _refuse("leader", _("组长须有自己的账号，好替队员签到。请另选一人。"))


def check_rescued(people: int) -> None:
    """A number of people; their names are nobody's business here."""
    if not 1 <= people <= MOST_RESCUED:
        raise _refuse("people", _("救出人数请填 1 到 %(most)d。") % {"most": MOST_RESCUED})


def _refuse(field: str, sentence: object) -> BadInput:
    return BadInput(sentence, fields={field: sentence})  # type: ignore[arg-type, dict-item]
