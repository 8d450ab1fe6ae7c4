"""Which step of a procedure somebody may tick off."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from linwang.duty.states import Authority
from linwang.foundation.refusals import NotAllowed, NotFound, WrongMoment

_ORDER = list(Authority)
"""Most authority first: each includes those after it."""


def step_of(steps: Sequence[Mapping[str, Any]], code: str) -> Mapping[str, Any]:
    """The step of the procedure, or a refusal."""
    for step in steps:
        if step["code"] == code:
            return step
    raise NotFound(_("处置流程里没有这一步，类别可能刚被更正。请刷新后再看。"))


def check_may_tick(step_needs: str, unit_has: str | None) -> None:
    """A crew ticks what the law lets it do; the desk (None) records what others did."""
    if unit_has is not None and _ORDER.index(Authority(unit_has)) > _ORDER.index(Authority(step_needs)):
        raise NotAllowed(_("这一步须由%(who)s完成。") % {"who": Authority(step_needs).label})


def check_is_not_done(is_done: bool) -> None:
    """A step is done once."""
    if is_done:
        raise WrongMoment(_("这一步已经完成。"))


def check_is_done(is_done: bool) -> None:
    """Only a step that is done can be taken back."""
    if not is_done:
        raise WrongMoment(_("这一步还没有完成。"))
