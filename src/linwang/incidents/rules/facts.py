"""Correcting kind and place: what counts as a change, and what it must bring."""

from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput
from linwang.incidents.states import Priority


def check_priority(priority: str) -> Priority:
    """The priority by its letter."""
    if priority not in Priority.values:
        sentence = _("级别只有 A、B、C、D 四种。")
        raise BadInput(sentence, fields={"priority": sentence})
    return Priority(priority)


def check_kind_differs(before: tuple[int | None, str], after: tuple[int, str]) -> None:
    """A correction that changes nothing would only lengthen the journal."""
    if before == after:
        sentence = _("类别和级别没有变化，无需更正。")
        raise BadInput(sentence, fields={"kind": sentence})


def check_place_given(*clues: object) -> None:
    """A place is a name, a point, or at least the words it was called by."""
    if not any(clue not in (None, "") for clue in clues):
        sentence = _("请选择地点、在地图上点选，或写下地点的原话。")
        raise BadInput(sentence, fields={"place": sentence})
