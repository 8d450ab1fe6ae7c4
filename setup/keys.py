"""The secret key of this installation: made once, kept in its home, readable by its owner only."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

from setup import stamps


def secret_key(home: Path) -> str:
    """The key that signs sessions: given, else from `secrets.json`, made at the first start."""
    if given := os.environ.get("LINWANG_SECRET_KEY"):
        return given
    place = home / "secrets.json"
    with stamps.only_one(home / ".secrets.lock"):
        if not place.exists():
            _write(place, {"secret_key": secrets.token_urlsafe(50)})
        return str(json.loads(place.read_text())["secret_key"])


def _write(place: Path, content: dict[str, str]) -> None:
    fresh = place.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(content, file)
    fresh.replace(place)
