"""The figures of a replay: as a table to read, and as JSON."""

import json
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from linwang.jobs.replay.rows import SENTENCES, Reason, Refusal
from linwang.jobs.replay.tally import Tally, quantiles

SHOWN_ROWS = 20


@dataclass(frozen=True)
class About:
    """What was played, where, and how long it took."""

    file: str
    digest: str
    mapping: str
    bureau: str
    stations: int
    read: int
    scan_seconds: float
    seconds: float
    peak_memory_mb: float


def figures(about: About, tally: Tally, refusals: list[Refusal]) -> dict[str, Any]:
    """Everything as plain values. `read` is always taken + refused + waiting."""
    refused = sorted([*refusals, *tally.refusals], key=lambda one: one.line)
    spent = max(about.seconds, 1e-9)
    return {
        "file": about.file,
        "digest": about.digest,
        "mapping": about.mapping,
        "station": about.bureau,
        "stations": about.stations,
        "stopped": tally.is_stopped,
        "read": about.read,
        "taken": tally.taken,
        "refused": len(refused),
        "waiting": about.read - tally.taken - len(refused),
        "refused_reasons": dict(Counter(one.reason.value for one in refused).most_common()),
        "refused_rows": [{"line": r.line, "reason": r.reason.value, "sentence": r.sentence} for r in refused],
        "incidents": tally.incidents,
        "dispatches": tally.dispatches,
        "closed": tally.closed,
        "waited_for_a_unit": tally.queued,
        "stand_ins": tally.stand_ins,
        "acts": tally.acts,
        "acts_of_earlier_runs": tally.known_before,
        "acts_refused": dict(tally.acts_refused),
        "time_to_dispatch": quantiles(tally.to_dispatch),
        "time_to_arrive": quantiles(tally.to_arrive),
        "scan_seconds": round(about.scan_seconds, 2),
        "seconds": round(about.seconds, 2),
        "calls_per_second": round(tally.new_incidents / spent, 2),
        "acts_per_second": round(tally.acts / spent, 1),
        "peak_memory_mb": round(about.peak_memory_mb, 1),
    }


def write(path: Path, found: dict[str, Any]) -> None:
    """The figures as a JSON file."""
    path.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def table(found: dict[str, Any]) -> str:
    """The figures for a reader, with the first of the refused rows."""
    rows = [
        (_("读入行数"), found["read"]),
        (_("接警行数"), found["taken"]),
        (_("拒收行数"), found["refused"]),
        (_("尚未推演"), found["waiting"]),
        (_("警情"), found["incidents"]),
        (_("派警次数"), found["dispatches"]),
        (_("已办结"), found["closed"]),
        (_("等过空闲单元"), found["waited_for_a_unit"]),
        (_("来电到派警"), _waits(found["time_to_dispatch"])),
        (_("来电到到场"), _waits(found["time_to_arrive"])),
        (_("每秒警情"), found["calls_per_second"]),
        (_("每秒操作"), found["acts_per_second"]),
        (_("内存峰值 MB"), found["peak_memory_mb"]),
    ]
    lines = [f"{label}{_gap(label)}{value}" for label, value in rows]
    return "\n".join([*lines, *_refused(found)])


def _gap(label: str) -> str:
    """Blanks up to the column of values; a Chinese letter is two wide."""
    wide = sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in label)
    return " " * max(1, 24 - wide)


def _waits(waits: dict[str, Any]) -> str:
    if not waits["count"]:
        return "—"
    parts = " · ".join(f"{name} {waits[name]} s" for name in ("p50", "p90", "p95"))
    return f"{parts} (n = {waits['count']})"


def _refused(found: dict[str, Any]) -> list[str]:
    if not found["refused"]:
        return []
    reasons = [f"  {SENTENCES[Reason(reason)]}: {number}" for reason, number in found["refused_reasons"].items()]
    rows = [_("  第 %(line)d 行：%(sentence)s") % row for row in found["refused_rows"][:SHOWN_ROWS]]
    more = found["refused"] - len(rows)
    rest = [_("  其余 %(count)d 行见 --json 文件。") % {"count": more}] if more > 0 else []
    return [_("拒收："), *reasons, *rows, *rest]
