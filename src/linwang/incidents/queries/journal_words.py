"""What a journal line says on the screen: its words, and its codes as the reader's own language has them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Choices
from django.utils.translation import gettext as _

from linwang.incidents.states import (
    AgencyStatus,
    CallbackResult,
    Disposition,
    Due,
    HandOverStatus,
    OutcomeKind,
    ReferralStatus,
    Satisfaction,
)

_CODES: dict[str, type[Choices]] = {
    "disposition": Disposition,
    "outcome": OutcomeKind,
    "agency": AgencyStatus,
    "referral": ReferralStatus,
    "hand_over_answer": HandOverStatus,
    "due": Due,
    "callback_result": CallbackResult,
    "satisfaction": Satisfaction,
}


def said(words: str, facts: Mapping[str, Any]) -> str:
    """The codes of a line as words, then the words themselves."""
    labels = [str(kind(facts[name]).label) for name, kind in _CODES.items() if facts.get(name)]
    labels = [label for label in labels if not words.startswith(label)]
    if facts.get("is_solved") is not None:
        labels.append(_("已解决") if facts["is_solved"] else _("未解决"))
    return " · ".join(filter(None, [*labels, words]))
