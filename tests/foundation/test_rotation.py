"""New keys while people work: all stays readable and is found, also when the rotation is killed in the middle."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import LazySettings, settings
from django.core.management import call_command
from django.db import connection

from linwang.foundation import rotation, vault
from linwang.foundation.bulk import copy_rows
from linwang.foundation.models import DataKey
from linwang.incidents.actions.search_phone import search_by_phone
from linwang.incidents.actions.telephone import announce
from linwang.incidents.models import Call, CallDraft, Caller, Incident, IncomingCall
from linwang.personnel.models import Person
from tests.builders import Town, make_town, new_key
from tests.incidents.calls import act, take

ROOT = Path(__file__).resolve().parents[2]
PHONE = "13800000001"
ROWS = 2000


@pytest.fixture(autouse=True)
def _few_keys(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keys are committed apart from the test: those made here must not stay for the next."""
    request.getfixturevalue("db" if request.node.get_closest_marker("django_db") is None else "transactional_db")
    before = set(DataKey.objects.values_list("pk", flat=True))
    yield
    DataKey.objects.exclude(pk__in=before).delete() if before else None
    vault.forget()


def _write_everywhere(town: Town, now: datetime) -> None:
    take(town, now, caller_name="林某", caller_phone=PHONE, on_behalf_of="赵桂香")
    CallDraft.objects.create(
        key=new_key(), station=town.station, person=town.people["call_taker"], content={"words": "钱包"}, begun_at=now,
        changed_at=now,
    )  # fmt: skip
    announce(outside_number="t-1", phone=PHONE, rang_at=now, **act(town, now))
    person = town.people["dispatcher"]
    person.phone = "13900000002"
    person.save(update_fields=["phone"])


def _all_is_there(town: Town, now: datetime) -> bool:
    caller = Caller.objects.get()
    said = (caller.name, caller.phone, Call.objects.get().on_behalf_of, CallDraft.objects.get().content["words"])
    rang, reached = IncomingCall.objects.get().phone, Person.objects.get(login="dispatcher").phone
    found = Caller.objects.filter(phone_mark__in=vault.marks(PHONE, purpose="phone")).count()
    return (*said, rang, reached, found) == ("林某", PHONE, "赵桂香", "钱包", PHONE, "13900000002", 1)


def test_every_column_that_is_enciphered_is_taken_along() -> None:
    known = {(one.table, column) for one in rotation.sealed_tables() for column in one.columns}

    assert known >= {
        ("incidents_caller", "name"), ("incidents_caller", "phone"), ("incidents_call", "on_behalf_of"),
        ("incidents_calldraft", "content"), ("incidents_incomingcall", "phone"), ("personnel_person", "phone"),
    }  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [("aes", "aes"), ("aes", "sm4"), ("sm4", "aes")])
@pytest.mark.django_db(transaction=True)
def test_new_keys_take_over_and_the_old_ones_go(settings: LazySettings, now: datetime, before: str, after: str) -> None:
    DataKey.objects.all().delete()
    vault.forget()
    settings.DATA_CIPHER = before
    town = make_town()
    _write_everywhere(town, now)
    (old,) = vault.numbers()

    call_command("rotate", cipher=after, wait=0)

    assert _all_is_there(town, now)
    (new,) = vault.numbers()
    assert new > old
    assert (vault.cipher_of_newest(), DataKey.objects.count()) == (after, 2)


@pytest.mark.django_db(transaction=True)
def test_a_search_finds_by_old_and_new_marks_while_it_is_under_way(now: datetime) -> None:
    town = make_town()
    take(town, now, caller_phone=PHONE)
    vault.make_keys(cipher="aes")
    take(town, now, caller_phone=PHONE)

    found = search_by_phone(phone=PHONE, reason="核对", **act(town, now, "dispatcher"))

    assert len(found) == 2


@pytest.mark.django_db(transaction=True)
def test_a_process_that_holds_older_keys_takes_the_new_ones_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    vault.encipher("x", column="x")
    held = vault._keys()
    vault.make_keys(cipher="aes")
    monkeypatch.setattr(vault, "_ring", held)

    assert vault.number_of(vault.encipher("x", column="x")) == held.data[0].number
    monkeypatch.setattr(vault, "FRESH_SECONDS", 0.0)
    assert vault.number_of(vault.encipher("x", column="x")) > held.data[0].number


@pytest.mark.django_db(transaction=True)
def test_a_rotation_killed_in_the_middle_loses_nothing_and_goes_on(now: datetime) -> None:
    town = make_town()
    number = take(town, now)
    calls = _many_calls(town, Incident.objects.get(number=number), now, ROWS)

    was_killed = not _rotate_until_killed()
    vault.forget()
    left = rotation.rows_left()
    is_whole = _every_phone_is_there(calls)
    call_command("rotate", wait=0)

    assert was_killed
    assert 0 < left < ROWS
    assert is_whole
    assert _every_phone_is_there(calls)
    assert (rotation.rows_left(), len(vault.numbers()), DataKey.objects.count()) == (0, 1, 2)


def _every_phone_is_there(calls: list[int]) -> bool:
    """Readable, and found by its mark."""
    found = Caller.objects.filter(pk__in=calls).order_by("-pk")
    some = range(0, ROWS, 97)
    marks = {mark for n in some for mark in vault.marks(_phone(n), purpose="phone")}
    return [one.phone for one in found] == [_phone(n) for n in range(ROWS)] and (
        Caller.objects.filter(phone_mark__in=marks).count() == len(some)
    )


def _phone(n: int) -> str:
    return f"139{n:08d}"


def _many_calls(town: Town, incident: Incident, now: datetime, count: int) -> list[int]:
    copy_rows(Call, (
        {"station_id": town.station.pk, "incident_id": incident.pk, "channel": "phone", "words": "x", "rang_at": now,
         "taken_at": now} for _ in range(count)
    ))  # fmt: skip
    calls = list(Call.objects.order_by("-pk").values_list("pk", flat=True)[:count])
    copy_rows(Caller, ({"call_id": call, "name": "林某", "phone": _phone(n)} for n, call in enumerate(calls)))
    return calls


def _rotate_until_killed() -> bool:
    """Start `rotate` as a program and kill it when it has changed its first rows; says whether it ended before."""
    words = [sys.executable, "manage.py", "rotate", "--wait", "0", "--bunch", "5"]
    program = subprocess.Popen(words, cwd=ROOT, env=_environment(), stdout=subprocess.DEVNULL)
    while program.poll() is None and not (rotation.is_under_way() and rotation.rows_left() < ROWS):
        time.sleep(0.01)
    program.kill()
    return program.wait() == 0


def _environment() -> dict[str, str]:
    of = {name: quote(str(connection.settings_dict[name]), safe="") for name in ("NAME", "USER", "PASSWORD", "HOST")}
    who = f"{of['USER']}:{of['PASSWORD']}@" if of["PASSWORD"] else f"{of['USER']}@"
    return os.environ | {
        "DATABASE_URL": f"postgresql://{who}/{of['NAME']}?host={of['HOST']}",
        "LINWANG_SECRET_KEY": settings.SECRET_KEY,
        "LINWANG_DATA_KEYS": ",".join(settings.DATA_KEYS),
        "DJANGO_SETTINGS_MODULE": "linwang.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
