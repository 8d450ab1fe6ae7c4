"""What changes from one catalogue to another: the dry run of an import, and the journal line of the real one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from linwang.incidents.rules.catalogue.shape import Catalogue

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
    return tuple(change for section in SECTIONS for change in _of_section(section, old, new))


def _of_section(section: str, old: Catalogue | None, new: Catalogue) -> Iterator[Change]:
    before, after = _rows(section, old), _rows(section, new)
    for code, row in after.items():
        if code not in before:
            yield Change(section, code, _name(row), "added")
        elif before[code] != row:
            yield Change(section, code, _name(row), "changed", _fields(before[code], row))
    for code in before.keys() - after.keys():
        yield Change(section, code, _name(before[code]), "removed")


def _rows(section: str, catalogue: Catalogue | None) -> dict[str, dict[str, Any]]:
    """The items of a section by code; a kind knows its category, a category leaves its kinds out."""
    if catalogue is None:
        return {}
    if section == "kinds":
        return {
            kind.code: kind.model_dump(mode="json") | {"category": category.code}
            for category in catalogue.categories
            for kind in category.kinds
        }
    return {item.code: item.model_dump(mode="json", exclude={"kinds"}) for item in getattr(catalogue, section)}


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(name, before.get(name), after[name]) for name in after if before.get(name) != after[name])


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("name") or row.get("text"))
