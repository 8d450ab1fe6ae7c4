"""The parts of the incident page that change by themselves, each rendered once and marked by its contents."""

import re
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

PARTS = (
    "head", "alerts", "orders", "units", "procedure", "agencies", "choices", "said", "photos", "afterwards", "timeline",
)  # fmt: skip
_KEYS = re.compile(r'name="(?:key|advice|csrfmiddlewaretoken)" value="[^"]*"|<time[^>]*>[^<]*</time>|due-clock">[^<]*<')
"""What differs at every rendering and is no change."""


@dataclass(frozen=True)
class Part:
    """One part: `mark` is the same as long as its contents are."""

    name: str
    html: SafeString
    mark: str


def parts_of(request: HttpRequest, context: dict[str, Any]) -> tuple[Part, ...]:
    """All parts in the order of the page."""
    return tuple(_part(request, name, context) for name in PARTS)


def marked(name: str, html: SafeString) -> Part:
    """The part with the mark of its contents."""
    return Part(name, html, blake2s(_KEYS.sub(_moment_only, html).encode(), digest_size=8).hexdigest())


def _part(request: HttpRequest, name: str, context: dict[str, Any]) -> Part:
    return marked(name, render_to_string(f"incidents/_incident_{name}.html", context, request))


def _moment_only(found: re.Match[str]) -> str:
    moment = re.search(r'datetime="([^"]*)"', found.group())
    return moment.group(1) if moment else ""
