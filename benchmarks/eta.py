"""`./linwang bench eta`: how long until the desk knows the nearest units, beside other engines, in one run.

A city of about 100,000 junctions; 1,000 units, all of them moved since the last question; every engine is asked the
same question in turn. Wrong is an answer that differs from scipy's full Dijkstra: ours by more than a fiftieth of a
second, others by more than a second, for some of them count in thousandths. Ours is checked in 10,000 questions
(`--limit` for fewer). Times are of the wall clock; the `cpu` columns are of the processor, which
other work on the machine disturbs less.
"""

import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field
from os import cpu_count, environ, getloadavg, sysconf
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.city import SEED, make_city
from benchmarks.eta_engines import WANTED, Ask, Engine, Question, engines, full_search
from benchmarks.table import keep, quantile, show
from linwang.places.queries.roads import make_ready
from linwang.science.routing.hierarchy import Hierarchy
from linwang.science.routing.road_graph import RoadGraph
from linwang.science.routing.travel_times import Profile

UNITS, ROUNDS, CHECKS = 1000, 300, 10_000
OUR_TOLERANCE_SECONDS, TOLERANCE_SECONDS = 0.02, 1.0
SLOW_ROUNDS = 60
_LOAD = """
import time; began, worked = time.perf_counter(), time.process_time()
from pathlib import Path
import numpy as np
from linwang.science.routing import compiled
from linwang.science.routing.hierarchy import Hierarchy
from linwang.science.routing.road_graph import RoadGraph
from linwang.science.routing.travel_times import Profile
compiled.make_ready()
imported, used = time.perf_counter(), time.process_time()
graph = RoadGraph.load(Path({roads!r}))
with np.load({order!r}) as held:
    graph.hierarchies[Profile.CAR] = Hierarchy.of(held, "car")
graph.way_back(Profile.CAR)
graph.seconds_to(0, Profile.CAR)
print(imported - began, used - worked, time.perf_counter() - imported, time.process_time() - used)
"""


@dataclass
class Run:
    """One engine while it is asked."""

    engine: Engine
    ask: Ask
    build_s: float
    memory_mb: float
    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    wrong: int = 0
    checked: int = 0

    def put(self, question: Question, truth: np.ndarray) -> None:
        """Ask once, timed, and compare."""
        began, worked = time.perf_counter(), time.process_time()
        told = self.ask(question)
        self.cpu_ms.append((time.process_time() - worked) * 1000)
        self.wall_ms.append((time.perf_counter() - began) * 1000)
        self.check(told, truth)

    def check(self, told: np.ndarray, truth: np.ndarray) -> None:
        """Count an answer that differs from the full search."""
        expected = np.sort(truth)[:WANTED] if self.engine.is_nearest else truth
        expected = np.where(expected > self.engine.limit, np.inf, expected)
        told = np.where(told > 4_000_000, np.inf, told)
        tolerance = OUR_TOLERANCE_SECONDS if self.engine.is_ours else TOLERANCE_SECONDS
        self.checked += 1
        self.wrong += not np.allclose(told, expected, rtol=0, atol=tolerance)

    def row(self) -> dict[str, object]:
        """What is printed and written."""
        return {
            "name": self.engine.name,
            "p50_ms": round(quantile(self.wall_ms, 0.5), 3), "p99_ms": round(quantile(self.wall_ms, 0.99), 3),
            "cpu_p50_ms": round(quantile(self.cpu_ms, 0.5), 3), "cpu_p99_ms": round(quantile(self.cpu_ms, 0.99), 3),
            "memory_mb": round(self.memory_mb, 1), "build_s": round(self.build_s, 2),
            "wrong": self.wrong, "checked": self.checked, "rounds": len(self.wall_ms),
        }  # fmt: skip


def main(options: Namespace) -> None:
    """Build every engine, ask them in turn, check ours at length, and measure loading in a process of its own."""
    bare = _memory_mb()
    make_ready()
    code = _memory_mb() - bare
    graph = make_city().graph()
    runs = [_built(engine, graph) for engine in engines() if engine.is_here()]
    missing = [engine.name for engine in engines() if not engine.is_here()]
    truth, rng, load = full_search(graph), np.random.default_rng(SEED), getloadavg()
    for question in _questions(graph, rng, ROUNDS):
        _ask_all(runs, question, truth(question))
    _check_ours(runs[:1] + runs[2:3], graph, rng, truth, options.limit or CHECKS)
    rows = [run.row() for run in runs]
    show(f"{len(graph.junctions)} junctions, {len(graph.heads)} arcs, {UNITS} units, all moved", rows)
    loaded = _loading(graph)
    print(f"  absent: {', '.join(missing) or 'none'}; load average {load[0]:.1f} on {cpu_count()} cores")
    print(f"  loading the roads: {loaded['load_s']:.2f} s ({loaded['load_cpu_s']:.2f} s of work), once a process")
    print(f"  the compiled code: {loaded['code_s']:.2f} s ({loaded['code_cpu_s']:.2f} s of work), {code:.0f} MB")
    keep(options.json, {
        "junctions": len(graph.junctions), "arcs": len(graph.heads), "units": UNITS, "load_average": load[0],
        "absent": missing, **loaded, "code_mb": round(code, 1), "engines": rows,
    })  # fmt: skip


def _built(engine: Engine, graph: RoadGraph) -> Run:
    before, began = _memory_mb(), time.perf_counter()
    ask = engine.build(graph)
    for question in _questions(graph, np.random.default_rng(1), 2):
        ask(question)
    seconds = time.perf_counter() - began
    return Run(engine, ask, seconds, _memory_mb() - before)


def _questions(graph: RoadGraph, rng: np.random.Generator, count: int) -> Iterator[Question]:
    usable = graph.usable_nodes(Profile.CAR)
    for _ in range(count):
        yield Question(int(rng.choice(usable)), rng.choice(usable, UNITS))


def _ask_all(runs: list[Run], question: Question, truth: np.ndarray) -> None:
    """The slow ones are asked less often."""
    for run in runs:
        if len(run.wall_ms) < SLOW_ROUNDS or quantile(run.wall_ms, 0.5) < 20:
            run.put(question, truth)


def _check_ours(runs: list[Run], graph: RoadGraph, rng: np.random.Generator, truth: Ask, checks: int) -> None:
    for question in _questions(graph, rng, max(0, checks - ROUNDS)):
        expected = truth(question)
        for run in runs:
            run.check(run.ask(question), expected)


def _loading(graph: RoadGraph) -> dict[str, float]:
    """How long a new process needs until it can answer, with the compiled code on the disk."""
    with TemporaryDirectory() as folder:
        roads, order = Path(folder) / "roads.npz", Path(folder) / "order.npz"
        graph.save(roads)
        np.savez(order, **Hierarchy.build(len(graph.junctions), *graph.arcs(Profile.CAR)).arrays("car"))
        script = _LOAD.format(roads=str(roads), order=str(order))
        path = {**environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent / "src")}
        tries = [subprocess.run([sys.executable, "-c", script], env=path, capture_output=True, check=True, text=True)
                 for _ in range(3)]  # fmt: skip
    told = [tuple(map(float, one.stdout.split())) for one in tries]
    names = ("code_s", "code_cpu_s", "load_s", "load_cpu_s")
    return {name: round(seconds, 2) for name, seconds in zip(names, min(told, key=sum), strict=True)}


def _memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * sysconf("SC_PAGE_SIZE") / 1e6
