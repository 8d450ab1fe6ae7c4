"""A town whose units are all manned, and an incident at the desk."""

from datetime import datetime

import pytest

from linwang.incidents.models import Incident
from tests.builders import Town
from tests.incidents.making import make_incident, man_all_units


@pytest.fixture
def manned(town: Town, now: datetime) -> Town:
    man_all_units(town, now)
    return town


@pytest.fixture
def incident(manned: Town, now: datetime) -> Incident:
    return make_incident(manned, now)
