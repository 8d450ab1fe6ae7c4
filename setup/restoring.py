"""`./linwang restore` puts a backup back; `./linwang drill` proves in a place of its own that one can be."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import socket
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast
from urllib.request import ProxyHandler, build_opener

from setup import backups, binaries, database, keys, prepared, programs, services, snapshots, web
from setup.paths import MANAGE, PYTHON, home
from setup.postgres import Postgres
from setup.progress import step, tell
from setup.words import SetupRefused, say

EMPTY_IT = "set lock_timeout = '30s'; drop schema public cascade; create schema public;"


@dataclass(frozen=True)
class Backup:
    """A finished folder of `./linwang backup` and what it says about itself."""

    folder: Path
    counts: dict[str, int]
    keys: tuple[str, ...]

    @classmethod
    def read(cls, folder: Path) -> Backup:
        """Refuse what is no whole backup; one of an older release says nothing about itself."""
        if not (folder / backups.DUMP).is_file():
            raise SetupRefused(say(f"{folder} 里没有完整的备份。", f"There is no whole backup in {folder}."))
        note = folder / backups.ABOUT
        about = json.loads(note.read_text()) if note.is_file() else {}
        return cls(folder, about.get("counts", {}), tuple(about.get("keys", ())))


def restore(words: list[str]) -> int:
    """Put database and photos back; what is there already is replaced only when told to, and saved before."""
    chosen = _restore_arguments(words)
    backup = Backup.read(chosen.backup)
    prepared.packages("run")
    if chosen.into:
        os.environ["DATABASE_URL"] = chosen.into
    with database.running() as url:
        check_free(url, replaces=chosen.replace)
        if chosen.replace and _is_in_use(url):
            tell(
                say("已有的数据先备份到", "What was there is saved first, in")
                + f" {backups.write(url, into=home() / 'backups')}"
            )
        began = time.monotonic()
        put_back(backup, url, replaces=chosen.replace)
        put_files_back(backup, home())
        look_over(backup, prepared.settings(url))
    print(say(f"已恢复,用时 {time.monotonic() - began:.1f} 秒。", f"Restored in {time.monotonic() - began:.1f} s."))
    return 0


def drill(words: list[str]) -> int:
    """Restore the newest backup into an empty server, look it over, open its sign-in page, throw it away."""
    chosen = _drill_arguments(words)
    prepared.packages("run")
    backup = Backup.read(chosen.backup or _newest(home() / "backups"))
    place = home() / "drill"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True, mode=0o755)
    server, began = Postgres(place / "postgres"), time.monotonic()
    try:
        url = server.start()
        put_back(backup, url)
        put_files_back(backup, place)
        env = prepared.settings(url) | {"LINWANG_HOME": str(place)}
        look_over(backup, env)
        with step(say("打开登录页", "Opening the sign-in page")), opened(env) as address:
            build_opener(ProxyHandler({})).open(f"{address}/account/login/", timeout=30).close()
    finally:
        server.stop()
        shutil.rmtree(place, ignore_errors=True)
    seconds = time.monotonic() - began
    print(say(f"演练通过:{backup.folder},{seconds:.1f} 秒。", f"Drill passed: {backup.folder}, {seconds:.1f} s."))
    return 0


def put_back(backup: Backup, url: str, *, replaces: bool = False) -> None:
    """The dump as one transaction: the database is as it was before, or as it is in the backup."""
    folder = binaries.installed()
    restores = [folder / "pg_restore", "--no-owner", "--file=-", backup.folder / backups.DUMP]
    writes = [folder / "psql", "--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1", url]
    with step(say("恢复数据库", "Restoring the database")), tempfile.TemporaryFile("w+") as said:
        how = {"env": programs.environment(), "stderr": said}
        reading = subprocess.Popen(restores, stdout=subprocess.PIPE, **how)
        writing = subprocess.Popen(writes, stdin=subprocess.PIPE, **how)
        is_read = _pass_on(reading, writing, EMPTY_IT if replaces else "")
        if writing.wait() or not is_read:
            said.seek(0)
            raise SetupRefused(_not_restored(said.read()))


def _pass_on(reading: subprocess.Popen[bytes], writing: subprocess.Popen[bytes], first: str) -> bool:
    """Commit only what was read to its end: half a dump looks whole to the one who writes it."""
    out, into = cast("IO[bytes]", reading.stdout), cast("IO[bytes]", writing.stdin)
    with contextlib.suppress(BrokenPipeError), into, out:
        into.write(f"begin;\n{first}\n".encode())
        shutil.copyfileobj(out, into)
        is_read = reading.wait() == 0
        into.write(b"commit;\n" if is_read else b"rollback;\n")
        return is_read
    reading.wait()
    return False


def _not_restored(said: str) -> str:
    last = "\n".join(said.strip().splitlines()[-5:])
    return say("恢复没有完成,数据库保持原样", "Not restored; the database is as it was") + f":\n{last}"


def check_free(url: str, *, replaces: bool) -> None:
    """Refuse to write over what somebody may still need."""
    if _is_in_use(url) and not replaces:
        raise SetupRefused(
            say(
                "数据库里已有数据,没有恢复。要先备份现有数据再替换它,请停止服务并加上 --replace。",
                "The database is not empty; nothing was restored. To replace what is there (it is saved first), "
                "stop the services and add --replace.",
            )
        )


def _is_in_use(url: str) -> bool:
    question = "select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'"
    asked = [binaries.installed() / "psql", "--no-psqlrc", "-Atc", question, url]
    return programs.run(asked, why=say("查看数据库", "Looking at the database")).strip() != "0"


def put_files_back(backup: Backup, place: Path) -> None:
    """Photos, and the anchors of that day; those that are there are put aside, not deleted."""
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    if (archive := backup.folder / backups.PHOTOS).is_file():
        with step(say("恢复照片", "Restoring the photos")), tarfile.open(archive) as photos:
            fresh = place / "photos.new"
            shutil.rmtree(fresh, ignore_errors=True)
            photos.extractall(fresh, filter="data")
            _put_aside(place / "photos", stamp)
            (fresh / "photos").rename(place / "photos")
            fresh.rmdir()
    if (anchors := backup.folder / backups.ANCHORS).is_file() and place == home():
        _put_aside(backups.anchor_file(), stamp)
        backups.anchor_file().parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(anchors, backups.anchor_file())


def _put_aside(path: Path, stamp: str) -> None:
    if path.exists():
        aside = path.rename(path.with_name(f"{path.name}.before-{stamp}"))
        tell(say("原有的放在", "What was there is now") + f" {aside}")


def look_over(backup: Backup, env: dict[str, str]) -> None:
    """As many rows as were saved, the sealed journal unbroken, and the keys at hand that open personal details."""
    with snapshots.held(env["DATABASE_URL"]) as now:
        counts = now.counts()
    if short := {table: (counts[table], saved) for table, saved in backup.counts.items() if counts.get(table) != saved}:
        raise SetupRefused(say("行数与备份不符", "Not as many rows as were saved") + f": {short}")
    tell("  " + ", ".join(f"{table} {count}" for table, count in counts.items()))
    anchors = ("--anchors", backup.folder / backups.ANCHORS)
    with step(say("核对工作记录", "Verifying the journal")):
        why = say("核对工作记录", "Verifying the journal")
        tell("  " + programs.run([PYTHON, MANAGE, "verify", *anchors], why=why, env=env).strip())
    if missing := sorted(set(backup.keys) - set(keys.fingerprints(home()))):
        tell(_lacks_keys(missing))


def _lacks_keys(missing: list[str]) -> str:
    return say(
        f"注意:本机没有备份所用的主密钥 {', '.join(missing)},报警人信息读不出。"
        "请把它放进 LINWANG_DATA_KEYS 或 secrets.json。",
        f"Mind: this machine lacks the master keys of the backup ({', '.join(missing)}): personal details cannot be "
        "read. Put them into LINWANG_DATA_KEYS or secrets.json.",
    )


@contextlib.contextmanager
def opened(env: dict[str, str]) -> Iterator[str]:
    """The restored station answers under this address, served by a web server of its own."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    with services.running(env) as children:
        children.start("web", web.command("127.0.0.1", port))
        web.wait_until_ready(children, "127.0.0.1", port)
        yield web.address("127.0.0.1", port)


def _newest(folder: Path) -> Path:
    """By name, which begins with the moment; unfinished ones end in `.new`."""
    found = sorted(path for path in folder.glob("linwang-*Z") if (path / backups.DUMP).is_file())
    if not found:
        raise SetupRefused(say(f"{folder} 里还没有备份。", f"There is no backup in {folder} yet."))
    return found[-1]


def _restore_arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="linwang restore", allow_abbrev=False)
    parser.add_argument("backup", type=Path, help=say("备份的目录", "the backup's folder"))
    parser.add_argument("--into", metavar="URL", help=say("另一个数据库的地址", "address of another database"))
    parser.add_argument(
        "--replace", action="store_true", help=say("替换已有的数据(先备份)", "replace what is there (saved first)")
    )
    return parser.parse_args(words)


def _drill_arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="linwang drill", allow_abbrev=False)
    parser.add_argument(
        "backup", type=Path, nargs="?", help=say("备份的目录,默认最新", "folder, by default the newest")
    )
    return parser.parse_args(words)
