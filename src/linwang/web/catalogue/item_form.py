"""The form of an item as its page shows it: what was typed, and beside each field what is wrong with it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linwang.foundation.listing import listed
from linwang.foundation.refusals import BadInput
from linwang.incidents.rules.catalogue import Fault, WrongCatalogue
from linwang.incidents.rules.catalogue.references import SAFE_ACTS
from linwang.incidents.rules.catalogue.words import (
    FIELD_LABELS,
    CatalogueSection,
    FirstEyes,
    QuestionKind,
    StepAuthority,
    StepDoer,
)
from linwang.incidents.states import KindGroup, Priority
from linwang.personnel.states import TeamKind
from linwang.web.catalogue import forms

WORDS = {
    "priorities": Priority.choices, "teams": TeamKind.choices, "groups": KindGroup.choices,
    "authorities": StepAuthority.choices, "doers": StepDoer.choices, "first_eyes": FirstEyes.choices,
    "question_kinds": QuestionKind.choices, "safe_acts": SAFE_ACTS,
}  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """An item in the form: `code` is empty for a new one, `seen` is the mark of what is being changed."""

    section: str
    item: Mapping[str, Any]
    code: str = ""
    seen: str = ""
    refusal: BadInput | None = None


class Said(dict[str, str]):
    """Sentences by field; a field without one says nothing."""

    def __missing__(self, name: str) -> str:
        return ""


def page_of(typed: Typed, choices: forms.Choices) -> dict[str, Any]:
    """Everything that the form's template asks for."""
    section, item = typed.section, typed.item
    part_name = forms.PARTS.get(section, "")
    errors, of_parts = _sentences(typed.refusal, part_name)
    return {
        "section": section, "section_label": CatalogueSection(section).label, "code": typed.code, "seen": typed.seen,
        "item": item, "also": "\n".join(map(str, item.get("also", ()))), "part_name": part_name,
        "parts": _parts(part_name, item.get(part_name, ()), of_parts), "errors": errors,
        "problem": _problem(typed.refusal),
        "choices": choices, "words": WORDS, "closing": _chosen_first(choices, item, "closing"),
        "agencies": _chosen_first(choices, item, "agencies"),
        "limit_fields": list(_limit_fields(item, errors)) if section == "limits" else [],
    }  # fmt: skip


def _limit_fields(item: Mapping[str, Any], errors: Said) -> Iterator[dict[str, Any]]:
    """The numbers of a set of limits."""
    for name in ("sign_for_seconds", "leave_seconds"):
        yield {"name": name, "label": FIELD_LABELS[name], "value": item[name], "said": errors[name], "hint": ""}
    grounds = (
        ("town", _("到场：城区（分钟）")),
        ("outskirts", _("到场：城郊（分钟）")),
        ("country", _("到场：乡村（分钟）")),
    )
    for ground, label in grounds:
        hint = _("空着表示尽快。") if ground == "country" else ""
        said = errors[f"arrive_{ground}"] or (errors["arrive_minutes"] if ground == "town" else "")
        value = item["arrive_minutes"].get(ground)
        yield {"name": f"arrive_minutes-{ground}", "label": label, "value": value, "said": said, "hint": hint}
    name = "feed_back_minutes"
    yield {"name": name, "label": FIELD_LABELS[name], "value": item[name], "said": errors[name], "hint": ""}


def _sentences(refusal: BadInput | None, part_name: str) -> tuple[Said, Mapping[int, Said]]:
    """What is wrong, by field; what is wrong with a part, by its place."""
    errors, of_parts = Said(), defaultdict[int, Said](Said)
    for fault in _faults(refusal):
        name, place, field = (*fault.path, "", "", "")[:3]
        if name == part_name and isinstance(place, int):
            of_parts[place].setdefault(str(field or "code"), fault.sentence)
        elif name == "arrive_minutes" and place:
            errors.setdefault(f"arrive_{place}", fault.sentence)
        else:
            errors.setdefault(str(name), fault.sentence)
    return errors, of_parts


def _faults(refusal: BadInput | None) -> tuple[Fault, ...]:
    if isinstance(refusal, WrongCatalogue):
        return refusal.faults
    return tuple(Fault((name,), str(said)) for name, said in (refusal.fields if refusal else {}).items())


def _problem(refusal: BadInput | None) -> str:
    """Which fields to mend, in one sentence."""
    if refusal is None:
        return ""
    names = [str(FIELD_LABELS.get(str(fault.path[0]), fault.where)) for fault in _faults(refusal) if fault.path]
    return _("还没有保存。请改这几处：%(names)s。") % {"names": listed(dict.fromkeys(names))}


def _parts(name: str, parts: Any, errors: Mapping[int, Said]) -> list[dict[str, Any]]:
    """Steps or questions as rows of the form."""
    last = len(parts) - 1
    return [
        {
            "values": part, "errors": errors.get(place, Said()), "is_first": place == 0, "is_last": place == last,
            "choices": forms.choices_as_typed(part.get("choices", ())), "start": f"{name}-{place}",
            "said": list(errors.get(place, Said()).values()),
        }
        for place, part in enumerate(parts)
    ]  # fmt: skip


def _chosen_first(choices: forms.Choices, item: Mapping[str, Any], section: str) -> list[tuple[str, str, bool]]:
    """Those chosen, in their order, then the others: a box that stays ticked keeps its place."""
    names, chosen = dict(choices[section]), list(item.get(section) or ())
    rows = [(code, names.get(code, code), True) for code in chosen]
    return rows + [(code, name, False) for code, name in choices[section] if code not in chosen]
