"""What every test may ask for: a small station with people and units, on the real database."""

from datetime import UTC, datetime

import pytest

from tests.builders import Town, make_town

NOW = datetime(2026, 7, 15, 12, 0, tzinfo=UTC)
"""Wednesday, 20:00 at the station."""


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def town(db: None) -> Town:
    return make_town()
