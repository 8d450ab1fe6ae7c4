"""What is kept for a time only is gone after its day, and not before."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.db import connection

from linwang.foundation.fields import EncipheredText
from linwang.incidents.actions.close import close
from linwang.incidents.actions.forget import forget_callers, forget_photos, forget_rings
from linwang.incidents.actions.refer import refer
from linwang.incidents.actions.take_call import take_call
from linwang.incidents.actions.telephone import announce
from linwang.incidents.models import Call, Caller, Incident, IncomingCall, Photo
from tests.builders import Town, new_key

ROOT = Path(__file__).resolve().parents[2]
YEAR = timedelta(days=365)


def _take(town: Town, at: datetime, name: str = "周先生") -> str:
    return take_call(
        words="有人偷钱包", channel="phone", rang_at=at, caller_name=name, caller_phone="13800000000",
        on_behalf_of="母亲赵桂香", key=new_key(), by=town.actor("dispatcher"), at=at,
    )  # fmt: skip


def _close(town: Town, number: str, at: datetime) -> None:
    by = town.actor("dispatcher")
    refer(number=number, partner=None, to_words="居委会", words="", key=new_key(), by=by, at=at)
    close(number=number, disposition="referred", words="已转办", key=new_key(), by=by, at=at)


def test_callers_leave_a_year_after_closing_and_the_words_stay(town: Town, now: datetime) -> None:
    closed, still_open = _take(town, now), _take(town, now, "钱女士")
    _close(town, closed, now)
    station = town.station.pk

    assert forget_callers(station=station, at=now + YEAR - timedelta(hours=1)) == 0
    assert forget_callers(station=station, at=now + YEAR + timedelta(hours=1)) == 1

    assert Caller.objects.get().name == "钱女士"
    assert Call.objects.get(incident__number=closed).on_behalf_of == ""
    assert Call.objects.get(incident__number=closed).words == "有人偷钱包"
    assert Call.objects.get(incident__number=still_open).on_behalf_of == "母亲赵桂香"


def test_photos_leave_with_their_files(town: Town, now: datetime, settings: LazySettings, tmp_path: Path) -> None:
    settings.PHOTO_FOLDER = tmp_path
    number = _take(town, now)
    _close(town, number, now)
    (tmp_path / "a.jpg").write_bytes(b"x")
    incident = Incident.objects.get(number=number)
    Photo.objects.create(key=new_key(), incident=incident, file="a.jpg", width=1, height=1, at=now)

    assert forget_photos(station=town.station.pk, at=now + YEAR + timedelta(hours=1)) == 1

    assert not Photo.objects.exists()
    assert not (tmp_path / "a.jpg").exists()


def test_rings_leave_after_their_days(town: Town, now: datetime) -> None:
    announce(outside_number="T-1", phone="13800000000", rang_at=now, key=new_key(), by=town.actor("call_taker"), at=now)

    assert forget_rings(station=town.station.pk, at=now + timedelta(days=29)) == 0
    assert forget_rings(station=town.station.pk, at=now + timedelta(days=31)) == 1
    assert not IncomingCall.objects.exists()


@pytest.mark.django_db
def test_a_hundred_canaries_are_gone_from_every_table_after_their_day(town: Town, now: datetime) -> None:
    for number in range(100):
        _close(town, _take(town, now, f"金丝雀{number}"), now)

    forget_callers(station=town.station.pk, at=now + YEAR + timedelta(hours=1))

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select count(*) from "{table}" t where t::text like %s', ["%金丝雀%"])
            assert cursor.fetchone() == (0,), table
    assert not Caller.objects.exists()


def test_every_enciphered_column_has_its_line_in_the_table() -> None:
    table = (ROOT / "docs/retention.md").read_text()

    missing = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models() for field in model._meta.concrete_fields
        if isinstance(field, EncipheredText) and f"`{model.__name__}.{field.name}`" not in table
    ]  # fmt: skip

    assert missing == []
