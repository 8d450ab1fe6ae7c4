"""`./linwang replay FILE`: feeds a file of real calls through the desk's own actions, in simulated time."""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from linwang.foundation.refusals import Refused
from linwang.jobs.replay import report
from linwang.jobs.replay.conducting import SEED, Teller, Wishes, replay
from linwang.jobs.replay.mapping import mapping_from
from linwang.jobs.replay.playing import Stop
from linwang.jobs.terminal import TerminalCommand

STOPPED = 130


class Command(TerminalCommand):
    """Plays a file of calls at a bureau of its own; stopped and started again it goes on where it ended."""

    requires_system_checks = ()
    help = "用真实报警文件推演:接警、派警、到场、反馈、办结,与指挥室用同样的操作"

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE and what may be wished for."""
        parser.add_argument("file", type=Path, help="CSV, .gz, .zst")
        parser.add_argument("--mapping", type=Path, help="YAML: what the columns mean")
        parser.add_argument("--limit", type=int, help="only the first N rows")
        parser.add_argument("--json", type=Path, help="write the figures here")
        parser.add_argument(
            "--speed", type=float, default=0.0, help="simulated seconds a second; 0: as fast as it goes"
        )
        parser.add_argument("--station", default="", help="code of the bureau made for the file")
        parser.add_argument("--resume", action="store_true", help="go on with a run that was stopped (it always does)")
        parser.add_argument("--again", action="store_true", help="play the file once more; nothing is cleared")
        parser.add_argument("--workers", type=int, default=1, help="stations side by side, each in a process")
        parser.add_argument("--seed", type=int, default=SEED)

    def handle(self, *args: Any, **options: Any) -> None:
        """Play, print the figures and write them."""
        if options["again"] and options["resume"]:
            raise CommandError(_("--again 和 --resume 不能一起用。"))
        stop = Stop()
        stop.listen()
        try:
            found = replay(_wishes(options), stop=stop, teller=_teller(_Line()))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(report.table(found))
        if options["json"]:
            report.write(options["json"], found)
        if found["stopped"]:
            self.stderr.write(_("已停下。再运行同一条命令就接着推演，不会重复。"))
            sys.exit(STOPPED)


def _wishes(options: dict[str, Any]) -> Wishes:
    if options["workers"] < 1 or (options["limit"] is not None and options["limit"] < 1) or options["speed"] < 0:
        raise CommandError(_("--limit 和 --workers 要大于 0，--speed 不能小于 0。"))
    return Wishes(
        path=options["file"],
        mapping=mapping_from(options["mapping"]) if options["mapping"] else None,
        limit=options["limit"],
        code=options["station"],
        again=options["again"],
        speed=options["speed"],
        workers=options["workers"],
        seed=options["seed"],
        has_own_session=True,
    )


class _Line:
    """One line that is rewritten in a terminal, or a line now and then in a log."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._written = 0.0
        self.total = 0
        self.begun = time.monotonic()

    def say(self, words: str) -> None:
        """Show it, but not more often than can be read."""
        if time.monotonic() - self._written < (0.3 if self._is_terminal else 10):
            return
        self._written = time.monotonic()
        print(
            f"\r{words}\x1b[K" if self._is_terminal else words,
            end="" if self._is_terminal else "\n",
            file=sys.stderr,
            flush=True,
        )

    def end(self) -> None:
        """Leave the line."""
        if self._is_terminal:
            print(file=sys.stderr)


def _teller(line: _Line) -> Teller:
    def scanned(rows: int) -> None:
        line.say(_("检查文件：%(rows)d 行") % {"rows": rows})

    def begun(total: int, code: str) -> None:
        line.total, line.begun = total, time.monotonic()
        line.say(_("推演单位 %(code)s，共 %(total)d 行") % {"code": code, "total": total})

    def played(taken: int, moment: float) -> None:
        rate = taken / max(time.monotonic() - line.begun, 0.1)
        left = (line.total - taken) / rate if rate else 0.0
        line.say(
            _("%(taken)d / %(total)d 行 · 每秒 %(rate).1f 行 · 约剩 %(left)d 秒 · 推演到 %(moment)s")
            % {
                "taken": taken, "total": line.total, "rate": rate, "left": left,
                "moment": f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M} UTC",
            }
        )  # fmt: skip

    return Teller(scanned, begun, played)
