"""Every address as everybody, on the own station's records, another station's, and from the bureau."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from linwang.foundation.capabilities import Role
from tests.authorisation.asking import answer_of, ask
from tests.authorisation.ground import AT_THE_BUREAU, OWN, THEIRS, Ground
from tests.authorisation.matrix import ALL, ASKED_ELSEWHERE, TABLE, Answer, Row

pytestmark = pytest.mark.django_db

PERSONS_OF_ONE = {"draft", "own_order", "own_shift", "crew_photo", "unit", "task", "prefix"}
"""What is one person's, one crew's, one shift's, one agency's: the bureau has no way in either."""


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.as_words)
def test_each_is_answered_as_the_table_says(ground: Ground, row: Row) -> None:
    got = {role: answer_of(ask(ground, row, role, OWN)) for role in (*sorted(ALL), "nobody")}

    assert got == {role: _expected(row, role) for role in got}


@pytest.mark.parametrize("row", [row for row in TABLE if row.record], ids=lambda row: row.as_words)
def test_what_is_another_stations_is_not_there(ground: Ground, row: Row) -> None:
    askers = sorted(row.who - {"analyst"})

    got = {role: answer_of(ask(ground, row, role, THEIRS)) for role in askers}

    assert got == dict.fromkeys(askers, Answer.HIDDEN)


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row.record and row.record not in PERSONS_OF_ONE], ids=lambda row: row.as_words
)
def test_the_bureau_reaches_its_stations(ground: Ground, row: Row) -> None:
    askers = [role for role in AT_THE_BUREAU if role != "auxiliary"]

    got = {(role, side): answer_of(ask(ground, row, f"{role}@90", side)) for role in askers for side in (OWN, THEIRS)}

    assert got == {(role, side): _expected(row, role) for role, side in got}


def test_every_address_of_ours_has_its_row() -> None:
    names = {name for name, view in _named(get_resolver()) if view.__module__.startswith("linwang.")}

    assert names == {row.name for row in TABLE} | set(ASKED_ELSEWHERE)


def test_the_table_knows_every_role() -> None:
    assert set(Role) == ALL


def _expected(row: Row, role: str) -> Answer:
    if role in row.who:
        return Answer.LET_IN
    return Answer.SIGN_IN if role == "nobody" else Answer.REFUSED


def _named(resolver: URLResolver, space: str = "") -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found += _named(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            view = getattr(entry.callback, "func", entry.callback)
            found.append((f"{space}{entry.name or view.__name__}", view))
    return found
