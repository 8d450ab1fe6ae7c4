"""A whole replay: scan the file, make or find its stations, play them, add up the figures."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput
from linwang.gateways.tables.opening import digest_of
from linwang.incidents.queries.replayed import has_open_orders
from linwang.jobs.replay import report
from linwang.jobs.replay.desk import is_begun, space_of
from linwang.jobs.replay.mapping import CallMapping
from linwang.jobs.replay.playing import Part, Stop, open_fast_session, peak_memory_mb
from linwang.jobs.replay.scan import Scan, rows_at, scan
from linwang.jobs.replay.stations import Played, stations_for
from linwang.jobs.replay.workers import play_all

FIRST_ROWS = 20
SEED = 1


@dataclass(frozen=True)
class Wishes:
    """What was asked for on the command line."""

    path: Path
    mapping: CallMapping | None = None
    limit: int | None = None
    code: str = ""
    again: bool = False
    speed: float = 0.0
    workers: int = 1
    seed: int = SEED
    has_own_session: bool = False


@dataclass(frozen=True)
class Teller:
    """Who is told how it goes: rows looked at, then rows taken of how many and the simulated moment."""

    scanned: Callable[[int], None]
    begun: Callable[[int, str], None]
    played: Callable[[int, float], None]


def replay(wishes: Wishes, *, stop: Stop, teller: Teller) -> dict[str, Any]:
    """Play the file and return the figures."""
    digest = digest_of(wishes.path)
    with tempfile.TemporaryDirectory(prefix="linwang-replay-") as folder:
        started = time.monotonic()
        found = scan(wishes.path, Path(folder), mapping=wishes.mapping, limit=wishes.limit, tell=teller.scanned)
        if not found.count:
            raise BadInput(_("文件里没有一行可以推演。请检查对照文件。"))
        scanned = time.monotonic() - started
        code = wishes.code or f"R{digest[:4].upper()}"
        played = stations_for(found, code=code, file_name=wishes.path.name, stations=wishes.workers, begins=found.first)
        space = _space(digest, code, found, played, again=wishes.again)
        teller.begun(found.count, code)
        if wishes.has_own_session:
            open_fast_session()
        started = time.monotonic()
        tally = play_all(list(_parts(wishes, found, played, digest, space)), stop=stop, tell=teller.played)
        about = report.About(
            file=wishes.path.name, digest=digest, mapping=found.mapping.name, bureau=code,
            stations=len(played.stations), read=found.read, scan_seconds=scanned, seconds=time.monotonic() - started,
            peak_memory_mb=_memory(tally.peak_memory_mb, len(played.stations)),
        )  # fmt: skip
        return report.figures(about, tally, found.refusals)


def _parts(wishes: Wishes, found: Scan, played: Played, digest: str, space: UUID) -> list[Part]:
    stripes = found.in_stripes(found.edges(len(played.stations)))
    return [
        Part(
            rows=found.rows, offsets=offsets, station=station, mapping=found.mapping, codes=played.codes, space=space,
            source=f"replay:{space.hex[:12]}", seed=wishes.seed, speed=wishes.speed,
        )
        for offsets, station in zip(stripes, played.stations, strict=True)
    ]  # fmt: skip


def _space(digest: str, code: str, found: Scan, played: Played, *, again: bool) -> UUID:
    """The run's key space: the newest run of this file, or one more if it is to be played again."""
    lines = [row.line for row in rows_at(found.rows, found.first_offsets(FIRST_ROWS))]
    newest = next(run for run in count() if not is_begun(space_of(digest, bureau=code, run=run), lines))
    if not again:
        return space_of(digest, bureau=code, run=max(0, newest - 1))
    if has_open_orders([station.id for station in played.stations]):
        raise BadInput(_("上一次推演还没有结束。请先不带 --again 运行一次，让它接着推演完。"))
    return space_of(digest, bureau=code, run=newest)


def _memory(of_parts: float, stations: int) -> float:
    """Of all processes together; a single part ran in this one."""
    return of_parts if stations == 1 else of_parts + peak_memory_mb()
