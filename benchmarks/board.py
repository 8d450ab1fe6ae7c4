"""`./linwang bench board`: the screens that are open all day, on the demo station's 18 months.

Served in this process by Django's own handler, so that the figures are the page's and not the network's.
Yardstick: the same SQL on a plain cursor, in the same run.
"""

import time
from argparse import Namespace
from typing import Any

from django.test import Client
from django.test.utils import override_settings

from benchmarks.sql_time import bare, spent_in_sql
from benchmarks.table import keep, show, spread
from linwang.incidents.models import Incident
from linwang.incidents.states import OPEN
from linwang.personnel.models import Person

ROUNDS = 40


def main(options: Namespace) -> None:
    """Measure each screen as the demo station's dispatcher."""
    person = Person.objects.get(login="town-dispatcher-1")
    browser = Client()
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    number = Incident.objects.filter(station=person.station_id, status="handling").order_by("-received_at").first()
    screens = {"board": "/incidents/", "search": "/incidents/search/?q=电动车", "shift": "/incidents/shift/"}
    if number:
        screens["incident"] = f"/incidents/{number.number}/"
    with override_settings(ALLOWED_HOSTS=["testserver"], DEBUG=False):
        rows = [_measure(name, address, browser) for name, address in screens.items()]
    counts = {"open": Incident.objects.filter(status__in=OPEN).count(), "all": Incident.objects.count()}
    show(f"{counts['all']} incidents, {counts['open']} open, {ROUNDS} rounds; ms served in this process", rows)
    keep(options.json, {**counts, "rounds": ROUNDS, "screens": rows})


def _measure(name: str, address: str, browser: Client) -> dict[str, Any]:
    _get(browser, address)
    with spent_in_sql() as spent:
        _get(browser, address)
    page, plain = [], []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        _get(browser, address)
        page.append((time.perf_counter() - began) * 1000)
        plain.append(bare(spent.reads) * 1000)
    ms = spread(page)
    return {"screen": name, "queries": spent.count, **ms, "sql_p50": spread(plain)["p50"],
            "times_sql": round(ms["p50"] / spread(plain)["p50"], 2)}  # fmt: skip


def _get(browser: Client, address: str) -> None:
    answer = browser.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
