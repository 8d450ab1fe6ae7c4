"""The vault: personal details are enciphered before they reach the database, and found again by a keyed hash.

Envelope: each data key is 256 random bits, kept in the database wrapped by the master key of the machine
(`LINWANG_DATA_KEYS`, newest first). What is stored is one byte of version, the data key's number, a nonce and
the AES-256-GCM or SM4-GCM text, bound to its column, so that a value cannot be moved to another column.
A new master key only wraps the data keys anew; a new data key enciphers what is written from then on, and
`rotate` the rest. Sources: NIST SP 800-38D (GCM, 96-bit random nonces), GB/T 32907 (SM4), RFC 2104 (HMAC).
"""

import base64
import hashlib
import hmac
import os
import struct
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection, transaction

from linwang.foundation.models import DataKey

VERSION = 1
_NONCE = 12
_TAG = 16
_HEAD = struct.Struct(">BI")


class Unreadable(Exception):
    """The value cannot be deciphered: the master key is not that of this database, or it was tampered with."""


@dataclass(frozen=True)
class _Key:
    number: int
    cipher: str
    secret: bytes


def encipher(text: str, *, column: str) -> bytes:
    """The text as it is stored; the empty text stays empty, for it says nothing."""
    if not text:
        return b""
    key = _newest()
    nonce = os.urandom(_NONCE)
    return (
        _HEAD.pack(VERSION, key.number) + nonce + _seal(key.cipher, key.secret, nonce, text.encode(), column.encode())
    )


def decipher(stored: bytes, *, column: str) -> str:
    """The text that was stored in the column."""
    if not stored:
        return ""
    _version, number = _HEAD.unpack_from(stored)
    body = stored[_HEAD.size :]
    key = _numbered(number)
    return _open(key.cipher, key.secret, body[:_NONCE], body[_NONCE:], column.encode()).decode()


def mark(text: str, *, purpose: str) -> bytes:
    """A keyed hash by which an exact value is found again without being readable; empty for the empty text."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        return b""
    return hmac.digest(_index_secret(), f"{purpose}\0{plain}".encode(), hashlib.sha256)


def number_of(stored: bytes) -> int:
    """Which data key a stored value was enciphered with."""
    return _HEAD.unpack_from(stored)[1]


def make_key() -> int:
    """A new data key, used from now on by this process; returns its number."""
    made = _make(settings.DATA_CIPHER, is_for_marks=False)
    forget()
    return made


@transaction.atomic
def wrap_anew() -> int:
    """Wrap every data key with the newest master key; returns how many. The older master may then go."""
    keys = list(DataKey.objects.select_for_update())
    for key in keys:
        key.wrapped = _wrap(_unwrap(bytes(key.wrapped)))
        key.save(update_fields=["wrapped"])
    forget()
    return len(keys)


def hold_keys() -> None:
    """Read the keys now: a connection that copies rows in cannot be asked for them meanwhile."""
    _newest()
    _index_secret()


def forget() -> None:
    """Drop the keys this process holds, so that they are read again."""
    for held in (_newest, _numbered, _index_secret):
        held.cache_clear()


@lru_cache(maxsize=1)
def _newest() -> _Key:
    newest = DataKey.objects.filter(is_for_marks=False).order_by("-pk")
    row = newest.first()
    if row is None:
        _make(settings.DATA_CIPHER, is_for_marks=False)
        row = newest[0]
    return _numbered(row.pk)


@lru_cache(maxsize=64)
def _numbered(number: int) -> _Key:
    row = DataKey.objects.filter(pk=number).first()
    if row is None:
        raise Unreadable(f"data key {number} is not in the database")
    return _Key(number, row.cipher, _unwrap(bytes(row.wrapped)))


@lru_cache(maxsize=1)
def _index_secret() -> bytes:
    oldest = DataKey.objects.filter(is_for_marks=True).order_by("pk")
    row = oldest.first()
    if row is None:
        _make("aes", is_for_marks=True)
        row = oldest[0]  # of two processes that made one at once, both take the older
    return _unwrap(bytes(row.wrapped))


def _make(cipher: str, *, is_for_marks: bool) -> int:
    """A key committed by a connection of its own: an act that is rolled back must not take its key away."""
    wrapped = _wrap(os.urandom(16 if cipher == "sm4" else 32))
    apart = connection.copy()
    try:
        with apart.cursor() as cursor:
            cursor.execute(
                "insert into foundation_datakey (cipher, wrapped, is_for_marks) values (%s, %s, %s) returning id",
                [cipher, wrapped, is_for_marks],
            )
            return int(cursor.fetchone()[0])
    finally:
        apart.close()


def _masters() -> list[bytes]:
    keys = [base64.urlsafe_b64decode(key) for key in settings.DATA_KEYS]
    if not keys or any(len(key) != 32 for key in keys):
        raise Unreadable("LINWANG_DATA_KEYS must hold 32 bytes in base64, the newest first")
    return keys


def _wrap(secret: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_masters()[0]).encrypt(nonce, secret, b"data key")


def _unwrap(wrapped: bytes) -> bytes:
    for master in _masters():
        try:
            return AESGCM(master).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], b"data key")
        except InvalidTag:
            continue
    raise Unreadable("no master key opens this database's data keys")


def _seal(cipher: str, secret: bytes, nonce: bytes, text: bytes, bound_to: bytes) -> bytes:
    if cipher == "aes":
        return AESGCM(secret).encrypt(nonce, text, bound_to)
    sealing = Cipher(algorithms.SM4(secret), modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(bound_to)
    return sealing.update(text) + sealing.finalize() + sealing.tag


def _open(cipher: str, secret: bytes, nonce: bytes, body: bytes, bound_to: bytes) -> bytes:
    try:
        if cipher == "aes":
            return AESGCM(secret).decrypt(nonce, body, bound_to)
        opening = Cipher(algorithms.SM4(secret), modes.GCM(nonce, body[-_TAG:])).decryptor()
        opening.authenticate_additional_data(bound_to)
        return opening.update(body[:-_TAG]) + opening.finalize()
    except InvalidTag:
        raise Unreadable("the value was tampered with, or belongs to another column") from None
