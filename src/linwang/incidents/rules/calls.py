"""What a call must bring, and how its facts are written down. The caller's words themselves are never touched."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput, WrongMoment
from linwang.incidents.states import OPEN, Channel, IncidentStatus

TITLE_LENGTH = 40
CLOCKS_DIFFER = timedelta(minutes=2)
"""How far a caller's system may be ahead of ours before its time is taken for wrong."""


@dataclass(frozen=True)
class Answered:
    """A question by its code, as it was asked, and the caller's answer."""

    question: str
    text: str
    answer: str


def check_says_something(*clues: str | None) -> None:
    """Anything at all is enough to take a call: a word, a kind, a place or a number to ring back."""
    if not any(clue and clue.strip() for clue in clues):
        sentence = _("还什么都没有填写。请写下报警人说的一句话，或选一个类别、地点，或记下电话。")
        raise BadInput(sentence, fields={"words": sentence})


def check_channel(channel: str) -> Channel:
    """The channel by its code."""
    if channel not in Channel.values:
        sentence = _("没有这种来源。请从列表中选择。")
        raise BadInput(sentence, fields={"channel": sentence})
    return Channel(channel)


def check_rang(rang_at: datetime, *, at: datetime) -> datetime:
    """The first ring, never later than now; a clock far ahead of ours is refused."""
    if rang_at > at + CLOCKS_DIFFER:
        sentence = _("来电时间在将来。请核对对方系统的时钟。")
        raise BadInput(sentence, fields={"rang_at": sentence})
    return min(rang_at, at)


def check_can_join(status: str, *, kept_number: str | None) -> None:
    """One more caller joins only an event that is still open."""
    if status == IncidentStatus.MERGED:
        raise WrongMoment(_("这条警情已并入 %(number)s，请并入那一条。") % {"number": kept_number})
    if status not in OPEN:
        raise WrongMoment(_("这条警情已办结。请按新警情接警，或先重新打开它。"))


def title_of(words: str, *otherwise: str) -> str:
    """The first words of the call on one line, for lists."""
    first = next((text for text in (words, *otherwise) if text and text.strip()), "")
    line = " ".join(first.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"


def plain_phone(phone: str) -> str:
    """A phone number as it is looked up: plain digits without spaces and dashes; other text stays."""
    text = unicodedata.normalize("NFKC", phone).strip()
    return re.sub(r"[\s\-()]", "", text) if re.fullmatch(r"[\d\s\-()+]+", text) else text


def given(answers: Sequence[Answered]) -> tuple[Answered, ...]:
    """The answers that say something; of one question the last."""
    newest = {answer.question: answer for answer in answers if answer.answer.strip()}
    return tuple(newest.values())
