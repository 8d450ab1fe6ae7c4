"""Place names as people say them: recall and time on the nation's names, beside other ways on the same queries.

    ./linwang bench places [--queries FILE.csv] [--data DIR] [--limit N] [--json FILE]

FILE has the columns said, area_code (six-digit county), expected_code (nine or twelve digits) and, if known, kind; the
caller is taken to be in that county, its prefecture's other counties are its neighbours, and every name of the nation
can be answered. Without FILE the queries of `places_queries` are made for counties the prices were not chosen on, and a
second table judges them against the county and its neighbours only (about 1,600 names). The ceiling is what could be
reached by one who knows the county and the kind of slip (`places_ceiling`).
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import time
from argparse import Namespace
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.gazetteer import Listed, by_county, neighbours
from benchmarks.places_beside import engines_beside
from benchmarks.places_ceiling import ceiling
from benchmarks.places_queries import Query, queries
from benchmarks.table import keep, quantile, show
from linwang.gateways.national_list import national_index
from linwang.science.matching.names import Name, NameIndex

BLIND_SEED, BLIND_COUNTIES, EACH = 2026, 60, 4
LEAST_NAMES = 60
PREFECTURE = 4


@dataclass(frozen=True)
class Answered:
    """One query, the codes answered, and what it took."""

    query: Query
    codes: tuple[str, ...]
    is_sure: bool
    wall_ms: float
    cpu_ms: float


def main(options: Namespace) -> None:
    """Judge the index, then the others on the same queries."""
    folder = Path(options.data) / "gazetteer"
    if not (folder / "villages.csv.zst").exists():
        raise SystemExit(f"no national list in {folder}; say where it is with --data")
    counties = by_county(folder)
    asked = list(_from_file(Path(options.queries))) if options.queries else list(blind_queries(counties))
    asked = asked[: options.limit] if options.limit else asked
    with TemporaryDirectory() as place:
        national_index(folder).save(Path(place) / "names")
        index = NameIndex.load(Path(place) / "names")
        figures = _nation(index, asked)
        figures["process_mb"] = _process_mb(Path(place) / "names")
        print(f"  columns {figures['index_mb']:.0f} MB, a process with nothing else {figures['process_mb']:.0f} MB")
    if not options.queries:
        figures["ceiling_at_1"] = ceiling(asked, counties)
        print(f"  ceiling at 1 for one who knows county and kind: {figures['ceiling_at_1']:.3f}")
        figures["county_only"] = county_only(counties, asked)
    figures["beside"] = beside(counties, asked)
    keep(options.json, figures)


def blind_queries(counties: dict[str, list[Listed]], *, seed: int = BLIND_SEED) -> Iterable[Query]:
    """Sayings of counties drawn by a seed that no price was chosen on."""
    large = sorted(county for county, names in counties.items() if len(names) >= LEAST_NAMES)
    return queries(counties, random.Random(seed).sample(large, BLIND_COUNTIES), each=EACH, seed=seed)


def county_only(counties: dict[str, list[Listed]], asked: Sequence[Query]) -> dict[str, Any]:
    """The same judged where only the county and its neighbours can be answered."""
    answered: list[Answered] = []
    by_area: dict[str, list[Query]] = defaultdict(list)
    for query in asked:
        by_area[query.area_code].append(query)
    for area, of_area in by_area.items():
        near = neighbours(area, counties)
        listed = [one for county in (area, *near) for one in counties[county]]
        towns = {one.code: one.name for one in listed}
        index = NameIndex.build(Name(int(o.code), o.name, o.county, town=towns.get(o.code[:9], "")) for o in listed)
        answered += [ask(index, query, near) for query in of_area]
    return _shown("county and neighbours, about 1,600 names", answered)


def ask(index: NameIndex, query: Query, near: Sequence[str]) -> Answered:
    """Put one query."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = index.find(query.said, area=query.area_code, neighbours=near, k=5)
    spent = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
    return Answered(query, tuple(str(one.id) for one in found), bool(found) and found[0].is_sure, *spent)


def summary(answered: Sequence[Answered]) -> dict[str, Any]:
    """Recall and time of some answers."""
    total = max(len(answered), 1)
    return {
        "queries": len(answered),
        "recall_at_1": sum(one.codes[:1] == (one.query.expected_code,) for one in answered) / total,
        "recall_at_5": sum(one.query.expected_code in one.codes[:5] for one in answered) / total,
        "p50_ms": quantile([one.wall_ms for one in answered], 0.5),
        "p99_ms": quantile([one.wall_ms for one in answered], 0.99),
        "p50_cpu_ms": quantile([one.cpu_ms for one in answered], 0.5),
        "p99_cpu_ms": quantile([one.cpu_ms for one in answered], 0.99),
    }


def beside(counties: dict[str, list[Listed]], asked: Sequence[Query]) -> list[dict[str, Any]]:
    """The other ways on the same queries, each told the county too."""
    rows = []
    for engine in engines_beside(counties):
        few = random.Random(1).sample(asked, min(engine.queries, len(asked)))
        answered = [_timed(engine.find, query) for query in few]
        rows.append({"engine": engine.name, "build_s": engine.build_seconds, **summary(answered)})
    show("beside, on the same queries (a sample where an engine is slow)", rows)
    return rows


def _nation(index: NameIndex, asked: Sequence[Query]) -> dict[str, Any]:
    near = {query.area_code: index.neighbours_of(query.area_code, PREFECTURE) for query in asked}
    for query in asked[:20]:
        ask(index, query, near[query.area_code])
    answered = [ask(index, query, near[query.area_code]) for query in asked]
    figures = _shown(f"nation, {len(index)} names, county known", answered)
    figures["names"] = len(index)
    figures["index_mb"] = index.megabytes
    return figures


def _process_mb(folder: Path) -> float:
    """What a process holds that has nothing but the names and has answered."""
    told = (
        "import sys; from pathlib import Path; from linwang.science.matching.names import NameIndex\n"
        "index = NameIndex.load(Path(sys.argv[1]))\n"
        "for said in ('斗门', 'dmc', 'hepingcun', '新塘头', '三塘江'): index.find(said, area='330281')\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    source = Path(sys.modules[NameIndex.__module__].__file__ or "").parents[3]
    command = [sys.executable, "-c", told, str(folder)]
    answer = subprocess.run(command, env={"PYTHONPATH": str(source)}, capture_output=True, check=True, text=True)
    return float(answer.stdout) / 1024


def _shown(title: str, answered: Sequence[Answered]) -> dict[str, Any]:
    """Print a table and give its figures: all, how sure, and by kind."""
    by_kind: dict[str, list[Answered]] = defaultdict(list)
    for one in answered:
        by_kind[one.query.kind or "all"].append(one)
    kinds = {kind: summary(of_kind) for kind, of_kind in by_kind.items()}
    sure = [one for one in answered if one.is_sure]
    figures = {
        **summary(answered),
        "sure_share": len(sure) / max(len(answered), 1),
        "sure_right": summary(sure)["recall_at_1"],
    }
    show(title, [{"kind": kind, **of_kind} for kind, of_kind in (*kinds.items(), ("ALL", summary(answered)))])
    print(f"  called sure: {figures['sure_share']:.3f}, of these right: {figures['sure_right']:.3f}")
    return {**figures, "kinds": kinds}


def _timed(find: Callable[[Query], Sequence[str]], query: Query) -> Answered:
    wall, cpu = time.perf_counter(), time.process_time()
    codes = tuple(find(query))
    spent = (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000
    return Answered(query, codes, False, *spent)


def _from_file(path: Path) -> Iterable[Query]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Query(row["said"], row["area_code"][:6], row["expected_code"], row.get("kind") or "")
