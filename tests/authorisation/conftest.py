"""One town for all of these tests: making it costs more than asking it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from linwang.foundation import vault
from tests.authorisation.ground import Ground, make_ground


@pytest.fixture(scope="package")
def ground(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """In one transaction that is never committed; what a test changes it puts back itself."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.PHOTO_FOLDER", Path(tmp_path_factory.mktemp("photos")))
        maps = Path(tmp_path_factory.mktemp("map"))
        (maps / "base.pmtiles").write_bytes(b"PMTiles")
        patch.setattr("django.conf.settings.MAP_FOLDER", maps)
        vault.forget()
        with transaction.atomic():
            yield make_ground()
            transaction.set_rollback(True)
        vault.forget()
