"""Who changed an item of the catalogue, when and what: from the rows that the database's triggers kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linwang.foundation.models import StationSetting
from linwang.incidents.models import IncidentKind, KindCategory, LimitSet, Procedure, QuestionSet
from linwang.incidents.queries.catalogue.stored import AGENCIES, CLOSING, OTHER_NAMES, SAME_NAMES
from linwang.incidents.rules.catalogue import FieldChange

MODELS: dict[str, Any] = {
    "kinds": IncidentKind,
    "categories": KindCategory,
    "procedures": Procedure,
    "questions": QuestionSet,
    "limits": LimitSet,
}
_LISTS = {"closing": CLOSING, "agencies": AGENCIES}
_FIELDS: dict[str, tuple[str, ...]] = {
    "kinds": (*SAME_NAMES, *OTHER_NAMES, "limits", "procedure", "questions", "closing", "refer_to", "is_used"),
    "categories": ("name", "name_en", "group"),
    "procedures": ("name", "name_en", "steps"),
    "questions": ("questions",),
    "limits": ("name", "name_en", "sign_for_seconds", "leave_seconds", "arrive_minutes", "feed_back_minutes"),
}
_KEYS = {"limits": LimitSet, "procedure": Procedure, "questions": QuestionSet}


@dataclass(frozen=True)
class Version:
    """One change of an item; the first has no fields: it is how the item began."""

    at: datetime
    by: str
    fields: tuple[FieldChange, ...]
    is_first: bool


def history_of(section: str, code: str, *, bureau: int) -> tuple[Version, ...]:
    """Every change of the item that a reader can see, newest first."""
    states = _listed_states(section, code, bureau) if section in _LISTS else _row_states(section, code, bureau)
    return tuple(reversed(list(_versions(states))))


def _versions(states: Iterator[tuple[datetime, str, Mapping[str, Any]]]) -> Iterator[Version]:
    before: Mapping[str, Any] | None = None
    for at, by, state in states:
        fields = _differences(before or {}, state)
        if before is None or fields:
            yield Version(at, by, fields if before is not None else (), before is None)
        before = state


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    names = [name for name in after if before.get(name) != after.get(name)]
    return tuple(FieldChange(name, before.get(name), after.get(name)) for name in names)


def _row_states(section: str, code: str, bureau: int) -> Iterator[tuple[datetime, str, dict[str, Any]]]:
    events = MODELS[section].pgh_event_model.objects.filter(station=bureau, code=code)
    names = _codes_of_keys(bureau) if section == "kinds" else {}
    for event in events.select_related("pgh_context").order_by("pgh_id"):
        state = {name: _value(event, section, name, names) for name in _FIELDS[section]}
        yield event.pgh_created_at, _by(event), state


def _value(event: Any, section: str, name: str, names: Mapping[str, Mapping[int, str]]) -> Any:
    if section == "kinds" and name in _KEYS:
        return names[name].get(getattr(event, f"{name}_id"), "")
    if section == "kinds" and name == "closing":
        return [condition["code"] for condition in event.closing]
    return getattr(event, OTHER_NAMES.get(name, name))


def _codes_of_keys(bureau: int) -> dict[str, dict[int, str]]:
    return {
        name: dict(model.objects.filter(station=bureau).values_list("pk", "code"))  # type: ignore[attr-defined]
        for name, model in _KEYS.items()
    }


def _listed_states(section: str, code: str, bureau: int) -> Iterator[tuple[datetime, str, dict[str, Any]]]:
    events = StationSetting.pgh_event_model.objects.filter(station_id=bureau, name=_LISTS[section])  # type: ignore[attr-defined]
    for event in events.select_related("pgh_context").order_by("pgh_id"):
        item = next((row for row in event.value if row["code"] == code), None)
        if item is not None:
            yield event.pgh_created_at, _by(event), {name: item[name] for name in item if name != "code"}


def _by(event: Any) -> str:
    return str((event.pgh_context.metadata if event.pgh_context else {}).get("by", ""))
