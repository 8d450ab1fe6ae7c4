"""`./linwang bench dispatch`: rules of dispatch on the same calls, in one run.

Two grounds: the demo district by its roads, and real calls of Montgomery County by the straight line made longer. The
weights were chosen on the days under `tuning`; the figures of the others are of days that were not tuned on.
"""

from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.dispatch_play import Play, Rule
from benchmarks.dispatch_rules import blended, by_road, hindsight, never_strip, planned, straight_line
from benchmarks.dispatch_world import DemoDistrict, RealCalls, World
from benchmarks.table import keep, show

LEARN = ("2016-01-11", "2016-01-18")
BLIND_DAYS = ("2016-06-13", "2016-06-20")
TUNING_SEEDS, BLIND_SEEDS, SEED_DAYS = (1, 2, 3, 4), (21, 22, 23, 24, 25, 26), 6
WEIGHTS = (3000.0, 6000.0, 9000.0, 12000.0)

MOVING = "ours-and-move-ups"
"""The same, with each proposed move-up made."""

MakeRule = Callable[[World], Rule]
RULES: dict[str, MakeRule] = {
    "nearest-straight-line": lambda world: straight_line,
    "nearest-by-road": lambda world: by_road,
    "never-strip": lambda world: never_strip,
    "ours": lambda world: blended(),
    MOVING: lambda world: blended(),
    "hindsight": lambda world: planned(hindsight(world)),
}


def main(options: Namespace) -> None:
    """Tune on some days, tell of others, on both grounds."""
    demo = DemoDistrict()
    tuning = [demo.days(seed, days=SEED_DAYS) for seed in TUNING_SEEDS]
    tried: dict[str, MakeRule] = {f"ours-{weight:.0f}": lambda world, w=weight: blended(w) for weight in WEIGHTS}
    worlds = {
        "demo, tuning": _played(tuning, {"nearest-by-road": RULES["nearest-by-road"], **tried}),
        "demo": _played([demo.days(seed, days=SEED_DAYS) for seed in BLIND_SEEDS], RULES),
    }
    if (Path(options.data) / "calls_for_service").is_dir():
        real = RealCalls(Path(options.data), learn=LEARN)
        worlds["montgomery"] = _played([real.days(*BLIND_DAYS)], RULES)
    for name, rows in worlds.items():
        show(name, rows)
    keep(options.json, {"policies": worlds["demo"], "worlds": worlds})


def _played(worlds: Sequence[World], rules: dict[str, MakeRule]) -> list[dict[str, Any]]:
    """Each rule on each world; figures are means over the worlds, calls are counted."""
    rows = []
    for name, make in rules.items():
        each = [Play(world, make(world), moves_up=name == MOVING).run().row(name) for world in worlds]
        rows.append({key: _mean([row[key] for row in each]) if key not in ("name", "calls") else row_of(each, key)
                     for key in each[0]})  # fmt: skip
    return rows


def row_of(rows: Sequence[dict[str, Any]], key: str) -> Any:
    """The name, or the sum of calls."""
    return rows[0][key] if key == "name" else sum(row[key] for row in rows)


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 4)
