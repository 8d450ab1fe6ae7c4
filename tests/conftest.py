"""What every test may ask for: a small station with people and units, on the real database, without a network."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import hypothesis
import pytest
from django.test import Client

from linwang.foundation import vault
from tests.builders import Town, make_town

# The same examples every time, however busy the machine: what a run finds, the next run finds too.
hypothesis.settings.register_profile(
    "linwang", deadline=None, derandomize=True, database=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("linwang")

NOW = datetime(2026, 7, 15, 12, 0, tzinfo=UTC)
"""Wednesday, 20:00 at the station."""


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Only this machine: a test that reaches further fails."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", only_here)
        yield


@pytest.fixture(autouse=True)
def _fresh_data_keys() -> None:
    """Data keys of a database that was emptied since are not used again."""
    vault.forget()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def town(db: None) -> Town:
    return make_town()


@pytest.fixture
def signed_in(town: Town, client: Client) -> Any:
    """`signed_in("dispatcher")` is a browser of that person."""

    def sign_in(role: str) -> Client:
        browser = Client()
        browser.force_login(town.people[role], backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    return sign_in
