"""A refusal is an answer: a sentence, in the user's language, that says what to do next."""

from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise

Sentence = str | Promise


class Refused(Exception):
    """The act was not done and nothing was written; `sentence` says why and what to do.

    `status` is the number that the web and API doors answer with.
    """

    status: ClassVar[int] = 409

    def __init__(self, sentence: Sentence, *, fields: Mapping[str, Sentence] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fields = dict(fields or {})

    def __str__(self) -> str:
        return str(self.sentence)


class WrongMoment(Refused):
    """The record's state does not allow this now."""


class UnitBusy(WrongMoment):
    """The unit is already on another incident."""


class ChangedMeanwhile(WrongMoment):
    """Somebody else changed the record first; look again before acting."""


class NotAllowed(Refused):
    """This person may not do this."""

    status = 403


class NotFound(Refused):
    """There is no such record, or this person may not see it: the answer is the same."""

    status = 404


class BadInput(Refused):
    """What was given cannot be right; `fields` names each field with its sentence."""

    status = 422


class TooOften(Refused):
    """More came at once than can be right: a moment later it is taken."""

    status = 429
