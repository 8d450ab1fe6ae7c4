"""A word that a spreadsheet would run as a formula comes out as a word."""

import csv
import io

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from linwang.foundation import clock
from linwang.web.incidents.spreadsheet import csv_text
from tests.authorisation.ground import Ground, call
from tests.builders import new_key

BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", " =", "\u200b=", "\ufeff=", "＝", "|", "%")


def _cells(text: str) -> list[str]:
    return [cell for row in list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:] for cell in row]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=5))
def test_no_cell_begins_a_formula(words: list[str]) -> None:
    for cell in _cells(csv_text(["头"], [[word] for word in words])):
        assert not cell.strip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("beginning", BEGINNINGS)
@pytest.mark.django_db
def test_an_incidents_words_are_no_formula_in_the_export(ground: Ground, beginning: str) -> None:
    call(
        ground.town.actor("dispatcher"),
        clock.now(),
        f'{beginning}HYPERLINK("http://x")钱包',
        place_words=f"{beginning}1+1",
    )

    answer = ground.browsers["chief"].post(reverse("incidents:export"), {"key": str(new_key()), "purpose": "研判"})

    cells = _cells(answer.content.decode())
    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell.strip("\u200b\ufeff \t\r\n").startswith(("=", "+", "-", "@", "＝"))] == []
