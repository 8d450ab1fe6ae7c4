"""A command that speaks the language of the terminal it was typed in."""

import os
from collections.abc import Sequence

from django.core.management.base import BaseCommand
from django.utils import translation

_NAMES = ("LC_ALL", "LC_MESSAGES", "LANG")


class TerminalCommand(BaseCommand):
    """Chinese where the terminal says so, English otherwise; called from code it keeps the language in force."""

    def run_from_argv(self, argv: Sequence[str]) -> None:
        """Run what was typed."""
        said = next((value for value in map(os.environ.get, _NAMES) if value), "")
        with translation.override("zh-hans" if said.startswith("zh") else "en"):
            super().run_from_argv(list(argv))
