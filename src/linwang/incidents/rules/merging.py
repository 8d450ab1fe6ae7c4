"""Which two incidents may be one event."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput, WrongMoment
from linwang.incidents.states import OPEN, IncidentStatus, Priority


def check_are_two(kept: str, merged: str) -> None:
    """An incident is not merged into itself."""
    if kept == merged:
        sentence = _("不能把一条警情并入它自己。请选另一条。")
        raise BadInput(sentence, fields={"merged": sentence})


def check_can_merge(kept: str, merged: str, statuses: Sequence[str]) -> None:
    """Only events that are still open are made one."""
    for number, status in zip((kept, merged), statuses, strict=True):
        if status not in OPEN:
            raise WrongMoment(
                _("%(number)s “%(state)s”，不能并案。只有未办结的警情可以并案。")
                % {"number": number, "state": IncidentStatus(status).label}
            )


def check_can_unmerge(number: str, *, is_merged: bool) -> None:
    """Only what was merged is taken apart."""
    if not is_merged:
        raise WrongMoment(_("%(number)s 没有并入其他警情，无需撤销。") % {"number": number})


def more_urgent(one: str, other: str) -> Priority:
    """The higher of two priorities: a second caller may know of a danger the first did not."""
    return Priority(min(one, other))
