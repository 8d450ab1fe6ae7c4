"""Homes for databases of their own: outside pytest's folders, which root closes to the database's account."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from setup.postgres import Postgres


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that every account may pass through, gone afterwards."""
    made = Path(tempfile.mkdtemp(prefix="lw", dir="/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def server(folder: Path) -> Iterator[Postgres]:
    """A database server, not started; stopped at the end however it was left."""
    server = Postgres(folder / "postgres")
    yield server
    server.stop()
