"""Callers' details stand enciphered in the database, and an exact number is found all the same."""

from datetime import datetime

import pytest
from django.apps import apps
from django.db import connection

from linwang.foundation.fields import EncipheredText
from linwang.incidents.actions.search_phone import search_by_phone
from linwang.incidents.actions.take_call import take_call
from linwang.incidents.models import Caller
from tests.builders import Town, new_key


def _take(town: Town, now: datetime) -> str:
    return take_call(
        words="有人偷钱包", channel="phone", rang_at=now, caller_name="周先生", caller_phone="138 0000 0000",
        on_behalf_of="母亲赵桂香", key=new_key(), by=town.actor("call_taker"), at=now,
    )  # fmt: skip


def test_the_database_holds_no_plain_name_or_number(town: Town, now: datetime) -> None:
    _take(town, now)

    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select t::text from "{table}" t')
            found += [
                table for (row,) in cursor.fetchall() if "13800000000" in row or "周先生" in row or "赵桂香" in row
            ]

    assert found == []
    assert Caller.objects.get().name == "周先生"


def test_a_number_is_found_exactly_however_it_is_typed(town: Town, now: datetime) -> None:
    number = _take(town, now)
    asked = {"reason": "回拨核实", "by": town.actor("dispatcher"), "at": now}

    assert search_by_phone(phone="138-0000-0000", key=new_key(), **asked) == [number]
    assert search_by_phone(phone="13800000001", key=new_key(), **asked) == []


def test_an_enciphered_column_cannot_be_searched_by_mistake(town: Town) -> None:
    with pytest.raises(TypeError):
        Caller.objects.filter(phone="13800000000").exists()
    assert not Caller.objects.exclude(phone="").exists()


def test_what_is_enciphered() -> None:
    columns = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models() for field in model._meta.concrete_fields if isinstance(field, EncipheredText)
    }  # fmt: skip

    assert columns == {
        "Call.on_behalf_of", "CallDraft.content", "CalledPerson.name", "CalledPerson.phone", "Caller.name",
        "Caller.phone", "IncomingCall.phone", "Person.phone",
    }  # fmt: skip
