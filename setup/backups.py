"""`./linwang backup`: one folder with the database and the photos, whole or not there at all."""

from __future__ import annotations

import argparse
import os
import tarfile
from datetime import UTC, datetime
from pathlib import Path

from setup import binaries, database, prepared, programs
from setup.paths import home
from setup.progress import step
from setup.words import say


def backup(words: list[str]) -> int:
    """Write a backup and print where it is; `pg_restore` of the same or a later release reads it."""
    chosen = _arguments(words)
    os.umask(0o077)
    prepared.packages("run")
    chosen.to.mkdir(parents=True, exist_ok=True)
    name = f"linwang-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    fresh = chosen.to / f"{name}.new"
    fresh.mkdir()
    _write_into(fresh)
    print(fresh.rename(chosen.to / name))
    return 0


def _write_into(folder: Path) -> None:
    """Our server's own `pg_dump`: it also reads servers of earlier releases."""
    with database.running() as url, step(say("数据库", "Database")):
        programs.run(
            [
                binaries.installed() / "pg_dump",
                "--format=custom",
                "--no-owner",
                f"--file={folder / 'database.dump'}",
                url,
            ],
            why=say("导出数据库", "Dumping the database"),
        )
    photos = home() / "photos"
    if photos.is_dir():
        with step(say("照片", "Photos")), tarfile.open(folder / "photos.tar", "w") as archive:
            archive.add(photos, "photos")


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="linwang backup", allow_abbrev=False)
    to = home() / "backups"
    parser.add_argument("--to", type=Path, default=to, help=say(f"目录,默认 {to}", f"folder, by default {to}"))
    return parser.parse_args(words)
