"""The word lists of the demo, and how they are read."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C reader is ten times as fast


@cache
def word_list(name: str) -> dict[str, Any]:
    """The word list `name`, read once a process."""
    with (_HERE / f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.load(file, Loader=_LOADER)
