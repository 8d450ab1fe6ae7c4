"""Run as a program: makes the manned town in the database of the kill loop and prints who may act there."""

import json
import sys
from datetime import UTC, datetime

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402

from tests.builders import make_town  # noqa: E402
from tests.incidents.making import man_all_units  # noqa: E402

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DESKS = ("dispatcher", "duty_officer", "chief")


def main() -> None:
    """One session for each desk, and the ids of the units."""
    with transaction.atomic():
        town = make_town()
        man_all_units(town, datetime.now(UTC))
    sessions = []
    for role in DESKS:
        browser = Client()
        browser.force_login(town.people[role], backend=BACKEND)
        sessions.append(browser.cookies[settings.SESSION_COOKIE_NAME].value)
    json.dump({"sessions": sessions, "units": [unit.pk for unit in town.units.values()]}, sys.stdout)


main()
