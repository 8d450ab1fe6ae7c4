"""`./linwang backup`: one folder with the database and the photos, whole or not there at all."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tarfile
from datetime import UTC, datetime
from pathlib import Path

from setup import binaries, database, keys, prepared, programs, snapshots
from setup.paths import MANAGE, PYTHON, home
from setup.progress import step, tell
from setup.words import SetupRefused, say

DUMP, PHOTOS, ANCHORS, ABOUT = "database.dump", "photos.tar", "anchors.jsonl", "about.json"


def backup(words: list[str]) -> int:
    """Write a backup and print where it is; `./linwang restore` of the same or a later release reads it."""
    chosen = _arguments(words)
    os.umask(0o077)
    prepared.packages("run")
    with database.running() as url:
        print(write(url, into=chosen.to))
        _note_it(url)
    return 0


def write(url: str, *, into: Path) -> Path:
    """The finished folder: it bears its name only when everything is in it."""
    into.mkdir(parents=True, exist_ok=True)
    name = f"linwang-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    fresh = into / f"{name}.new"
    fresh.mkdir()
    if (anchors := anchor_file()).is_file():
        shutil.copy(anchors, fresh / ANCHORS)  # before the snapshot, which is then never behind them
    with step(say("数据库", "Database")), snapshots.held(url) as snapshot:
        _dump(url, snapshot.name, fresh / DUMP)
        counts = snapshot.counts()
    _copy_photos(fresh)
    about = {"made_at": datetime.now(UTC).isoformat(), "counts": counts, "keys": keys.fingerprints(home())}
    (fresh / ABOUT).write_text(json.dumps(about, indent=2) + "\n")
    return fresh.rename(into / name)


def _dump(url: str, snapshot: str, to: Path) -> None:
    """Our server's own `pg_dump`: it also reads servers of earlier releases."""
    how = ("--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={to}")
    programs.run([binaries.installed() / "pg_dump", *how, url], why=say("导出数据库", "Dumping the database"))


def _copy_photos(folder: Path) -> None:
    """After the snapshot: every photo that it names is there."""
    photos = home() / "photos"
    if photos.is_dir():
        with step(say("照片", "Photos")), tarfile.open(folder / PHOTOS, "w") as archive:
            archive.add(photos, "photos")


def anchor_file() -> Path:
    """Where the journal's anchors lie, as the settings of the machine say."""
    return Path(os.environ.get("LINWANG_ANCHORS") or home() / "anchors" / "journal.jsonl")


def _note_it(url: str) -> None:
    """The board says when backups stop; a backup is good even if the note of it cannot be written."""
    try:
        programs.run([PYTHON, MANAGE, "beat", "backup"], why=say("记下备份", "Noting it"), env=prepared.settings(url))
    except SetupRefused as problem:
        tell(str(problem))


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="linwang backup", allow_abbrev=False)
    to = home() / "backups"
    parser.add_argument("--to", type=Path, default=to, help=say(f"目录,默认 {to}", f"folder, by default {to}"))
    return parser.parse_args(words)
