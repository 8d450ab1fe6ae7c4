"""What changes from one catalogue to another: the dry run of an import, and the journal line of the real one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from linwang.incidents.rules.catalogue.shape import Catalogue

Plain = Mapping[str, Any]
How = Literal["added", "changed", "removed"]
SECTIONS = ("agencies", "limits", "procedures", "questions", "closing", "categories", "kinds")


@dataclass(frozen=True)
class FieldChange:
    """One field of a changed item."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """One item that is added, changed (with its fields) or removed."""

    section: str
    code: str
    name: str
    how: How
    fields: tuple[FieldChange, ...] = ()


def difference(old: Catalogue | None, new: Catalogue) -> tuple[Change, ...]:
    """Every item that differs, in the order of the new file; the removed of each section come last."""
    return difference_of(old.model_dump(mode="json") if old else {}, new.model_dump(mode="json"))


def difference_of(old: Plain, new: Plain) -> tuple[Change, ...]:
    """The same for whole plain content, every field written out."""
    return tuple(change for section in SECTIONS for change in _of_section(section, old, new))


def _of_section(section: str, old: Plain, new: Plain) -> Iterator[Change]:
    before, after = rows_of(section, old), rows_of(section, new)
    for code, row in after.items():
        if code not in before:
            yield Change(section, code, _name(row), "added")
        elif before[code] != row:
            yield Change(section, code, _name(row), "changed", _fields(before[code], row))
    for code in before:
        if code not in after:
            yield Change(section, code, _name(before[code]), "removed")


def rows_of(section: str, content: Plain) -> dict[str, dict[str, Any]]:
    """The items of a section by code; a category leaves its kinds out."""
    if section == "kinds":
        return {kind["code"]: kind for category in content.get("categories", ()) for kind in category["kinds"]}
    rows = content.get(section, ())
    return {row["code"]: {name: value for name, value in row.items() if name != "kinds"} for row in rows}


def _fields(before: Plain, after: Plain) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(name, before.get(name), after[name]) for name in after if before.get(name) != after[name])


def _name(row: Plain) -> str:
    return str(row.get("name") or row.get("text"))
