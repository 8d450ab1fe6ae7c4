"""职责目录, pure: its shape, what must hold in it, how it is read, written and compared."""

from linwang.incidents.rules.catalogue.difference import Change, FieldChange, difference, difference_of, rows_of
from linwang.incidents.rules.catalogue.faults import Fault, WrongCatalogue
from linwang.incidents.rules.catalogue.file import check, read, write
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
    "check",
    "difference",
    "difference_of",
    "read",
    "rows_of",
    "write",
]
