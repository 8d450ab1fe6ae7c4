"""`./linwang write_docs`: writes the documents that are made from the code."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from linwang.jobs import documents


class Command(BaseCommand):
    """State diagrams, the table of words, the table of roles."""

    help = "写出由代码生成的文档(状态图、词表、岗位权限表)"

    def handle(self, *args: Any, **options: Any) -> None:
        """Write each document that differs."""
        for path, text in documents.generated().items():
            (Path(settings.ROOT) / path).write_text(text)
            self.stdout.write(path)
