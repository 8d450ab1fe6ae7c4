"""职责目录, pure: its shape, what must hold in it, how it is read, written and compared."""

from linwang.incidents.rules.catalogue.difference import Change, FieldChange, difference
from linwang.incidents.rules.catalogue.faults import Fault, WrongCatalogue
from linwang.incidents.rules.catalogue.file import read, write
from linwang.incidents.rules.catalogue.shape import (
    Agency,
    Catalogue,
    Category,
    ClosingCondition,
    Kind,
    Limits,
    Procedure,
    Question,
    QuestionSet,
    Step,
)

__all__ = [
    "Agency",
    "Catalogue",
    "Category",
    "Change",
    "ClosingCondition",
    "Fault",
    "FieldChange",
    "Kind",
    "Limits",
    "Procedure",
    "Question",
    "QuestionSet",
    "Step",
    "WrongCatalogue",
    "difference",
    "read",
    "write",
]
