"""The catalogue of a bureau as plain content, the shape of the file, read from its tables.

Agencies, closing conditions, the names of question sets and the order are lists of words: settings with a history.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from linwang.foundation.models import StationSetting
from linwang.incidents.models import IncidentKind, KindCategory, LimitSet, Procedure, QuestionSet
from linwang.incidents.rules.catalogue.shape import VERSION

AGENCIES, CLOSING, QUESTION_NAMES = "catalogue_agencies", "catalogue_closing", "catalogue_question_names"
ORDER = "catalogue_order"
"""The order of limits, procedures and questions in the file, which their rows do not hold."""

WORDS = (AGENCIES, CLOSING, QUESTION_NAMES, ORDER)
SAME_NAMES = ("code", "name", "name_en", "also", "priority", "team", "agencies", "first_eyes", "wanted_units")
"""Fields of a kind that the file and the table call the same."""

OTHER_NAMES = {
    "preventable": "is_preventable",
    "danger": "is_dangerous",
    "not_police": "is_not_police",
    "hours_of_talk": "takes_hours_of_talk",
}


def content_of(bureau: int) -> dict[str, Any]:
    """The whole catalogue; what only items out of use lean on is left out."""
    kinds = list(
        IncidentKind.objects.filter(station=bureau)
        .select_related("category", "limits", "procedure", "questions")
        .order_by("position", "pk")
    )
    used = [kind for kind in kinds if kind.is_used]
    words = words_of(bureau)
    order = words.get(ORDER, {})
    return {
        "version": VERSION,
        "agencies": _agencies(words.get(AGENCIES, []), used),
        "limits": [_limits(row) for row in _in_order(LimitSet, bureau, kinds, "limits", order)],
        "procedures": [_procedure(row) for row in _in_order(Procedure, bureau, kinds, "procedure", order)],
        "questions": [
            _questions(row, words.get(QUESTION_NAMES, {}))
            for row in _in_order(QuestionSet, bureau, kinds, "questions", order)
        ],
        "closing": _closing(words.get(CLOSING, []), used),
        "categories": _categories(bureau, kinds),
    }


def words_of(bureau: int) -> dict[str, Any]:
    """The lists of words of the bureau's catalogue, by name."""
    rows = StationSetting.objects.filter(station_id=bureau, name__in=WORDS)
    return dict(rows.values_list("name", "value"))


def kind_content(kind: IncidentKind) -> dict[str, Any]:
    """One item with every field of the file."""
    return {
        **{name: getattr(kind, name) for name in SAME_NAMES},
        **{name: getattr(kind, column) for name, column in OTHER_NAMES.items()},
        "limits": kind.limits.code,
        "procedure": kind.procedure.code,
        "questions": kind.questions.code,
        "closing": [condition["code"] for condition in kind.closing],
        "refer_to": kind.refer_to or None,
    }


def _in_order(model: Any, bureau: int, kinds: Iterable[IncidentKind], column: str, order: dict[str, int]) -> list[Any]:
    """Rows that some item in use leans on, or none at all yet, as they stand in the file."""
    in_use = {getattr(kind, f"{column}_id") for kind in kinds if kind.is_used}
    left_over = {getattr(kind, f"{column}_id") for kind in kinds} - in_use
    rows = [row for row in model.objects.filter(station=bureau).order_by("pk") if row.pk not in left_over]
    return sorted(rows, key=lambda row: order.get(f"{column}/{row.code}", len(order)))


def _limits(row: LimitSet) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "name_en": row.name_en,
        "sign_for_seconds": row.sign_for_seconds,
        "leave_seconds": row.leave_seconds,
        "arrive_minutes": row.arrive_minutes,
        "feed_back_minutes": row.feed_back_minutes,
    }


def _procedure(row: Procedure) -> dict[str, Any]:
    return {"code": row.code, "name": row.name, "name_en": row.name_en, "steps": row.steps}


def _questions(row: QuestionSet, names: dict[str, dict[str, str]]) -> dict[str, Any]:
    named = names.get(row.code, {})
    questions = [{"choices": [], "urgent": False, **question} for question in row.questions]
    return {
        "code": row.code,
        "name": named.get("name", row.code),
        "name_en": named.get("name_en", row.code),
        "questions": questions,
    }


def _agencies(listed: list[dict[str, str]], kinds: Iterable[IncidentKind]) -> list[dict[str, str]]:
    """The list, and what items name without it, so that nothing leads nowhere."""
    known = {row["code"] for row in listed}
    named = dict.fromkeys(code for kind in kinds for code in (*kind.agencies, kind.refer_to) if code)
    return [*listed, *({"code": code, "name": code, "name_en": code} for code in named if code not in known)]


def _closing(listed: list[dict[str, str]], kinds: Iterable[IncidentKind]) -> list[dict[str, str]]:
    known = {row["code"] for row in listed}
    named = {condition["code"]: condition for kind in kinds for condition in kind.closing}
    return [*listed, *(row for code, row in named.items() if code not in known)]


def _categories(bureau: int, kinds: Iterable[IncidentKind]) -> list[dict[str, Any]]:
    items: dict[int, list[dict[str, Any]]] = defaultdict(list)
    gone: set[int] = set()
    for kind in kinds:
        if kind.is_used:
            items[kind.category_id].append(kind_content(kind))
        gone.add(kind.category_id)
    rows = KindCategory.objects.filter(station=bureau).order_by("position", "pk")
    return [
        {"code": row.code, "name": row.name, "name_en": row.name_en, "group": row.group, "kinds": items[row.pk]}
        for row in rows
        if items[row.pk] or row.pk not in gone
    ]
