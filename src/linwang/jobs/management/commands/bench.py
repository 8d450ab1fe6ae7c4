"""`./linwang bench NAME`: measures one thing beside its yardstick, by hand; see docs/benchmarks.md."""

import importlib
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

FOLDER = Path(settings.ROOT) / "benchmarks"


class Command(BaseCommand):
    """Each benchmark is `benchmarks/NAME.py` with `main(options)`."""

    help = "测量性能并与参照对比（手工运行）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name, and where its figures and data lie."""
        names = sorted(path.stem for path in FOLDER.glob("*.py") if "def main(" in path.read_text())
        parser.add_argument("name", choices=names)
        parser.add_argument("--json", help="写出数字的文件")
        parser.add_argument("--queries", help="places：别人出的查询文件（CSV）")
        parser.add_argument("--data", default=str(Path(settings.ROOT).parent / "shared/data"), help="测量用的数据")
        parser.add_argument("--limit", type=int, help="最多做多少")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        sys.path.insert(0, str(settings.ROOT))
        importlib.import_module(f"benchmarks.{options['name']}").main(Namespace(**options))
