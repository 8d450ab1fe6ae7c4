"""A disk that is really full: a sentence, nothing by halves, and everything goes on when there is room again."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.urls import reverse

from linwang.web import unavailable
from setup.postgres import Postgres
from tests.authorisation.ground import OWN, Ground, picture
from tests.bad_input.spoiling import rows_stored
from tests.builders import new_key
from tests.setup.conftest import folder

__all__ = ["folder"]
Mount = Callable[[str], Path]


@pytest.fixture
def mount(folder: Path) -> Iterator[Mount]:
    """A small disk of its own, of the size given; only root may make one."""
    mounted: list[Path] = []

    def make(size: str) -> Path:
        place = folder / f"disk{len(mounted)}"
        place.mkdir()
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", place], check=False)
        if made.returncode:
            pytest.skip("a disk of its own can be made by root only")
        mounted.append(place)
        return place

    yield make
    for place in mounted:
        subprocess.run(["umount", "-l", place], check=True)


def _fill(place: Path) -> Path:
    filler = place / "filler"
    with pytest.raises(OSError, match="No space"), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    return filler


@pytest.mark.django_db
def test_a_full_disk_is_said_and_leaves_nothing_by_halves(ground: Ground, mount: Mount, settings: Any) -> None:
    settings.PHOTO_FOLDER = mount("64k")
    filler = _fill(settings.PHOTO_FOLDER)
    before = rows_stored()

    full = _send_photo(ground)
    left = [path for path in settings.PHOTO_FOLDER.rglob("*") if path.is_file() and path != filler]
    filler.unlink()
    again = _send_photo(ground)

    assert (full.status_code, full["Retry-After"]) == (503, "60")
    assert "磁盘已满" in full.json()["refusal"]
    assert left == []
    assert again.status_code in (200, 201, 303)
    assert rows_stored()["incidents_photo"] == before["incidents_photo"] + 1


def _send_photo(ground: Ground) -> Any:
    form = {"key": str(new_key()), "assignment": ground.record("own_order", OWN, "auxiliary")}
    photo = SimpleUploadedFile("x.jpg", picture(), "image/jpeg")
    return ground.browsers["auxiliary"].post(
        reverse("duty:add_photo"), {**form, "photo": photo}, headers={"Accept": "application/json"}
    )


def test_a_database_on_a_full_disk_refuses_and_is_well_when_there_is_room(mount: Mount) -> None:
    server = Postgres(mount("160m") / "postgres")
    try:
        url = server.start()
        with psycopg.connect(url, autocommit=True) as database:
            database.execute("create table acts (words text); create table filler (words text)")
            database.execute("insert into acts values ('acknowledged')")
        problem = _fill_tables(url)
        with psycopg.connect(server.start(), autocommit=True) as database:
            database.execute("drop table filler")
            database.execute("checkpoint")
            database.execute("insert into acts values ('after')")
            kept = [words for (words,) in database.execute("select words from acts order by words")]
    finally:
        server.stop()

    assert kept == ["acknowledged", "after"]
    reason = unavailable._reason_for(_as_django_raises(problem), is_act=True)
    assert reason is not None
    assert "磁盘已满" in reason.sentence or "连不上" in reason.sentence


def _fill_tables(url: str) -> psycopg.Error:
    with pytest.raises(psycopg.OperationalError) as caught, psycopg.connect(url, autocommit=True) as database:
        for _ in range(200):
            database.execute("insert into filler select repeat(md5(n::text), 30) from generate_series(1, 2000) n")
    return caught.value


def _as_django_raises(problem: psycopg.Error) -> OperationalError:
    raised = OperationalError(str(problem))
    raised.__cause__ = problem
    return raised
