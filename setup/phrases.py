"""Merges the English phrases, one file per area of the product, into the one catalogue that Django reads.

Run inside the environment: it needs Babel. The source language is Chinese and stands in the code.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


class PhrasesDisagree(Exception):
    """One Chinese phrase has two English ones."""


def build(language_folder: Path) -> bool:
    """Write `LC_MESSAGES/django.mo` if a source is newer; returns whether it was written."""
    sources = sorted(language_folder.glob("*.po"))
    target = language_folder / "LC_MESSAGES" / "django.mo"
    if _is_fresh(target, sources):
        return False
    merged = merge(sources, language=language_folder.name)
    target.parent.mkdir(exist_ok=True)
    fresh = target.with_suffix(".new")
    with fresh.open("wb") as handle:
        write_mo(handle, merged)
    fresh.replace(target)
    return True


def merge(sources: list[Path], *, language: str) -> Catalog:
    """All areas in one catalogue; refuses a phrase that two files translate differently."""
    merged = Catalog(locale=language)
    home: dict[tuple[object, object], tuple[Path, object]] = {}
    for source in sources:
        for message in _messages(source, language):
            key = (message.context, message.id)
            if key in home and home[key][1] != message.string:
                raise PhrasesDisagree(_quarrel(message, home[key], source))
            home.setdefault(key, (source, message.string))
            merged.add(message.id, message.string, context=message.context, flags=message.flags)
    return merged


def _is_fresh(target: Path, sources: list[Path]) -> bool:
    """The folder's own time counts too: a removed file must take its phrases with it."""
    if not target.exists():
        return False
    times = [path.stat().st_mtime for path in [*sources, target.parent.parent]]
    return target.stat().st_mtime >= max(times)


def _messages(source: Path, language: str) -> list[Message]:
    with source.open("rb") as handle:
        catalogue = read_po(handle, locale=language, abort_invalid=True)
    return [message for message in catalogue if message.id and _is_translated(message)]


def _is_translated(message: Message) -> bool:
    """A phrase with plural forms holds several strings; every one must be there."""
    forms = [message.string] if isinstance(message.string, str) else message.string
    return bool(forms and all(forms)) and not message.fuzzy


def _quarrel(message: Message, first: tuple[Path, object], second: Path) -> str:
    return (
        f"“{message.id}”: {first[0].name} says “{first[1]}”, {second.name} says “{message.string}”. "
        "Keep the phrase in one file only."
    )


if __name__ == "__main__":
    try:
        for folder in sorted(Path(sys.argv[1]).iterdir()):
            if folder.is_dir():
                build(folder)
    except PhrasesDisagree as quarrel:
        sys.exit(str(quarrel))
