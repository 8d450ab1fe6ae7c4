"""The vault: enciphered in the database, found by a keyed hash, keys that can be changed."""

import base64
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.db import transaction

from linwang.foundation import vault
from linwang.foundation.models import DataKey

pytestmark = pytest.mark.django_db
COLUMN = "test.phone"


@pytest.fixture(autouse=True)
def _fresh_keys() -> Iterator[None]:
    vault.forget()
    yield
    vault.forget()


@pytest.mark.parametrize("cipher", ["aes", "sm4"])
@pytest.mark.parametrize("text", ["13800000000", "周先生", "", "𠮷\n"])
def test_what_is_put_in_comes_out_and_cannot_be_read_between(settings: LazySettings, cipher: str, text: str) -> None:
    settings.DATA_CIPHER = cipher

    stored = vault.encipher(text, column=COLUMN)

    assert vault.decipher(stored, column=COLUMN) == text
    assert not text or text.encode() not in stored
    assert not text or vault.encipher(text, column=COLUMN) != stored


@pytest.mark.parametrize("cipher", ["aes", "sm4"])
def test_a_changed_byte_or_another_column_is_noticed(settings: LazySettings, cipher: str) -> None:
    settings.DATA_CIPHER = cipher
    stored = vault.encipher("13800000000", column=COLUMN)

    with pytest.raises(vault.Unreadable):
        vault.decipher(stored, column="test.name")
    for place in range(5, len(stored)):
        broken = stored[:place] + bytes([stored[place] ^ 1]) + stored[place + 1 :]
        with pytest.raises(vault.Unreadable):
            vault.decipher(broken, column=COLUMN)


def test_the_same_number_has_the_same_mark_however_it_is_typed() -> None:
    assert vault.mark("138 0000 0000", purpose="phone") == vault.mark("１３８00000000", purpose="phone")
    assert vault.mark("13800000000", purpose="phone") != vault.mark("13800000001", purpose="phone")
    assert vault.mark("13800000000", purpose="phone") != vault.mark("13800000000", purpose="name")
    assert vault.mark(" ", purpose="phone") == b""


def test_a_new_data_key_serves_what_is_written_next_and_the_old_one_stays_readable() -> None:
    old = vault.encipher("13800000000", column=COLUMN)

    vault.make_keys(cipher="aes")
    new = vault.encipher("13800000000", column=COLUMN)

    assert vault.number_of(new) > vault.number_of(old)
    assert vault.decipher(old, column=COLUMN) == vault.decipher(new, column=COLUMN)


def test_a_new_master_key_takes_over_and_the_old_one_may_go(settings: LazySettings) -> None:
    stored = vault.encipher("13800000000", column=COLUMN)
    found = vault.mark("13800000000", purpose="phone")
    old, new = settings.DATA_KEYS[0], base64.urlsafe_b64encode(b"n" * 32).decode()

    settings.DATA_KEYS = [new, old]
    assert vault.wrap_anew() == DataKey.objects.count() >= 2
    settings.DATA_KEYS = [new]
    vault.forget()

    assert vault.decipher(stored, column=COLUMN) == "13800000000"
    assert vault.mark("13800000000", purpose="phone") == found


def test_a_wrong_master_key_opens_nothing(settings: LazySettings) -> None:
    stored = vault.encipher("13800000000", column=COLUMN)
    settings.DATA_KEYS = [base64.urlsafe_b64encode(b"x" * 32).decode()]
    vault.forget()

    with pytest.raises(vault.Unreadable):
        vault.decipher(stored, column=COLUMN)


def test_an_act_that_is_rolled_back_does_not_take_its_key_away() -> None:
    with pytest.raises(KeyError), transaction.atomic():
        vault.encipher("13800000000", column=COLUMN)
        raise KeyError

    stored = vault.encipher("13800000000", column=COLUMN)
    vault.forget()

    assert vault.decipher(stored, column=COLUMN) == "13800000000"
