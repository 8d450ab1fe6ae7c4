"""The vault: personal details are enciphered before they reach the database, and found again by a keyed hash.

Envelope: each data key is 256 random bits, kept in the database wrapped by the master key of the machine
(`LINWANG_DATA_KEYS`, newest first). What is stored is one byte of version, the data key's number, a nonce and
the AES-256-GCM or SM4-GCM text, bound to its column, so that a value cannot be moved to another column.
A new master key only wraps the data keys anew; a new data key enciphers what is written from then on, and `rotation`
the rest. A process reads the keys anew every half minute, and knows all of them: the newest writes, each of them reads,
and a search asks for the marks of all.

Sources: NIST SP 800-38D (GCM, 96-bit random nonces), GB/T 32907 (SM4), RFC 2104 (HMAC).
"""

import base64
import hashlib
import hmac
import os
import struct
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

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


@dataclass(frozen=True)
class _Ring:
    """The keys as they were read together, the newest first."""

    data: tuple[_Key, ...]
    marks: tuple[_Key, ...]
    read_at: float


FRESH_SECONDS = 30.0
"""So long a process may go on with the keys it has read: a rotation waits for twice as long."""
_FIRST_KEYS = 7_206_917
"""The number of the lock under which the first keys are made."""
_ring: _Ring | None = None
_is_held: ContextVar[bool] = ContextVar("_is_held", default=False)


def encipher(text: str, *, column: str) -> bytes:
    """The text as it is stored; the empty text stays empty, for it says nothing."""
    if not text:
        return b""
    key = _keys().data[0]
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
    return next(iter(marks(text, purpose=purpose)), b"")


def marks(text: str, *, purpose: str) -> tuple[bytes, ...]:
    """The marks a value may have: the newest key's first, and those of a rotation that is under way. For a search."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        return ()
    said = f"{purpose}\0{plain}".encode()
    return tuple(hmac.digest(key.secret, said, hashlib.sha256) for key in _keys().marks)


def number_of(stored: bytes) -> int:
    """Which data key a stored value was enciphered with."""
    return _HEAD.unpack_from(stored)[1]


def make_keys(*, cipher: str) -> None:
    """A new data key and a new key for marks, used from now on by this process, and soon by the others."""
    _make(cipher, is_first=False)
    forget()


def numbers() -> tuple[int, ...]:
    """The data keys there are, the newest first."""
    return tuple(key.number for key in _read().data)


def cipher_of_newest() -> str:
    """What the newest data key enciphers with."""
    return _keys().data[0].cipher


@transaction.atomic
def drop_older_keys() -> int:
    """Remove every key but the newest of each use, when nothing is left that needs them; returns how many."""
    ring = _read()
    newest = [ring.data[0].number, ring.marks[0].number]
    dropped, _by_model = DataKey.objects.exclude(pk__in=newest).delete()
    forget()
    return dropped


@transaction.atomic
def wrap_anew() -> int:
    """Wrap every data key with the newest master key; returns how many. The older master may then go."""
    keys = list(DataKey.objects.select_for_update())
    for key in keys:
        key.wrapped = _wrap(_unwrap(bytes(key.wrapped)))
        key.save(update_fields=["wrapped"])
    forget()
    return len(keys)


@contextmanager
def keys_held() -> Iterator[None]:
    """Read the keys now and keep to them: a connection that copies rows in cannot be asked for them meanwhile."""
    _keys()
    before = _is_held.set(True)
    try:
        yield
    finally:
        _is_held.reset(before)


def forget() -> None:
    """Drop the keys this process holds, so that they are read again."""
    global _ring
    _ring = None


def _keys() -> _Ring:
    if _ring is None or (not _is_held.get() and time.monotonic() - _ring.read_at > FRESH_SECONDS):
        return _read()
    return _ring


def _read() -> _Ring:
    """Every key there is; the first are made by whoever needs them first."""
    global _ring
    now, rows = time.monotonic(), list(DataKey.objects.order_by("-pk"))
    if {row.is_for_marks for row in rows} != {True, False}:
        _make(settings.DATA_CIPHER, is_first=True)
        rows = list(DataKey.objects.order_by("-pk"))
    keys = [(row.is_for_marks, _Key(row.pk, row.cipher, _unwrap(bytes(row.wrapped)))) for row in rows]
    _ring = _Ring(
        data=tuple(key for is_for_marks, key in keys if not is_for_marks),
        marks=tuple(key for is_for_marks, key in keys if is_for_marks),
        read_at=now,
    )
    return _ring


def _numbered(number: int) -> _Key:
    """The key of that number: one that was made since the keys were read is read now."""
    for keys in (_keys, _read):
        for key in keys().data:
            if key.number == number:
                return key
    raise Unreadable(f"data key {number} is not in the database")


def _make(cipher: str, *, is_first: bool) -> None:
    """Keys of both uses, or those that are missing of the first.

    They are committed by a connection of their own: an act that is rolled back must not take its keys away. Two
    processes that need the first keys at once make them one after the other.
    """
    apart = connection.copy()
    try:
        with apart.cursor() as cursor:
            cursor.execute("begin")
            cursor.execute("select pg_advisory_xact_lock(%s)", [_FIRST_KEYS])
            cursor.execute("select distinct is_for_marks from foundation_datakey")
            known = {is_for_marks for (is_for_marks,) in cursor.fetchall()} if is_first else set()
            cursor.executemany(
                "insert into foundation_datakey (cipher, wrapped, is_for_marks) values (%s, %s, %s)",
                [(how, _wrap(_random(how)), use) for use, how in ((False, cipher), (True, "aes")) if use not in known],
            )
            cursor.execute("commit")
    finally:
        apart.close()


def _random(cipher: str) -> bytes:
    return os.urandom(16 if cipher == "sm4" else 32)


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
