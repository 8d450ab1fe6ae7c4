"""A PostgreSQL of our own on a private socket, for everyone who has not set `DATABASE_URL`.

The wheel's own programming interface is not used: as root it creates login accounts and opens parent folders.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import time
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from setup import binaries, sockets, stamps
from setup.accounts import database_account
from setup.words import SetupRefused, say

OWNER = NAME = "linwang"
START_SECONDS = 20
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "log_min_messages": "warning",
    "log_timezone": "UTC",
    "fsync": "on",
}


class Postgres:
    """One server with its data, its socket and its log under one folder."""

    def __init__(self, base: Path) -> None:
        self.base = base.absolute()
        self.data = self.base / "data"
        self.log = self.base / "server.log"
        self.account = database_account()

    @property
    def url(self) -> str:
        """The address to connect to, in the form of `DATABASE_URL`."""
        return f"postgresql://{OWNER}@/{NAME}?host={quote(str(self.socket_folder), safe='/')}"

    @cached_property
    def programs(self) -> Path:
        """The folder of PostgreSQL's programs."""
        return binaries.find(self.account, self.base / "programs")

    @cached_property
    def socket_folder(self) -> Path:
        """The folder of the socket, short enough for the kernel."""
        return sockets.folder_for(self.base, self.account)

    def make_base(self) -> None:
        """Make the folder of data, socket and log, closed to everybody else."""
        self.base.parent.mkdir(parents=True, exist_ok=True)
        self.account.make_private(self.base)
        if not self.account.can_enter(self.base):
            raise SetupRefused(_unreachable(self.base))

    def start(self) -> str:
        """Make the server run, whoever starts it, and return its address."""
        self.make_base()
        with stamps.only_one(self.base / "start.lock"):
            if not self.is_running():
                self._make_data()
                self._check_version()
                self._forget_the_dead()
                self._start_server()
            self._make_database()
        return self.url

    def stop(self) -> None:
        """End the server after its running transactions are rolled back; not running is fine."""
        if not (self.data / "postmaster.pid").exists():
            return
        with stamps.only_one(self.base / "start.lock"):
            self._forget_the_dead()
            self._do("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def is_running(self) -> bool:
        """Whether a server answers on our socket."""
        socket = self.socket_folder / sockets.SOCKET_NAME
        return socket.exists() and self._do("pg_isready", "-q", "-t", "3", "-h", self.socket_folder)[0]

    def _make_data(self) -> None:
        """Make the data beside its place and move it when whole: nothing is ever left half made."""
        if (self.data / "PG_VERSION").exists():
            return
        fresh = self.base / "data.new"
        self.account.run("/bin/rm", "-rf", fresh)
        how = ("-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums")
        made, printed = self._do("initdb", "-D", fresh, *how)
        if not made:
            raise SetupRefused(say("建立数据库失败", "Making the database failed") + f":\n{printed}")
        fresh.rename(self.data)

    def _check_version(self) -> None:
        """Otherwise the server only says that its control file appears to be corrupt."""
        data_version = (self.data / "PG_VERSION").read_text().strip()
        printed = self._do("postgres", "--version")[1]
        programs_version = printed.split()[2].split(".")[0]
        if data_version != programs_version:
            raise SetupRefused(_wrong_version(self.data, data_version, programs_version))

    def _forget_the_dead(self) -> None:
        """Remove the pid file of a server that is gone when its number now belongs to another program.

        PostgreSQL itself handles a number that nobody has; it also looks for survivors in shared memory, so
        that removing the file cannot let two servers write the same data.
        """
        note = self.data / "postmaster.pid"
        number = _first_word(note)
        if number and _belongs_to_another(int(number), self.data):
            note.unlink(missing_ok=True)
            for left in self.socket_folder.glob(sockets.SOCKET_NAME + "*"):
                left.unlink(missing_ok=True)

    def _start_server(self) -> None:
        """Try until the dead server of a moment ago has let go of its memory and its number."""
        options = OPTIONS | {"unix_socket_directories": str(self.socket_folder)}
        words = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in options.items())
        deadline = time.monotonic() + START_SECONDS
        while True:
            started, printed = self._do(
                "pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.log, "-o", words, "start"
            )
            if started or self.is_running():
                return
            if time.monotonic() > deadline:
                raise SetupRefused(_did_not_start(self.log, printed))
            time.sleep(0.3)

    def _make_database(self) -> None:
        to = ("-h", self.socket_folder, "-U", OWNER)
        names = self._do("psql", *to, "-d", "postgres", "-XAtc", "select datname from pg_database")[1]
        if NAME in names.split():
            return
        made, printed = self._do("createdb", *to, NAME)
        if not made:
            raise SetupRefused(say("建立数据库失败", "Making the database failed") + f":\n{printed}")

    def _do(self, program: str, *arguments: str | Path) -> tuple[bool, str]:
        done = self.account.run(self.programs / program, *arguments)
        return done.returncode == 0, done.stdout + done.stderr


def _first_word(note: Path) -> str:
    with contextlib.suppress(OSError):
        words = note.read_text().split()
        return words[0] if words and words[0].isdigit() else ""
    return ""


def _belongs_to_another(number: int, data: Path) -> bool:
    """Whether this process lives and is not a server on this data (only Linux can say; elsewhere: no)."""
    about = Path("/proc") / str(number)
    try:
        words = (about / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return bool(words[0]) and os.fsencode(data) not in words


def _unreachable(base: Path) -> str:
    return say(
        f"数据库不以 root 运行,而它的账户进不了 {base}。请把 LINWANG_HOME 设在别人能进入的目录下,如 /var/lib/linwang。",
        f"The database does not run as root, and its account cannot enter {base}. "
        "Set LINWANG_HOME to a folder that others may pass through, such as /var/lib/linwang.",
    )


def _wrong_version(data: Path, has: str, programs: str) -> str:
    return say(
        f"{data} 是 PostgreSQL {has} 的数据,而已安装的程序是 {programs} 版。"
        f"请用 {has} 版导出(pg_dump)后在新目录恢复,或让 PGBIN 指向 {has} 版的 bin 目录。",
        f"{data} holds data of PostgreSQL {has}, but the installed programs are {programs}. "
        f"Dump it with {has} (pg_dump) and restore it into a new folder, "
        f"or point PGBIN at the bin folder of {has}.",
    )


def _did_not_start(log: Path, printed: str) -> str:
    with contextlib.suppress(OSError):
        printed += "\n" + "\n".join(log.read_text(errors="replace").splitlines()[-10:])
    return say(f"数据库没有启动,见 {log}", f"The database did not start; see {log}") + f":\n{printed}"
