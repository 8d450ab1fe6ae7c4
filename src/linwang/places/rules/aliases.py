"""What callers call a place may become its local name: which words are worth keeping, and who decides."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import NotAllowed, WrongMoment
from linwang.places.states import ALIAS_NEXT, AliasStatus
from linwang.science.matching.spoken_form import plain_name, spoken
from linwang.science.matching.spoken_places import Relation, spoken_place

FEWEST, MOST = 2, 10
"""Characters of a name; what is longer is a description, and may tell of people."""


def is_worth_keeping(said: str, known: Collection[str]) -> bool:
    """Whether words are a short name that the place does not have yet, and do not merely hold one that it has."""
    plain = plain_name(said)
    if not FEWEST <= len(plain) <= MOST or any(figure.isdigit() for figure in plain):
        return False
    if spoken_place(said).relation != Relation.AT:
        return False
    names = {plain_name(name) for name in known}
    return not any(spoken(plain) in spoken(name) or spoken(name) in spoken(plain) for name in names if name)


def check_can_decide(status: AliasStatus, to: AliasStatus, *, proposed_by: int, person: int) -> None:
    """A second person decides, once."""
    if to not in ALIAS_NEXT[status]:
        raise WrongMoment(_("这个叫法已经有人处理过了。请刷新页面。"))
    if person == proposed_by:
        raise NotAllowed(_("自己提出的叫法要由另一个人确认。请同事核对后确认。"))
