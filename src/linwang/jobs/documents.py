"""Documents written from the code: state diagrams from `NEXT`, the table of words from the enumerations."""

import importlib
import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Choices
from django.utils import translation

from linwang.foundation import capabilities
from linwang.incidents import states

MARK = "<!-- written from the code by `./linwang write_docs`; do not edit below -->\n"
ENUMERATIONS_IN = (
    "linwang.foundation.capabilities",
    "linwang.places.states",
    "linwang.personnel.states",
    "linwang.duty.states",
    "linwang.incidents.states",
    "linwang.incidents.rules.catalogue.words",
)
_DIAGRAMS: dict[str, Mapping[Any, Any]] = {
    "警情 Incident": states.INCIDENT_NEXT,
    "指令 Assignment": states.ASSIGNMENT_NEXT,
    "联动 Agency": states.AGENCY_NEXT,
    "召集 Call-out": states.CALL_OUT_NEXT,
    "被召集的人 Called": states.CALLED_NEXT,
}


def enumerations() -> Iterator[type[Choices]]:
    """Every enumeration whose labels people read."""
    for name in ENUMERATIONS_IN:
        module = importlib.import_module(name)
        for called, member in inspect.getmembers(module, inspect.isclass):
            if issubclass(member, Choices) and (member.__module__, member.__name__) == (name, called):
                yield member


def generated() -> dict[str, str]:
    """Path → whole text of each document that is written from the code."""
    return {
        "docs/states.md": _states(),
        "docs/glossary.md": _below_mark("docs/glossary.md", _words()),
        "docs/roles.md": _roles(),
    }


def _below_mark(path: str, text: str) -> str:
    above = (Path(settings.ROOT) / path).read_text().split(MARK)[0].rstrip()
    return f"{above}\n\n{MARK}\n{text}"


def _states() -> str:
    parts = ["# States\n", MARK]
    with translation.override("zh-hans"):
        for title, following in _DIAGRAMS.items():
            parts.append(f"\n## {title}\n\n```mermaid\nstateDiagram-v2\n{_arrows(following)}```\n")
    return "\n".join(parts)


def _arrows(following: Mapping[Any, Any]) -> str:
    names = "".join(f"  {state.value}: {state.label}\n" for state in following)
    arrows = "".join(
        f"  {state.value} --> {after.value}\n" for state in following for after in sorted(following[state])
    )
    return names + arrows


def _words() -> str:
    rows = ["| 中文 | English | identifier |\n|---|---|---|\n"]
    for enumeration in enumerations():
        for member in enumeration:
            with translation.override("en"):
                english = str(member.label)
            with translation.override("zh-hans"):
                rows.append(f"| {member.label} | {english} | `{enumeration.__name__}.{member.name}` |\n")
    return "".join(rows)


def _roles() -> str:
    roles = list(capabilities.Role)
    with translation.override("zh-hans"):
        head = "| | " + " | ".join(str(role.label) for role in roles) + " |\n|---"
        rows = [
            f"| {capability.label} | "
            + " | ".join("●" if capability in capabilities.GRANTS[role] else "" for role in roles)
            + " |\n"
            for capability in capabilities.Capability
        ]
    return f"# Roles and capabilities\n\n{MARK}\n{head}{'|---' * len(roles)}|\n{''.join(rows)}"
