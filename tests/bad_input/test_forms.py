"""Odd text, wrong numbers and wrong addresses in every form: an answer with a sentence, and nothing kept by halves."""

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.authorisation.ground import OWN, Ground
from tests.bad_input.spoiling import ODD, POSTED, READ, Spoilt, every_spoilt, fault_in, field_names, rows_stored, send
from tests.builders import new_key

pytestmark = pytest.mark.django_db
GRID = tuple(every_spoilt())
QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
PARTS, EACH_PART, SECONDS = 6, 12_000, 1500.0
"""With the grid and the API (test_api_fuzz.py) more than 100,000 requests; after so many seconds a part stops and says
how far it came."""
EVERY = [Spoilt(row, "*", "a\x00²\ud800") for row in (*POSTED, *READ)]


def test_the_grid_holds_every_form_and_every_odd_value() -> None:
    assert len(field_names()) > 60
    assert {spoilt.row for spoilt in GRID} == {*POSTED, *READ}
    assert {spoilt.value for spoilt in GRID} == set(ODD)


def test_every_form_refuses_what_no_table_holds(ground: Ground) -> None:
    faults = {spoilt.row.as_words: fault_in(answer) for spoilt in EVERY if (answer := send(ground, spoilt)) is not None}

    assert {name: fault for name, fault in faults.items() if fault} == {}


@settings(max_examples=200, derandomize=True, **QUIET)
@given(spoilt=st.sampled_from(GRID))
def test_one_spoilt_field_is_answered(ground: Ground, spoilt: Spoilt) -> None:
    answer = send(ground, spoilt)

    assert answer is None or fault_in(answer) == ""


@settings(max_examples=60, derandomize=True, **QUIET)
@given(
    row=st.sampled_from(POSTED),
    value=st.one_of(st.text(alphabet=st.characters(exclude_characters=""), max_size=300), st.integers().map(str)),
)
def test_any_text_in_every_field_is_answered(ground: Ground, row: object, value: str) -> None:
    answer = send(ground, Spoilt(row, "*", value))  # type: ignore[arg-type]

    assert answer is None or fault_in(answer) == ""


@pytest.mark.long
def test_the_whole_grid_is_answered(ground: Ground) -> None:
    faults = _faults_of(ground, GRID)

    assert faults == {}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(PARTS))
def test_long_tens_of_thousands_of_spoilt_requests_are_answered(ground: Ground, seed: int) -> None:
    """Any field by any mixture of odd values; seeded, so that what is found is found again."""
    faults = _faults_of(ground, islice(_mixtures(Random(seed)), EACH_PART))

    assert faults == {}


def _mixtures(chance: Random) -> Iterator[Spoilt]:
    """A request of the grid with its value doubled, joined with another, cut or stretched."""
    while True:
        spoilt = chance.choice(GRID)
        other, cut = chance.choice(ODD), chance.randrange(1, 40)
        value = chance.choice((spoilt.value + other, other + spoilt.value, spoilt.value[:cut], other[:cut] * cut))
        yield replace(spoilt, value=value[:12_000])


def _faults_of(ground: Ground, requests: Iterable[Spoilt]) -> dict[tuple[str, str, str], str]:
    faults, sent, stored, until = {}, 0, rows_stored(), time.monotonic() + SECONDS
    for spoilt in requests:
        if time.monotonic() > until:
            break
        answer = send(ground, spoilt, stored)
        sent += answer is not None
        if answer is not None and (fault := fault_in(answer)):
            faults[spoilt.row.as_words, spoilt.field, spoilt.value[:20]] = fault
    sys.__stderr__.write(f"\n{sent} spoilt requests, {len(faults)} faults\n")  # type: ignore[union-attr]
    return faults


@pytest.mark.parametrize("size", [6_000_000, 10_000_000])
def test_a_body_of_megabytes_is_refused(ground: Ground, size: int) -> None:
    before = rows_stored()

    answers = [
        ground.browsers["chief"].post(reverse("incidents:take_call"), {"key": str(new_key()), "words": "x" * size}),
        ground.browsers["auxiliary"].post(reverse("duty:act"), b"[" * size, content_type="application/json"),
        ground.browsers["administrator"].post(
            reverse("places:import"), {"file": SimpleUploadedFile("a.csv", b"x" * size), "key": str(new_key())}
        ),
    ]

    assert all(400 <= answer.status_code < 500 and answer.content.strip() for answer in answers)
    assert rows_stored() == before


DOORS = {
    "incidents:take_call": "chief", "personnel:add_person": "chief", "catalogue:import": "chief",
    "places:import": "administrator", "duty:act": "auxiliary", "duty:add_photo": "auxiliary", "positions": "nobody",
}  # fmt: skip
BODIES = (
    "text/plain", "application/x-www-form-urlencoded; charset=nonsense", "multipart/form-data",
    "multipart/form-data; boundary=x", "application/json", "",
)  # fmt: skip


@pytest.mark.parametrize("content_type", BODIES)
def test_a_body_that_is_not_what_it_says_is_answered(ground: Ground, content_type: str) -> None:
    for name, role in DOORS.items():
        answer = ground.browsers[role].generic("POST", reverse(name), b"\xff\xfe{\x00}", content_type=content_type)

        assert fault_in(answer) == "", name
        assert answer.status_code >= 400 or content_type.startswith("application/x-www") or name == "catalogue:import"


NO_PICTURES = (
    b"", b"\xff\xd8\xff\xe0not a picture", b"GIF89a" + b"\x00" * 100, b"<svg onload='x'/>", b"%PDF-1.4",
    b"PK\x03\x04" + b"\x00" * 500,
)  # fmt: skip


@pytest.mark.parametrize("upload", NO_PICTURES)
def test_what_is_no_picture_is_refused_and_no_file_is_kept(ground: Ground, upload: bytes) -> None:
    before, files = rows_stored(), len(list(Path(django_settings.PHOTO_FOLDER).rglob("*")))
    form = {"key": str(new_key()), "assignment": ground.record("own_order", OWN, "auxiliary")}

    answer = ground.browsers["auxiliary"].post(
        reverse("duty:add_photo"), {**form, "photo": SimpleUploadedFile("x.jpg", upload, "image/jpeg")}
    )

    assert answer.status_code == 422 and answer.content.strip()
    assert (rows_stored(), len(list(Path(django_settings.PHOTO_FOLDER).rglob("*")))) == (before, files)
