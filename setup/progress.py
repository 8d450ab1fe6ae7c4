"""Says what the set-up is doing and how long each part took."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

TICK_SECONDS = 0.5
WORTH_TELLING_SECONDS = 0.2
_running: dict[str, float] = {}
_pen = threading.Lock()


@contextlib.contextmanager
def step(name: str) -> Iterator[None]:
    """Show the part as running, and a line with its seconds unless it was done in no time or failed."""
    began = _running[name] = time.monotonic()
    threading.Thread(target=_tick, args=(name,), daemon=True).start()
    try:
        yield
    except BaseException:
        _running.pop(name, None)
        raise
    _running.pop(name, None)
    seconds = time.monotonic() - began
    if seconds >= WORTH_TELLING_SECONDS:
        tell(f"  ✓ {name}  {seconds:.1f} s")


def together(*works: Callable[[], object]) -> None:
    """Run independent parts at once and wait for all; the first refusal is raised."""
    with ThreadPoolExecutor(len(works)) as pool:
        begun = [pool.submit(work) for work in works]
    for work in begun:
        work.result()


def tell(line: str) -> None:
    """One whole line, also from several threads."""
    with _pen:
        _clear_line()
        print(line, file=sys.stderr, flush=True)


def _tick(name: str) -> None:
    """On a terminal, one line that moves while any part runs; only the oldest part's thread writes it."""
    while name in _running and sys.stderr.isatty():
        time.sleep(TICK_SECONDS)
        with _pen:
            if next(iter(_running), None) == name:
                seconds = time.monotonic() - _running[name]
                _clear_line()
                print(f"  … {', '.join(_running)}  {seconds:.0f} s", end="", file=sys.stderr, flush=True)


def _clear_line() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
