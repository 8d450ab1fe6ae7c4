"""What the set-up says, in the language of the person's terminal."""

from __future__ import annotations

import os


class SetupRefused(Exception):
    """The set-up cannot go on; the text is a sentence that says what to do."""


def say(chinese: str, english: str) -> str:
    """The sentence in the terminal's language: catalogues of gettext do not exist yet at this point."""
    return chinese if _language().startswith("zh") else english


def _language() -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((os.environ[name] for name in names if os.environ.get(name)), "").lower()
