"""What somebody typed, as an item of the catalogue; and the plain buttons that move, add and drop its parts."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from linwang.web.whole_numbers import whole_number

Choices = Mapping[str, tuple[tuple[str, str], ...]]
PARTS = {"procedures": "steps", "questions": "questions"}
"""The sections whose items have parts that are moved about."""

BLANK_PART: dict[str, dict[str, Any]] = {
    "steps": {"code": "", "text": "", "text_en": "", "authority": "police", "who": "unit", "urgent": False},
    "questions": {"code": "", "text": "", "text_en": "", "kind": "yes_no", "choices": [], "urgent": False},
}
BLANK: dict[str, dict[str, Any]] = {
    "kinds": {
        "code": "", "name": "", "name_en": "", "also": [], "priority": "C", "limits": "", "procedure": "",
        "questions": "", "closing": [], "team": "command_room", "agencies": [], "preventable": False,
        "danger": False, "first_eyes": ["observe", "report"], "not_police": False, "refer_to": None,
        "wanted_units": 1, "hours_of_talk": False,
    },
    "categories": {"code": "", "name": "", "name_en": "", "group": "other"},
    "procedures": {"code": "", "name": "", "name_en": "", "steps": [BLANK_PART["steps"]] * 4},
    "questions": {"code": "", "name": "", "name_en": "", "questions": [BLANK_PART["questions"]] * 3},
    "limits": {
        "code": "", "name": "", "name_en": "", "sign_for_seconds": 60, "leave_seconds": 180,
        "arrive_minutes": {"town": 10, "outskirts": 20, "country": None}, "feed_back_minutes": 60,
    },
    "closing": {"code": "", "text": "", "text_en": ""},
    "agencies": {"code": "", "name": "", "name_en": ""},
}  # fmt: skip
_FLAGS = ("preventable", "danger", "not_police", "hours_of_talk")


def item_from(section: str, said: QueryDict) -> dict[str, Any]:
    """The item as typed; what cannot be read as a number stays as it is, so that the rules can say so."""
    item = {name: said.get(name, "").strip() for name in BLANK[section]}
    readers = {"kinds": _kind, "limits": _limits, "procedures": _with_parts, "questions": _with_parts}
    return item | readers[section](section, said) if section in readers else item


def like(section: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """A new item that begins as a copy of another, without its code and name."""
    code = f"{item['code'].partition('.')[0]}." if section == "kinds" else ""
    return {**item, "code": code, **{name: "" for name in ("name", "name_en", "text", "text_en") if name in item}}


def moved(section: str, item: Mapping[str, Any], do: str) -> dict[str, Any]:
    """The item after a button: `up-2`, `down-2`, `drop-2`, `add`."""
    name = PARTS[section]
    parts = list(item[name])
    act, _dash, number = do.partition("-")
    place = _place(number, parts)
    if act == "add":
        parts.append(BLANK_PART[name])
    elif act == "drop" and place < len(parts):
        del parts[place]
    elif act in ("up", "down"):
        _swap(parts, place, place + (1 if act == "down" else -1))
    return {**item, name: parts}


def _place(number: str, parts: list[Any]) -> int:
    place = whole_number(number)
    return len(parts) if place is None else place


def _swap(parts: list[Any], here: int, there: int) -> None:
    if 0 <= there < len(parts) and here < len(parts):
        parts[here], parts[there] = parts[there], parts[here]


def _kind(section: str, said: QueryDict) -> dict[str, Any]:
    return {
        "also": _typed_lines(said.get("also", "")),
        "closing": said.getlist("closing"),
        "agencies": said.getlist("agencies"),
        "first_eyes": said.getlist("first_eyes"),
        "wanted_units": _number(said.get("wanted_units", "")),
        "refer_to": said.get("refer_to") or None,
        **{name: said.get(name) == "1" for name in _FLAGS},
    }


def _limits(section: str, said: QueryDict) -> dict[str, Any]:
    seconds = ("sign_for_seconds", "leave_seconds", "feed_back_minutes")
    grounds = ("town", "outskirts", "country")
    return {
        **{name: _number(said.get(name, "")) for name in seconds},
        "arrive_minutes": {name: _number(said.get(f"arrive_minutes-{name}", "")) for name in grounds},
    }


def _with_parts(section: str, said: QueryDict) -> dict[str, Any]:
    name = PARTS[section]
    parts: list[dict[str, Any]] = []
    while f"{name}-{len(parts)}-text" in said:
        parts.append(_part(name, f"{name}-{len(parts)}", said))
    for number, part in enumerate(parts):
        part["code"] = part["code"] or _free_code(name, number, parts)
    return {name: parts}


def _part(name: str, start: str, said: QueryDict) -> dict[str, Any]:
    part: dict[str, Any] = {key: said.get(f"{start}-{key}", "").strip() for key in BLANK_PART[name]}
    part["urgent"] = said.get(f"{start}-urgent") == "1"
    if name == "questions":
        part["choices"] = [_choice(line) for line in _typed_lines(part["choices"])]
    return part


def _choice(line: str) -> dict[str, str]:
    """One answer a line: code | 中文 | English."""
    code, chinese, english = (*(word.strip() for word in line.replace("｜", "|").split("|")), "", "", "")[:3]
    return {"code": code, "name": chinese, "name_en": english}


def choices_as_typed(choices: list[Mapping[str, str]]) -> str:
    """Answers to choose from, one a line."""
    return "\n".join(f"{choice['code']} | {choice['name']} | {choice['name_en']}" for choice in choices)


def _free_code(name: str, number: int, parts: list[dict[str, Any]]) -> str:
    taken = {part["code"] for part in parts}
    start = name.removesuffix("s")
    return next(code for n in range(number + 1, number + 100) if (code := f"{start}_{n}") not in taken)


def _typed_lines(said: str) -> list[str]:
    return [line.strip() for line in said.splitlines() if line.strip()]


def _number(said: str) -> int | str | None:
    words = said.strip()
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else (words or None)
