"""The role of web and worker does all the work of a station, and can neither change nor delete what was written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import psycopg.errors
import pytest
from django.db import ProgrammingError, connection, transaction

from linwang.foundation import chain, database_role
from linwang.foundation.models import JournalHead, JournalLine
from linwang.incidents.actions import forget
from linwang.incidents.actions.close import close
from linwang.incidents.actions.dispatch import dispatch
from linwang.incidents.actions.drafts import save_draft
from linwang.incidents.models import Caller
from linwang.incidents.states import Disposition
from tests.builders import Town, new_key, put_on_duty
from tests.incidents.calls import act, take

pytestmark = pytest.mark.django_db
ROLE = "linwang_app_of_a_test"
JOURNAL = ("foundation_journalline", "foundation_journalseal", "foundation_journalhead", "incidents_incidentkindevent")


@contextmanager
def _as_the_programs() -> Iterator[None]:
    """As web and worker connect; until the block ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {ROLE}")
        yield
        cursor.execute("set constraints all immediate")
        cursor.execute("reset role")
        cursor.execute("set constraints all deferred")


@pytest.fixture
def granted(town: Town) -> Town:
    database_role.grant(ROLE)
    return town


def _refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as problem:
        return isinstance(problem.__cause__, psycopg.errors.InsufficientPrivilege)
    return False


def _a_day_at_the_station(town: Town, now: datetime) -> str:
    number = take(town, now, caller_name="林某", caller_phone="13800000001")
    put_on_duty(town.people["case_officer"], town.units["巡一"], now)
    dispatch(number=number, units=[town.units["巡一"].pk], **act(town, now, "dispatcher"))
    save_draft(draft=new_key(), content={"words": "x"}, serial=1, begun_at=now, by=town.actor("call_taker"), at=now)
    other = take(town, now, caller_phone="13800000002")
    close(number=other, disposition=Disposition.HANDLED, words="x", **act(town, now, "dispatcher"))
    return other


def test_the_work_of_the_station_is_done_and_sealed(granted: Town, now: datetime) -> None:
    with _as_the_programs():
        _a_day_at_the_station(granted, now)
    with _as_the_programs():
        verified = chain.verify()

    assert verified.lines == JournalLine.objects.count() == JournalHead.objects.get().place >= 4
    assert verified.findings == ()


@pytest.mark.parametrize("table", JOURNAL)
@pytest.mark.parametrize("statement", ["update {} set id = id", "delete from {}", "truncate {}"])
def test_what_was_written_is_neither_changed_nor_deleted_nor_emptied(
    granted: Town, now: datetime, table: str, statement: str
) -> None:
    _a_day_at_the_station(granted, now)
    statement = statement.replace("set id = id", f"set {_a_column(table)} = {_a_column(table)}")

    with _as_the_programs():
        assert _refused(statement.format(table))


def test_nobody_forges_a_seal_or_switches_the_guards_off(granted: Town, now: datetime) -> None:
    _a_day_at_the_station(granted, now)
    line = JournalLine.objects.values_list("pk", flat=True).latest("pk")
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")

    with _as_the_programs():
        for statement in (
            f"insert into foundation_journalseal values ({line}, 1, 99, '')",
            "insert into foundation_journalhead values (99, 1, '')",
            f"select linwang_seal(l) from foundation_journalline l where id = {line}",
            "alter table foundation_journalline disable trigger all",
            "set session_replication_role = replica",
            "drop table foundation_journalline cascade",
            "create or replace function linwang_seal_all() returns bigint language sql as 'select 1::bigint'",
        ):
            assert _refused(statement), statement


def test_what_is_to_be_forgotten_is_forgotten_all_the_same(granted: Town, now: datetime) -> None:
    number = _a_day_at_the_station(granted, now)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")

    with _as_the_programs():
        gone = forget.forget_callers(station=granted.station.pk, at=now + timedelta(days=366))

    assert gone == 1
    assert not Caller.objects.filter(call__incident__number=number).exists()
    assert chain.verify().findings == ()


def test_every_table_that_only_grows_is_known() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid"
            " where t.tgname ~ '(append_only|only_grow)'"
        )
        guarded = {name for (name,) in cursor.fetchall()}

    assert guarded == {*database_role.only_growing(), "foundation_journalseal"}


def _a_column(table: str) -> str:
    return {"foundation_journalline": "id", "incidents_incidentkindevent": "pgh_id"}.get(table, "place")
