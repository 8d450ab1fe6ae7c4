"""Exports: a purpose always, a second person for many rows, one download, and every step in the journal."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from linwang.foundation import journal
from linwang.foundation.refusals import BadInput, NotAllowed, NotFound, WrongMoment
from linwang.incidents.actions.export_search import approve_export, ask_export, forget_exports, take_export
from linwang.incidents.models import Export
from linwang.incidents.queries import exports as queries
from linwang.incidents.queries.search_filters import SearchFilters
from linwang.incidents.rules import exporting
from tests.builders import Town, add_person, new_key
from tests.incidents.test_board import make

ALL = SearchFilters()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, town: Town, now: datetime) -> None:
    """Three incidents, and two rows that one person may take alone."""
    monkeypatch.setattr(exporting, "ALONE_ROWS", 2)
    for number in (1, 2, 3):
        make(town, now, number)


def _ask(town: Town, at: datetime, role: str = "duty_officer", **chosen: str) -> int:
    filters = SearchFilters.read(chosen) if chosen else ALL
    return ask_export(filters=filters, purpose="研判", key=new_key(), by=town.actor(role), at=at)


def _by(town: Town, role: str, at: datetime) -> dict[str, Any]:
    return {"key": new_key(), "by": town.actor(role), "at": at}


def _journal(export: int) -> list[tuple[str, str]]:
    return [(line.what, line.words) for line in journal.lines_of("export", [str(export)])]


def test_few_rows_are_given_at_once_with_their_purpose_in_the_journal(few: None, town: Town, now: datetime) -> None:
    export = _ask(town, now, q="0715-0001")

    granted = queries.granted(export, seen_by=town.actor("duty_officer"), at=now)

    assert (granted.purpose, granted.approved_by, granted.filters.q) == ("研判", "", "0715-0001")
    assert _journal(export) == [("exported", "研判")]


def test_many_rows_wait_for_a_second_person_and_are_taken_once(few: None, town: Town, now: datetime) -> None:
    export, officer = _ask(town, now), town.actor("duty_officer")
    with pytest.raises(WrongMoment, match="还没有批准"):
        take_export(export=export, **_by(town, "duty_officer", now))

    approve_export(export=export, **_by(town, "chief", now))
    take_export(export=export, **_by(town, "duty_officer", now))

    assert queries.granted(export, seen_by=officer, at=now).approved_by == town.people["chief"].name
    with pytest.raises(WrongMoment, match="已经下载过"):
        take_export(export=export, **_by(town, "duty_officer", now))
    with pytest.raises(WrongMoment, match="已经下载过"):
        queries.granted(export, seen_by=officer, at=now + timedelta(minutes=6))
    assert [what for what, _words in _journal(export)] == ["export_asked", "export_approved", "exported"]


def test_nobody_approves_their_own_nor_takes_anothers(few: None, town: Town, now: datetime) -> None:
    export = _ask(town, now)

    with pytest.raises(WrongMoment, match="自己的导出"):
        approve_export(export=export, **_by(town, "duty_officer", now))
    approve_export(export=export, **_by(town, "chief", now))
    with pytest.raises(WrongMoment, match="申请人本人"):
        take_export(export=export, **_by(town, "chief", now))
    with pytest.raises(NotFound):
        queries.granted(export, seen_by=town.actor("chief"), at=now)


def test_the_database_too_lets_nobody_approve_their_own(few: None, town: Town, now: datetime) -> None:
    export = Export.objects.get(pk=_ask(town, now))
    export.approved_by = export.asked_by

    with pytest.raises(IntegrityError, match="nobody_approves_their_own_export"):
        export.save(update_fields=["approved_by"])


def test_many_small_exports_are_one_large_one(few: None, town: Town, now: datetime) -> None:
    _ask(town, now, q="0715-0001")
    _ask(town, now, q="0715-0002")

    third = _ask(town, now + timedelta(hours=1), q="0715-0003")
    next_day = _ask(town, now + timedelta(hours=25), q="0715-0003")

    officer = town.actor("duty_officer")
    assert queries.is_waiting(third, seen_by=officer)
    assert not queries.is_waiting(next_day, seen_by=officer)


def test_an_approval_has_its_time(few: None, town: Town, now: datetime) -> None:
    late, slow = _ask(town, now), _ask(town, now)
    approve_export(export=slow, **_by(town, "chief", now + timedelta(hours=3)))

    with pytest.raises(WrongMoment, match="4 小时"):
        approve_export(export=late, **_by(town, "chief", now + timedelta(hours=5)))
    with pytest.raises(WrongMoment, match="1 小时"):
        take_export(export=slow, **_by(town, "duty_officer", now + timedelta(hours=5)))
    states = [row.state for row in queries.exports(
        seen_by=town.actor("chief"), page=1, at=now + timedelta(hours=5)).rows]  # fmt: skip
    assert states == ["lapsed", "lapsed"]


def test_a_purpose_and_the_capability_are_needed(few: None, town: Town, now: datetime) -> None:
    with pytest.raises(BadInput, match="用途"):
        ask_export(filters=ALL, purpose="", **_by(town, "duty_officer", now))
    with pytest.raises(NotAllowed):
        _ask(town, now, "dispatcher")
    with pytest.raises(NotAllowed):
        approve_export(export=_ask(town, now), **_by(town, "dispatcher", now))


def test_another_stations_export_is_not_there(few: None, town: Town, now: datetime) -> None:
    add_person(town, "chief", "officer", station=town.neighbour)

    with pytest.raises(NotFound):
        approve_export(export=_ask(town, now), **_by(town, "chief@02", now))


def test_what_was_asked_long_ago_is_forgotten(few: None, town: Town, now: datetime) -> None:
    _ask(town, now)

    assert forget_exports(station=town.station.pk, at=now + timedelta(days=89)) == 0
    assert forget_exports(station=town.station.pk, at=now + timedelta(days=91)) == 1
