"""A backup is put back whole, where nothing is overwritten that somebody may need."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection

from setup import backups, binaries, keys, prepared, restoring, snapshots
from setup.postgres import Postgres
from setup.restoring import Backup
from setup.words import SetupRefused
from tests.builders import Town, make_town
from tests.incidents.making import make_incident

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "桥头-看见-七号"


@pytest.fixture
def station(now: datetime, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """A town with some work behind it, a photo, and a home of its own."""
    monkeypatch.setenv("LINWANG_HOME", str(folder))
    monkeypatch.delenv("LINWANG_ANCHORS", raising=False)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "linwang.settings")
    (folder / "photos/aa").mkdir(parents=True)
    (folder / "photos/aa/1.jpg").write_bytes(b"picture")
    town = make_town()
    for _ in range(3):
        make_incident(town, now)
    yield town


@pytest.fixture
def url() -> str:
    facts = connection.settings_dict
    port = f":{facts['PORT']}" if facts["PORT"] else ""
    return f"postgresql://{facts['USER']}@{port}/{facts['NAME']}?host={facts['HOST']}"


@pytest.fixture
def empty(server: Postgres) -> str:
    return server.start()


def _psql(url: str, question: str) -> str:
    asked = [binaries.installed() / "psql", "-XAtc", question, url]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def test_what_was_saved_is_restored_and_nothing_less(station: Town, url: str, empty: str, folder: Path) -> None:
    backup = Backup.read(backups.write(url, into=folder / "backups"))
    place = folder / "elsewhere"
    place.mkdir()

    restoring.check_free(empty, replaces=False)
    restoring.put_back(backup, empty)
    restoring.put_files_back(backup, place)
    restoring.look_over(backup, prepared.settings(empty))

    assert backup.counts["incidents_incident"] == 3
    assert backup.counts["personnel_person"] == len(station.people)
    assert (place / "photos/aa/1.jpg").read_bytes() == b"picture"


def test_a_database_in_use_is_not_overwritten_without_the_word(station: Town, url: str) -> None:
    with pytest.raises(SetupRefused, match="--replace"):
        restoring.check_free(url, replaces=False)


def test_with_the_word_it_is_replaced_as_a_whole(station: Town, url: str, empty: str, folder: Path) -> None:
    backup = Backup.read(backups.write(url, into=folder / "backups"))
    _psql(empty, "create table incidents_incident (id int); create table left_over (id int)")

    restoring.put_back(backup, empty, replaces=True)

    assert _psql(empty, "select count(*) from incidents_incident") == "3"
    assert _psql(empty, "select to_regclass('left_over') is null") == "t"


def test_a_broken_backup_leaves_the_database_as_it_was(station: Town, url: str, empty: str, folder: Path) -> None:
    backup = Backup.read(backups.write(url, into=folder / "backups"))
    dump = backup.folder / backups.DUMP
    dump.write_bytes(dump.read_bytes()[: dump.stat().st_size // 2])
    _psql(empty, "create table kept (id int); insert into kept values (7)")

    with pytest.raises(SetupRefused):
        restoring.put_back(backup, empty, replaces=True)

    assert _psql(empty, "select id from kept") == "7"


def test_a_missing_row_is_told(station: Town, url: str, folder: Path) -> None:
    backup = backups.write(url, into=folder / "backups")
    about = json.loads((backup / backups.ABOUT).read_text())
    about["counts"]["incidents_call"] += 1
    (backup / backups.ABOUT).write_text(json.dumps(about))

    with pytest.raises(SetupRefused, match="incidents_call"):
        restoring.look_over(Backup.read(backup), prepared.settings(url))


def test_a_backup_says_which_keys_open_it_and_holds_none(station: Town, url: str, folder: Path) -> None:
    backup = Backup.read(backups.write(url, into=folder / "backups"))

    assert backup.keys == tuple(keys.fingerprints(folder))
    written = b"".join(path.read_bytes() for path in backup.folder.iterdir())
    assert not any(key.encode() in written for key in keys.data_keys(folder).split(","))


def test_half_a_backup_is_refused(folder: Path) -> None:
    with pytest.raises(SetupRefused):
        Backup.read(folder)


def test_a_snapshot_counts_what_was_there_when_it_was_taken(station: Town, url: str, now: datetime) -> None:
    with snapshots.held(url) as snapshot:
        make_incident(station, now)

        assert snapshot.counts()["incidents_incident"] == 3


@pytest.mark.long
def test_drill_a_restored_station_lets_its_people_sign_in(
    station: Town, url: str, empty: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    person = station.people["dispatcher"]
    person.password = Argon2PasswordHasher().encode(PASSWORD, "a-salt-of-some-length")
    person.save(update_fields=["password"])
    began = time.monotonic()

    backup = Backup.read(backups.write(url, into=folder / "backups"))
    restoring.put_back(backup, empty)
    env = prepared.settings(empty)
    restoring.look_over(backup, env)
    with restoring.opened(env) as address:
        board = _signed_in(address, person.login)("/incidents/")

    with capsys.disabled():
        sys.stdout.write(f"\ndrill: saved, restored, verified and signed in within {time.monotonic() - began:.1f} s\n")
    assert "JQ" in board


def _signed_in(address: str, login: str) -> Callable[[str], str]:
    """A browser of somebody who typed login and password."""
    browser = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{address}/account/login/", timeout=30).read().decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found is not None
    form = {"csrfmiddlewaretoken": found[1], "login": login, "password": PASSWORD}
    browser.open(f"{address}/account/login/", urlencode(form).encode(), timeout=30)
    return lambda path: browser.open(f"{address}{path}", timeout=30).read().decode()
