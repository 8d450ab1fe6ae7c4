"""Runs our long-lived programs as children: the first to end takes the rest along."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

from setup.words import SetupRefused, say

PATIENCE_SECONDS = 12
LOOK_SECONDS = 0.2


class Stopped(Exception):
    """Somebody asked us to end (Ctrl-C, or SIGTERM of a service manager)."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Services:
    """The children of one run, each in its own session: a Ctrl-C reaches us alone, who end them."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, arguments: Sequence[str | Path]) -> None:
        """Start one; its words go where ours go."""
        words = [str(word) for word in arguments]
        self.children[name] = subprocess.Popen(words, env=self.env, stdin=subprocess.DEVNULL, start_new_session=True)

    def check_alive(self) -> None:
        """Refuse to go on when one has ended by itself."""
        for name, child in self.children.items():
            if child.poll() is not None:
                raise SetupRefused(
                    say(
                        f"{name} 已退出(代码 {child.returncode}),其余的也一并停止。",
                        f"{name} has ended (code {child.returncode}); the others are stopped too.",
                    )
                )

    def watch(self) -> None:
        """Stay until somebody asks us to end, which is success, or one ends by itself, which is not."""
        with contextlib.suppress(Stopped):
            while True:
                self.check_alive()
                time.sleep(LOOK_SECONDS)

    def stop(self) -> None:
        """Ask each to end, last started first, wait, and kill what does not listen."""
        for child in reversed(self.children.values()):
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for child in self.children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


@contextlib.contextmanager
def running(env: Mapping[str, str]) -> Iterator[Services]:
    """Services that are stopped however the block ends."""
    services = Services(env)
    try:
        yield services
    finally:
        with ignoring_requests():
            services.stop()


def listen_for_requests() -> None:
    """From here on, Ctrl-C and SIGTERM raise `Stopped`."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _raise_stopped)


@contextlib.contextmanager
def ignoring_requests() -> Iterator[None]:
    """A second Ctrl-C must not leave children behind."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, signal.SIG_IGN) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def foreground(arguments: Sequence[str | Path], env: Mapping[str, str], folder: Path | None = None) -> int:
    """Run one program in the person's terminal to its end; a request to stop is passed on to it."""
    child = subprocess.Popen([str(word) for word in arguments], env=env, cwd=folder)
    try:
        return child.wait()
    except Stopped as request:
        if request.number != signal.SIGINT or not sys.stdin.isatty():
            child.send_signal(request.number)  # a terminal's Ctrl-C has reached it already
        with ignoring_requests():
            child.wait()
        raise


def _raise_stopped(number: int, _frame: FrameType | None) -> None:
    raise Stopped(number)
