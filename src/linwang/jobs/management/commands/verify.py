"""`./linwang verify`: is the journal as it was written? Reads every line and the anchors outside the database."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linwang.foundation import chain, clock
from linwang.foundation.chain import Fault

SENTENCES = {
    Fault.EDITED: gettext_lazy("单位 {station} 的链条第 {place} 位：记录 {line} 的内容与封印不符。"),
    Fault.MISSING_LINE: gettext_lazy("单位 {station} 的链条第 {place} 位：记录已不在。"),
    Fault.MISSING_PLACE: gettext_lazy("单位 {station} 的链条缺第 {place} 位。"),
    Fault.WITHOUT_SEAL: gettext_lazy("单位 {station} 的记录 {line} 没有封印。"),
    Fault.HEAD_DIFFERS: gettext_lazy("单位 {station} 的链条末端（第 {place} 位）与登记的末端不符。"),
    Fault.ANCHOR_DIFFERS: gettext_lazy("单位 {station} 的链条第 {place} 位与库外锚点不符：链条可能被整体改写。"),
    Fault.SHORTER_THAN_ANCHOR: gettext_lazy("单位 {station} 的链条短于库外锚点的第 {place} 位：末尾有记录被删。"),
}


class Command(BaseCommand):
    """Exit 0 when every chain holds, 1 with a sentence for each fault."""

    help = "核对工作记录的链条是否完整"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the anchors lie, if not at home."""
        parser.add_argument("--anchors", type=Path, default=settings.ANCHOR_FILE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all, say what is wrong, and how long it took."""
        began = clock.now()
        anchors = chain.read_anchors(options["anchors"])
        found = chain.verify(anchors)
        for one in found.findings:
            sentence = SENTENCES[one.fault].format(station=one.station, place=one.place, line=one.line)
            self.stderr.write(sentence)
        seconds = (clock.now() - began).total_seconds()
        facts = {
            "lines": found.lines,
            "anchors": len(anchors),
            "faults": len(found.findings),
            "seconds": f"{seconds:.1f}",
        }
        self.stdout.write(
            _("核对 {lines} 行记录和 {anchors} 个锚点，用时 {seconds} 秒，发现 {faults} 处问题。").format(**facts)
        )
        if found.findings:
            sys.exit(1)
