"""`manage.py work`: the worker for the outbox and the timetable, until it is asked to stop."""

import asyncio
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from linwang.jobs.left_behind import take_up_again

CONCURRENCY = 4
POLLS_EVERY_SECONDS = 5.0
"""Only a net under the notices of the database, which wake the worker at once."""
DEAD_AFTER_SECONDS = 20.0
"""A worker that has said nothing for so long is dead, and what it held is done by another."""
SIGNS_OF_LIFE = 4
"""How many a worker gives in that time."""


class Command(BaseCommand):
    """Runs the worker in this process."""

    help = "Delivers the outbox and keeps the timetable."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many jobs at a time; `--once` empties the queue and ends."""
        parser.add_argument("--concurrency", type=int, default=CONCURRENCY)
        parser.add_argument("--once", action="store_true", help="stop when nothing is left to do")
        parser.add_argument("--dead-after", type=float, default=DEAD_AFTER_SECONDS, help="seconds")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until SIGTERM or Ctrl+C."""
        silence = options["dead_after"]
        asyncio.run(_work(concurrency=options["concurrency"], is_once=options["once"], silence=silence))


async def _work(*, concurrency: int, is_once: bool, silence: float) -> None:
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as working:
        async with working.open_async():
            looking_after = asyncio.create_task(take_up_again(working, silence=silence))
            try:
                await working.run_worker_async(
                    concurrency=concurrency, wait=not is_once, fetch_job_polling_interval=POLLS_EVERY_SECONDS,
                    update_heartbeat_interval=silence / SIGNS_OF_LIFE, stalled_worker_timeout=silence, name="linwang",
                )  # fmt: skip
            finally:
                looking_after.cancel()
