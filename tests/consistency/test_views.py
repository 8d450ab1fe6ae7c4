"""Every view names the capability it needs, or why it needs none; every template is used."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from linwang.foundation.capabilities import Capability

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/linwang"
TEMPLATES = PACKAGE / "templates"
PUT_TOGETHER = re.compile(r'f"([\w/]+)\{\w+\}([\w.]+)"')
NAMED_BY_DJANGO = {"404.html", "500.html", "403.html", "400.html"}


def _views(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, object]]:
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _views(entry, address)
        elif isinstance(entry, URLPattern):
            yield address, getattr(entry.callback, "func", entry.callback)


def test_every_view_names_its_capability() -> None:
    ours = [(address, view) for address, view in _views(get_resolver()) if view.__module__.startswith("linwang.")]

    unnamed = [address for address, view in ours if not _is_named(getattr(view, "capability", None))]

    assert ours
    assert unnamed == []


def test_views_of_others_are_only_those_for_signing_in_and_the_api() -> None:
    others = {view.__module__.split(".")[0] for _, view in _views(get_resolver())} - {"linwang"}

    assert others <= {"allauth", "ninja", "django"}


def _is_named(capability: object) -> bool:
    return capability in Capability or capability == "signed_in" or str(capability).startswith("open: ")


def test_every_template_is_used() -> None:
    sources = [path.read_text() for suffix in ("*.py", "*.html") for path in PACKAGE.rglob(suffix)]
    names = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    overrides = {name for name in names if name.startswith(("account/", "mfa/", "allauth/"))}

    unused = {name for name in names - NAMED_BY_DJANGO - overrides if not any(_names(text, name) for text in sources)}

    assert unused == set()


def _names(text: str, template: str) -> bool:
    """Written out, or put together from a beginning and a word that stands in the same file."""
    if f'"{template}"' in text:
        return True
    return any(
        template.startswith(beginning)
        and template.endswith(ending)
        and f'"{template[len(beginning) : len(template) - len(ending)]}"' in text
        for beginning, ending in PUT_TOGETHER.findall(text)
    )


def test_templates_hold_no_script_and_no_handler() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"(?:importmap|application/json)\")|\son[a-z]+=\"", re.I)

    found = [str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html") if inline.search(path.read_text())]

    assert found == []
