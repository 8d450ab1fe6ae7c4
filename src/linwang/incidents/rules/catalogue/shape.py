"""The shape of the catalogue of duties (职责目录): what the file may say, field by field.

A station edits this file, so each field says no more than an officer needs. Every text stands in two languages.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

VERSION = 1

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
KindCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}\.[a-z][a-z0-9_]{0,39}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=40)]

Authority = Literal["police", "auxiliary", "guard", "volunteer"]
FirstEyes = Literal["observe", "report", "keep_away", "guide", "comfort"]
Group = Literal[
    "crime", "public_order", "traffic", "fire", "help", "joint", "assistance", "disaster", "tips", "complaints", "other"
]
Seconds = Annotated[int, Field(ge=10, le=86_400)]
Minutes = Annotated[int, Field(ge=1, le=1_440)]


class _Part(BaseModel):
    """Frozen, and strict about fields it does not know: a typing error in a file must not pass in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Agency(_Part):
    """联动单位: a function that may be told, not yet a particular partner."""

    code: Code
    name: Words
    name_en: Words


class ArriveMinutes(_Part):
    """Minutes from leaving to arriving, by ground; none in the country means: as soon as possible."""

    town: Minutes
    outskirts: Minutes
    country: Minutes | None = None


class Limits(_Part):
    """处警时限."""

    code: Code
    name: Words
    name_en: Words
    sign_for_seconds: Seconds
    leave_seconds: Seconds
    arrive_minutes: ArriveMinutes
    feed_back_minutes: Minutes


class Step(_Part):
    """One short order of a procedure; `authority` is the least that the law asks of whoever does it."""

    code: Code
    text: Words
    text_en: Words
    authority: Authority
    who: Literal["desk", "unit"]
    urgent: bool = False


class Procedure(_Part):
    """处置流程."""

    code: Code
    name: Words
    name_en: Words
    steps: Annotated[tuple[Step, ...], Field(min_length=4, max_length=9, strict=False)]


class Choice(_Part):
    """One answer to choose."""

    code: Code
    name: Words
    name_en: Words


class Question(_Part):
    """What a call-taker asks."""

    code: Code
    text: Words
    text_en: Words
    kind: Literal["yes_no", "choice", "text", "number"]
    choices: Annotated[tuple[Choice, ...], Field(max_length=12, strict=False)] = ()
    urgent: bool = False


class QuestionSet(_Part):
    """问话: three to seven questions, urgent ones first."""

    code: Code
    name: Words
    name_en: Words
    questions: Annotated[tuple[Question, ...], Field(min_length=3, max_length=7, strict=False)]


class ClosingCondition(_Part):
    """办结条件: what must be true before the incident is closed."""

    code: Code
    text: Words
    text_en: Words


class Kind(_Part):
    """警情小类: one item of the catalogue, with everything that follows from it."""

    code: KindCode
    name: Words
    name_en: Words
    also: Annotated[tuple[Phrase, ...], Field(min_length=1, max_length=20, strict=False)]
    priority: Literal["A", "B", "C", "D"]
    limits: Code
    procedure: Code
    questions: Code
    closing: Annotated[tuple[Code, ...], Field(min_length=1, max_length=8, strict=False)]
    team: Literal["command_room", "community", "case"]
    agencies: Annotated[tuple[Code, ...], Field(max_length=12, strict=False)] = ()
    preventable: bool = False
    danger: bool = False
    first_eyes: Annotated[tuple[FirstEyes, ...], Field(max_length=5, strict=False)] = ()
    not_police: bool = False
    refer_to: Code | None = None
    wanted_units: Annotated[int, Field(ge=0, le=20)] = 1
    hours_of_talk: bool = False


class CategoryHead(_Part):
    """警情大类, without its items."""

    code: Code
    name: Words
    name_en: Words
    group: Group


class Category(CategoryHead):
    """警情大类 with its items."""

    kinds: Annotated[tuple[Kind, ...], Field(max_length=99, strict=False)] = ()


class Catalogue(_Part):
    """The whole catalogue."""

    version: Literal[1]
    agencies: Annotated[tuple[Agency, ...], Field(strict=False)]
    limits: Annotated[tuple[Limits, ...], Field(min_length=1, strict=False)]
    procedures: Annotated[tuple[Procedure, ...], Field(min_length=1, strict=False)]
    questions: Annotated[tuple[QuestionSet, ...], Field(min_length=1, strict=False)]
    closing: Annotated[tuple[ClosingCondition, ...], Field(min_length=1, strict=False)]
    categories: Annotated[tuple[Category, ...], Field(min_length=1, strict=False)]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Every item, in the order of the file."""
        return tuple(kind for category in self.categories for kind in category.kinds)
