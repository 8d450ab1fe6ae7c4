"""The parts of a call-out's page that change by themselves."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from linwang.web.incidents.incident_parts import Part, marked

PARTS = ("head", "figures", "alerts", "wave", "teams", "people", "others", "rescues", "choices")


def call_out_parts(request: HttpRequest, context: dict[str, Any]) -> tuple[Part, ...]:
    """All parts, in the order of the page."""
    return tuple(marked(name, render_to_string(f"incidents/_call_out_{name}.html", context, request)) for name in PARTS)
