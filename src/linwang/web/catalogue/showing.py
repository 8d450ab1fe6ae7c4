"""Values of the catalogue as a person reads them: labels, and what went and what came in a change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linwang.incidents.queries.catalogue import Version
from linwang.incidents.rules.catalogue import Change, FieldChange
from linwang.incidents.rules.catalogue.words import (
    FIELD_LABELS,
    CatalogueSection,
    ChangeKind,
    FirstEyes,
    QuestionKind,
    StepAuthority,
    StepDoer,
)
from linwang.incidents.states import KindGroup, Priority
from linwang.personnel.states import TeamKind

_LABELS: dict[str, dict[str, Any]] = {
    "priority": dict(Priority.choices),
    "team": dict(TeamKind.choices),
    "group": dict(KindGroup.choices),
    "first_eyes": dict(FirstEyes.choices),
    "authority": dict(StepAuthority.choices),
    "who": dict(StepDoer.choices),
    "kind": dict(QuestionKind.choices),
}


@dataclass(frozen=True)
class ShownField:
    """One field of a change: what is no longer said, and what is said instead."""

    label: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


@dataclass(frozen=True)
class ShownVersion:
    """One change in the history of an item."""

    at: Any
    by: str
    fields: tuple[ShownField, ...]
    is_first: bool


@dataclass(frozen=True)
class ShownChange:
    """One line of a dry run."""

    how: str
    how_label: str
    section_label: str
    code: str
    name: str
    fields: tuple[ShownField, ...]


def label(field: str, value: Any) -> str:
    """The word for a value of a field that has words."""
    return str(_LABELS.get(field, {}).get(value, value))


def shown_versions(versions: Iterable[Version]) -> list[ShownVersion]:
    """The history of an item as its page shows it."""
    return [ShownVersion(v.at, v.by, tuple(map(_shown_field, v.fields)), v.is_first) for v in versions]


def shown_changes(changes: Iterable[Change]) -> list[ShownChange]:
    """A dry run as its page shows it."""
    return [
        ShownChange(
            how=change.how,
            how_label=str(ChangeKind(change.how).label),
            section_label=str(CatalogueSection(change.section).label),
            code=change.code,
            name=change.name,
            fields=tuple(map(_shown_field, change.fields)),
        )
        for change in changes
    ]


def _shown_field(change: FieldChange) -> ShownField:
    before, after = list(_lines(change.field, change.before)), list(_lines(change.field, change.after))
    gone = tuple(line for line in before if line not in after)
    come = tuple(line for line in after if line not in before)
    if not gone and not come:
        gone, come = (_("原来的次序"),), (_("新的次序"),)
    return ShownField(str(FIELD_LABELS.get(change.field, change.field)), gone, come)


def _lines(field: str, value: Any) -> Iterator[str]:
    match value:
        case None | "":
            return
        case bool():
            yield _("是") if value else _("否")
        case list() | tuple():
            for part in value:
                yield _part(field, part)
        case dict():
            yield from _arrival(value)
        case _:
            yield label(field, value)


def _part(field: str, part: Any) -> str:
    """A step, a question, or one word of a list."""
    if not isinstance(part, Mapping):
        return label(field, part)
    said = [str(part.get("text") or part.get("name"))]
    said += [label(name, part[name]) for name in ("authority", "who", "kind") if name in part]
    said += [_("紧急")] if part.get("urgent") else []
    said += [str(part[name]) for name in ("text_en", "name_en") if part.get(name)]
    said += ["/".join(str(choice["name"]) for choice in part.get("choices", ()))] if part.get("choices") else []
    return " · ".join(said)


def _arrival(minutes: Mapping[str, Any]) -> Iterator[str]:
    words = {"town": _("城区"), "outskirts": _("城郊"), "country": _("乡村")}
    for ground, word in words.items():
        limit = minutes.get(ground)
        yield f"{word} {limit}" if limit is not None else _("%(ground)s 尽快") % {"ground": word}
