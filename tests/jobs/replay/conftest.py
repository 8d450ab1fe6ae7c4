"""A small file of calls as the feeds write them, and a way to play it without a command line."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from linwang.jobs.replay.conducting import Teller, Wishes, replay
from linwang.jobs.replay.playing import Stop

HEADING = "call_number,unit_id,call_type,received_ts,dispatched_ts,zipcode,lat,lon"


@pytest.fixture
def calls(tmp_path: Path) -> Callable[..., Path]:
    """`calls(rows)` is a file with these rows under San Francisco's heading."""

    def write(rows: Sequence[str], *, name: str = "calls.csv") -> Path:
        path = tmp_path / name
        path.write_bytes("\n".join([HEADING, *rows, ""]).encode("utf-8", errors="surrogateescape"))
        return path

    return write


@pytest.fixture
def play() -> Callable[..., dict[str, Any]]:
    """Plays a file and returns the figures; `acts` stops it after so many."""

    def played(path: Path, *, acts: int | None = None, **wishes: Any) -> dict[str, Any]:
        stop = _StopAfter(acts) if acts else Stop()
        return replay(Wishes(path=path, **wishes), stop=stop, teller=Teller(*[lambda *_: None] * 3))

    return played


class _StopAfter(Stop):
    """Asked to stop once it has been looked at so often."""

    def __init__(self, looks: int) -> None:
        self._left = looks

    @property
    def is_asked(self) -> bool:  # type: ignore[override]
        self._left -= 1
        return self._left < 0


def row(
    call: int,
    unit: str,
    at: str,
    *,
    sent: str = "",
    kind: str = "Medical Incident",
    lat: str = "37.77",
    lon: str = "-122.42",
) -> str:
    """One row; `at` and `sent` are clock times of one day."""
    return f"{call},{unit},{kind},2018-01-14 {at},2018-01-14 {sent or at},94103,{lat},{lon}"
