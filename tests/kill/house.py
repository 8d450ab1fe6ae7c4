"""The house as it runs at a station: a database of our own, the web server, the worker. Each can be killed and started.

What falls is started again, as a service manager does it.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from random import Random

import psycopg

from linwang.foundation import database_role
from setup import web
from setup.postgres import OWNER, Postgres

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 60
DEAD_AFTER = "2"
"""Seconds after which a silent worker counts as dead; a station's default is longer."""


class House:
    """Everything of one station under one folder, which the database's account must be able to pass through."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.postgres = Postgres(folder / "postgres")
        self.port = _free_port()
        self.environment: dict[str, str] = {}
        self.log = folder / "log"
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.restarts = 0
        self._names: tuple[str, ...] = ()

    def build(self) -> dict[str, object]:
        """Make the database and the town; returns what its people need to act."""
        self.environment = _environment(self.folder, self.postgres.start())
        self._run("manage.py", "migrate", "-v", "0")
        self._run("manage.py", "database_roles")
        return dict(json.loads(self._run("-m", "tests.kill.town")))

    def open(self, *, with_worker: bool = True) -> None:
        """Start what is not running, and wait until the web answers."""
        self._names = ("web", "worker") if with_worker else ("web",)
        deadline = time.monotonic() + READY_SECONDS
        self.postgres.start()
        while not self._answers():
            self._start_missing()
            if time.monotonic() > deadline:
                raise AssertionError(self.log.read_text()[-4000:])
            time.sleep(0.05)
        self._start_missing()

    def kill(self, victim: str, random: Random) -> None:
        """SIGKILL, to a process with its children or to one of the database's processes."""
        if victim in self.running:
            _kill_group(self.running[victim])
        elif victim == "backend":
            self._kill_a_backend(random)
        else:
            self._kill_the_database()

    def processes(self) -> list[int]:
        """Everything that runs now, with the processes of the database."""
        server = self._server()
        programs = [process.pid for process in self.running.values()]
        return [server, *children_of(server), *programs, *(child for pid in programs for child in children_of(pid))]

    def close(self) -> None:
        """Leave nothing behind."""
        for process in self.running.values():
            _kill_group(process)
        self.postgres.stop()

    def verify(self) -> str:
        """`./linwang verify` on what is there; fails when it finds anything."""
        return self._run("manage.py", "verify")

    def connect(self) -> psycopg.Connection:
        """A connection of the one who checks."""
        return psycopg.connect(self.postgres.url, autocommit=True)

    def _start_missing(self) -> None:
        for name in self._names:
            process = self.running.get(name)
            if process is None or process.poll() is not None:
                if process is not None:
                    _kill_group(process)
                    self.restarts += 1
                self.running[name] = self._start(self._commands()[name]())

    def _commands(self) -> dict[str, Callable[[], list[str | Path]]]:
        return {
            "web": lambda: web.command("127.0.0.1", self.port),
            "worker": lambda: [sys.executable, "manage.py", "work", "--dead-after", DEAD_AFTER],
        }

    def _start(self, words: list[str | Path]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as out:
            return subprocess.Popen(
                [str(word) for word in words], cwd=ROOT, env=self._of_the_programs(), stdin=subprocess.DEVNULL,
                stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip

    def _of_the_programs(self) -> dict[str, str]:
        """Web and worker connect as in production: by the role that can only add to the journal."""
        return self.environment | {"DATABASE_URL": self.postgres.url.replace(f"//{OWNER}@", f"//{database_role.NAME}@")}

    def _run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _answers(self) -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def _kill_a_backend(self, random: Random) -> None:
        """One of the processes that serve a connection: the server then recovers by itself."""
        with self.connect() as database:
            rows = database.execute(
                "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
            )
            pids = sorted(pid for (pid,) in rows)
        if pids:
            _kill(random.choice(pids))

    def _server(self) -> int:
        return int((self.postgres.data / "postmaster.pid").read_text().split()[0])

    def _kill_the_database(self) -> None:
        """The server and all its processes at once, as when the power goes; the disk keeps what was flushed."""
        server = self._server()
        for pid in [server, *children_of(server)]:
            _kill(pid)
        while Path(f"/proc/{server}").exists() and _state(server) != "Z":
            time.sleep(0.01)


def children_of(server: int) -> list[int]:
    """The processes that a process has started."""
    words = subprocess.run(["ps", "-o", "pid=", "--ppid", str(server)], capture_output=True, text=True, check=False)
    return [int(word) for word in words.stdout.split()]


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment(folder: Path, url: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LINWANG_", "DJANGO_"))}
    return kept | {
        "DATABASE_URL": url,
        "LINWANG_HOME": str(folder / "home"),
        "LINWANG_SECRET_KEY": "only-for-tests",
        "LINWANG_DATA_KEYS": "b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtMzI=",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "linwang.settings",
        "PYTHONUNBUFFERED": "1",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
