"""Who started the database stops it, unless somebody else still uses it."""

from pathlib import Path

import pytest

from setup import database


def test_it_stops_with_the_last_who_uses_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("LINWANG_HOME", str(folder))

    with database.running():
        with database.running():
            pass
        still = database.own().is_running()

    assert still
    assert not database.own().is_running()


def test_a_given_database_is_used_and_nothing_is_started(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/linwang")
    monkeypatch.setenv("LINWANG_HOME", str(folder))

    with database.running() as url:
        assert url == "postgresql://db.example/linwang"

    assert list(folder.iterdir()) == []
