"""`./linwang beat backup`: a backup that was made by other means says so; the board tells when they stop."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from linwang.foundation import clock, heartbeats


class Command(BaseCommand):
    """For the end of a backup script; `./linwang backup` does it by itself."""

    help = "记下一次成功的备份"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose heart."""
        parser.add_argument("heart", choices=[str(heart) for heart in heartbeats.Heart])

    def handle(self, *args: Any, **options: Any) -> None:
        """Note it."""
        heartbeats.beat(heartbeats.Heart(options["heart"]), at=clock.now())
