"""`./linwang pictures`: takes the pictures of README and guide from a demo that is being served."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from linwang.jobs.demo.load import PASSWORD


class Command(BaseCommand):
    """The browser and the pictures' sizes are known to docs/pictures/make.py."""

    help = _("给说明文档截图：需要正在运行的演示站和 Chromium")

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the demo answers, and which pictures."""
        parser.add_argument("names", nargs="*", metavar="NAME", help=_("只截这几张"))
        parser.add_argument("--address", default="http://127.0.0.1:8000", help=_("演示站的地址"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the script that knows the pages."""
        script = Path(settings.ROOT) / "docs" / "pictures" / "make.py"
        words = [sys.executable, str(script), "--address", options["address"], "--password", PASSWORD]
        if subprocess.run([*words, *options["names"]], check=False).returncode:
            raise CommandError(_("没有截完。请先启动演示：./linwang demo，再看上面的原因。"))
