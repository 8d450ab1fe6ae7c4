"""The secrets of this installation: made once, kept in its home, readable by their owner only."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from pathlib import Path

from setup import stamps


def secret_key(home: Path) -> str:
    """The key that signs sessions: given, else from `secrets.json`, made at the first start."""
    return os.environ.get("LINWANG_SECRET_KEY") or _kept(home)["secret_key"]


def data_keys(home: Path) -> str:
    """The master keys that personal details are enciphered under, newest first: given, else made at the first start."""
    return os.environ.get("LINWANG_DATA_KEYS") or _kept(home)["data_keys"]


def fingerprints(home: Path) -> list[str]:
    """Names of the master keys, from which nobody gets a key back: a backup notes which ones open it."""
    return [hashlib.sha256(key.encode()).hexdigest()[:12] for key in data_keys(home).split(",") if key]


def _kept(home: Path) -> dict[str, str]:
    place = home / "secrets.json"
    with stamps.only_one(home / ".secrets.lock"):
        known: dict[str, str] = json.loads(place.read_text()) if place.exists() else {}
        missing = {name: make() for name, make in _MAKERS.items() if name not in known}
        if missing:
            _write(place, known | missing)
        return known | missing


_MAKERS = {
    "secret_key": lambda: secrets.token_urlsafe(50),
    "data_keys": lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
}


def _write(place: Path, content: dict[str, str]) -> None:
    fresh = place.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(content, file)
    fresh.replace(place)
