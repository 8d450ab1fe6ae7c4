"""A house of its own for each test: outside pytest's folders, which root closes to the database's account."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kill.house import House


@pytest.fixture
def house() -> Iterator[House]:
    folder = Path(tempfile.mkdtemp(prefix="lwk", dir="/tmp"))
    folder.chmod(0o755)
    house = House(folder)
    yield house
    house.close()
    shutil.rmtree(folder, ignore_errors=True)
