"""Writing a catalogue into its tables: only the rows that differ, so that the history shows real changes."""

from collections.abc import Iterable, Mapping
from typing import Any

from linwang.foundation.models import StationSetting
from linwang.incidents.models import IncidentKind, KindCategory, LimitSet, Procedure, QuestionSet
from linwang.incidents.queries.catalogue.stored import AGENCIES, CLOSING, ORDER, OTHER_NAMES, QUESTION_NAMES, SAME_NAMES

Plain = Mapping[str, Any]
Rows = dict[str, Any]
ROOM = 1000
"""Positions kept free between categories, so that a new item moves only those of its own."""


def store(bureau: int, content: Plain) -> None:
    """Make the tables say what the content says; the caller holds the lock and writes the journal."""
    _store_words(bureau, content)
    limits = _store_rows(LimitSet, bureau, content["limits"])
    procedures = _store_rows(Procedure, bureau, content["procedures"])
    question_rows = [{"code": row["code"], "questions": row["questions"]} for row in content["questions"]]
    questions = _store_rows(QuestionSet, bureau, question_rows)
    heads = [_head(row, number) for number, row in enumerate(content["categories"])]
    categories = _store_rows(KindCategory, bureau, heads)
    kinds = list(_kind_rows(content, categories, limits, procedures, questions))
    stored = _store_rows(IncidentKind, bureau, kinds)
    _retire(bureau, stored.keys() - {row["code"] for row in kinds}, stored)
    _drop_unused(bureau, content)


def _store_words(bureau: int, content: Plain) -> None:
    names = {row["code"]: {"name": row["name"], "name_en": row["name_en"]} for row in content["questions"]}
    order = {
        f"{column}/{row['code']}": number
        for column, section in (("limits", "limits"), ("procedure", "procedures"), ("questions", "questions"))
        for number, row in enumerate(content[section])
    }
    wanted = {AGENCIES: content["agencies"], CLOSING: content["closing"], QUESTION_NAMES: names, ORDER: order}
    known = dict(StationSetting.objects.filter(station_id=bureau).values_list("name", "value"))
    for name, value in wanted.items():
        if known.get(name) != value:
            StationSetting.objects.update_or_create(station_id=bureau, name=name, defaults={"value": value})


def _head(row: Plain, number: int) -> dict[str, Any]:
    return {name: row[name] for name in ("code", "name", "name_en", "group")} | {"position": number}


def _kind_rows(
    content: Plain, categories: Rows, limits: Rows, procedures: Rows, questions: Rows
) -> Iterable[dict[str, Any]]:
    conditions = {row["code"]: row for row in content["closing"]}
    for number, category in enumerate(content["categories"]):
        for place, kind in enumerate(category["kinds"]):
            yield {
                **{name: kind[name] for name in SAME_NAMES},
                **{column: kind[name] for name, column in OTHER_NAMES.items()},
                "category_id": categories[category["code"]].pk,
                "limits_id": limits[kind["limits"]].pk,
                "procedure_id": procedures[kind["procedure"]].pk,
                "questions_id": questions[kind["questions"]].pk,
                "closing": [conditions[code] for code in kind["closing"]],
                "refer_to": kind["refer_to"] or "",
                "position": number * ROOM + place,
                "is_used": True,
            }


def _store_rows(model: Any, bureau: int, wanted: Iterable[Plain]) -> Rows:
    """Add what is new, save what differs; every row of the bureau by its code."""
    known: Rows = {row.code: row for row in model.objects.filter(station=bureau)}
    fresh = []
    for values in wanted:
        row = known.get(values["code"])
        if row is None:
            fresh.append(model(station_id=bureau, **values))
            continue
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        if changed:
            for name in changed:
                setattr(row, name, values[name])
            row.save(update_fields=changed)
    return known | {row.code: row for row in model.objects.bulk_create(fresh)}


def _retire(bureau: int, codes: Iterable[str], stored: Rows) -> None:
    """Items that are in the catalogue no more: incidents keep them, nobody is offered them."""
    for code in sorted(codes):
        if stored[code].is_used:
            stored[code].is_used = False
            stored[code].save(update_fields=["is_used"])


def _drop_unused(bureau: int, content: Plain) -> None:
    """What is neither in the content nor leant on by any item, even one out of use."""
    for model, section, column in (
        (LimitSet, "limits", "limits"),
        (Procedure, "procedures", "procedure"),
        (QuestionSet, "questions", "questions"),
        (KindCategory, "categories", "category"),
    ):
        kept = {row["code"] for row in content[section]}
        leant_on = IncidentKind.objects.filter(station=bureau).values(column)
        rows = model.objects.filter(station=bureau).exclude(code__in=kept)
        rows.exclude(pk__in=leant_on).delete()
