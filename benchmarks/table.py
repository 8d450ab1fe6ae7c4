"""A printed table and a JSON file of the same figures."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def show(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows of equal keys as a table."""
    if not rows:
        return
    names = list(rows[0])
    cells = [[_said(row[name]) for name in names] for row in rows]
    widths = [max(len(name), *(len(line[column]) for line in cells)) for column, name in enumerate(names)]
    print(f"\n{title}")
    for line in [names, *cells]:
        print("  " + "  ".join(text.rjust(width) for text, width in zip(line, widths, strict=True)))


def keep(path: str | None, figures: Mapping[str, Any]) -> None:
    """Write the figures as JSON where asked."""
    if path:
        Path(path).write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n")


def quantile(values: Sequence[float], share: float) -> float:
    """The value that a share of all are at most."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, p95 and p99 in the unit given, to three digits."""
    return {f"p{name}": round(quantile(values, share), 3) for name, share in (("50", 0.5), ("95", 0.95), ("99", 0.99))}


def _said(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
