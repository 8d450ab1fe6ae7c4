"""Whether the compiled search is at hand: it takes seconds to compile, so that is never done while somebody waits.

`make_ready` belongs to the start of a process, in a thread of its own; the disk remembers what was compiled. Until
then the slower search by scipy answers, with the same figures.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

_ready: dict[str, ModuleType] = {}


def make_ready() -> None:
    """Compile, or read what was compiled before; some seconds the first time, under one second afterwards."""
    for name in ("kernels", "contraction"):
        _ready[name] = import_module(f"linwang.science.routing.{name}")


def kernels() -> ModuleType | None:
    """The compiled search, once it is ready."""
    return _ready.get("kernels")


def contraction() -> ModuleType | None:
    """The compiled contraction and sweep, once they are ready."""
    return _ready.get("contraction")
