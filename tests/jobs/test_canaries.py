"""A thousand canaries over everything sensitive: there until their day, and nowhere after it. The clock is moved.

A new enciphered column without a line in `PLANTED` fails.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection

from linwang.duty.models import PositionPast
from linwang.foundation import rotation, vault
from linwang.incidents.actions.close import close
from linwang.incidents.actions.drafts import save_draft
from linwang.incidents.actions.telephone import announce
from linwang.incidents.models import CalledPerson, CallOut, Incident, Photo
from linwang.incidents.queries.search import exported_incidents
from linwang.incidents.queries.search_filters import SearchFilters
from linwang.jobs.timetable import TIMETABLE
from linwang.personnel.actions.people import PersonDetails, change_person
from linwang.personnel.models import Person
from tests.builders import Town, add_person, new_key
from tests.incidents.calls import act, take

pytestmark = pytest.mark.django_db
EACH = 112
"""Eleven kinds of canaries: 1,232 in all."""
LONGEST = timedelta(days=365)
HOUR = timedelta(hours=1)


@dataclass
class Cage:
    """What was planted: words that may stand nowhere, by what they were planted in."""

    town: Town
    at: datetime
    photos: Path
    birds: dict[str, list[str]] = field(default_factory=dict)

    def put(self, where: str, bird: str) -> str:
        """Remember one."""
        self.birds.setdefault(where, []).append(bird)
        return bird


def _phone(n: int, kind: int) -> str:
    return f"1{kind}7{n:08d}"


def _calls(cage: Cage) -> None:
    """Taken and closed by the real acts, with everything a caller may leave."""
    for n in range(EACH):
        number = take(
            cage.town, cage.at,
            caller_name=cage.put("incidents_caller.name", f"金丝雀甲{n}号"),
            caller_phone=cage.put("incidents_caller.phone", _phone(n, 3)),
            on_behalf_of=cage.put("incidents_call.on_behalf_of", f"金丝雀乙{n}号"),
        )  # fmt: skip
        close(number=number, disposition="handled", words="已处理", **act(cage.town, cage.at, "dispatcher"))
        _photo(cage, number, n)


def _photo(cage: Cage, number: str, n: int) -> None:
    name = f"{cage.put('photo', f'canary-{n}')}.jpg"
    (cage.photos / name).write_text(cage.put("photo file", f"金丝雀照片{n}"))
    incident = Incident.objects.get(number=number)
    Photo.objects.create(key=new_key(), incident=incident, file=name, width=1, height=1, at=cage.at)


def _litter(cage: Cage) -> None:
    """A file whose process was killed before its row."""
    path = cage.photos / f"{cage.put('photo', 'canary-without-row')}.jpg"
    path.write_text(cage.put("photo file", "金丝雀照片无主"))
    os.utime(path, (cage.at.timestamp(), cage.at.timestamp()))


def _drafts(cage: Cage) -> None:
    by = cage.town.actor("call_taker")
    for n in range(EACH):
        content = {"caller_name": cage.put("incidents_calldraft.content", f"金丝雀丙{n}号")}
        save_draft(draft=new_key(), content=content, serial=1, begun_at=cage.at, by=by, at=cage.at)


def _rings(cage: Cage) -> None:
    for n in range(EACH):
        phone = cage.put("incidents_incomingcall.phone", _phone(n, 4))
        announce(outside_number=f"canary-{n}", phone=phone, rang_at=cage.at, **act(cage.town, cage.at))


def _people(cage: Cage) -> None:
    """They leave the station at the end."""
    for n in range(EACH):
        person = add_person(cage.town, f"volunteer{n}", "volunteer", name=f"志愿者{n}")
        person.phone = cage.put("personnel_person.phone", _phone(n, 5))
        person.save(update_fields=["phone"])


def _positions(cage: Cage) -> None:
    unit = cage.town.units["巡一"]
    for n in range(EACH):
        lon = cage.put("duty_positionpast", f"120.9{n:03d}77731")
        PositionPast.objects.create(unit=unit, lon=float(lon), lat=30.2, at=cage.at, received_at=cage.at)


def _walk_ups(cage: Cage) -> None:
    """Who walked up to a call-out that has ended."""
    number = take(cage.town, cage.at)
    ended = CallOut.objects.create(
        station=cage.town.station, incident=Incident.objects.get(number=number), status="ended", tasks=["carry"],
        needed=1, meeting_place="操场", begun_at=cage.at - HOUR, until_at=cage.at + HOUR, ended_at=cage.at,
    )  # fmt: skip
    for n in range(EACH):
        CalledPerson.objects.create(
            call_out=ended, wave=0, asked_at=cage.at, name=cage.put("incidents_calledperson.name", f"金丝雀丁{n}号"),
            phone=cage.put("incidents_calledperson.phone", _phone(n, 6)),
        )  # fmt: skip


PLANTED: dict[Callable[[Cage], None], set[str]] = {
    _calls: {"incidents_caller.name", "incidents_caller.phone", "incidents_call.on_behalf_of"},
    _drafts: {"incidents_calldraft.content"},
    _rings: {"incidents_incomingcall.phone"},
    _people: {"personnel_person.phone"},
    _walk_ups: {"incidents_calledperson.name", "incidents_calledperson.phone"},
    _positions: set(),
    _litter: set(),
}


def test_every_sensitive_column_has_its_canary() -> None:
    columns = {f"{one.table}.{column}" for one in rotation.sealed_tables() for column in one.columns}

    assert columns == set().union(*PLANTED.values())


@pytest.fixture
def cage(town: Town, now: datetime, settings: LazySettings, tmp_path: Path) -> Iterator[Cage]:
    settings.PHOTO_FOLDER = tmp_path
    cage = Cage(town, now, tmp_path)
    for plant in PLANTED:
        plant(cage)
    yield cage


def test_a_thousand_canaries_are_nowhere_after_their_day(cage: Cage) -> None:
    birds = [bird for of_one in cage.birds.values() for bird in of_one]
    stored = _stored(cage)
    assert len(birds) >= 1000
    assert set(stored) >= {column for columns in PLANTED.values() for column in columns}

    _night(cage.at + HOUR)
    assert _where(cage, birds, stored) >= {"incidents_caller", "incidents_incomingcall", "incidents_photo", "files"}

    _everybody_leaves(cage)
    _night(cage.at + LONGEST + HOUR)
    assert _where(cage, birds, stored) == set()
    assert _found_by_index(cage) == 0


def _everybody_leaves(cage: Cage) -> None:
    for person in Person.objects.filter(login__startswith="volunteer", name__startswith="志愿者"):
        details = PersonDetails(
            person.name, person.rank, person.station_id, frozenset({"volunteer"}), phone=person.phone
        )
        change_person(person=person.pk, details=details, is_active=False, **act(cage.town, cage.at, "administrator"))


def _night(at: datetime) -> None:
    """Every job that forgets, as the worker calls it."""
    for entry in TIMETABLE:
        if entry.name.startswith("linwang.forget"):
            entry.act(at)


def _stored(cage: Cage) -> dict[str, set[str]]:
    """How each canary lies in its column: the ciphertexts, and the marks."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        for one in rotation.sealed_tables():
            for column in (*one.columns, *(mark for mark, _of, _purpose in one.marks)):
                cursor.execute(
                    f'select encode("{column}", %s) from "{one.table}" where length("{column}") > 0', ["hex"]
                )
                found[f"{one.table}.{column}"] = {text for (text,) in cursor.fetchall()}
    return found


def _where(cage: Cage, birds: list[str], stored: dict[str, set[str]]) -> set[str]:
    """Every table, folder and export in which a canary is still to be found, plain or enciphered."""
    looked_for = [*birds, *(text for texts in stored.values() for text in texts)]
    places = {table: _text_of(table) for table in _tables()}
    places["files"] = "\n".join(f"{path.name} {path.read_text()}" for path in cage.photos.rglob("*") if path.is_file())
    places["export"] = _export(cage)
    return {place for place, text in places.items() if any(word in text for word in looked_for)}


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return list(connection.introspection.table_names(cursor))


def _text_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'select t::text from "{table}" t')
        return "\n".join(row for (row,) in cursor.fetchall())


def _export(cage: Cage) -> str:
    """Every field of the rows that the door writes into the file."""
    rows = exported_incidents(seen_by=cage.town.actor("chief"), filters=SearchFilters.read({}))
    assert len(rows) >= EACH
    return str(rows)


def _found_by_index(cage: Cage) -> int:
    """By the marks alone, as a search does it."""
    marks = [vault.mark(phone, purpose="phone") for phone in cage.birds["incidents_caller.phone"]]
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("select count(*) from incidents_caller where phone_mark = any(%s)", [marks])
        return int(cursor.fetchone()[0])
