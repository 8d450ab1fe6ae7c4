"""What is already there is not installed again."""

from pathlib import Path

import pytest

from setup import keys, stamps
from setup.environment import RUN, TEST, level_to_install, satisfies


def test_an_environment_for_tests_serves_running_too_and_is_not_cut_down() -> None:
    assert satisfies(TEST, wanted=RUN)
    assert not satisfies(RUN, wanted=TEST)
    assert level_to_install(RUN, installed=TEST) == TEST
    assert level_to_install(RUN, installed="") == RUN


def test_a_fingerprint_changes_with_the_content_and_not_with_the_time(tmp_path: Path) -> None:
    place = tmp_path / "run.txt"
    place.write_text("django==5.2")
    before = stamps.fingerprint(place, "3.11")
    place.write_text("django==5.2")

    assert stamps.fingerprint(place, "3.11") == before
    assert stamps.fingerprint(place, "3.12") != before


def test_a_stamp_counts_only_when_it_says_the_word(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"

    assert not stamps.is_done(stamp, "run 1")
    stamps.mark_done(stamp, "run 1")

    assert stamps.is_done(stamp, "test 1", "run 1")
    assert not stamps.is_done(stamp, "run 2")


def test_the_secret_key_is_made_once_and_closed_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LINWANG_SECRET_KEY", raising=False)

    first, second = keys.secret_key(tmp_path), keys.secret_key(tmp_path)

    assert first == second
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
