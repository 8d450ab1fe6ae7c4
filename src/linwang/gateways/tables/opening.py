"""A file of lines, plain or packed (gz, zst), read as it comes so that its size does not matter."""

import gzip
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import zstandard
from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput

_MAGIC = {b"\x1f\x8b": "gz", b"\x28\xb5\x2f\xfd": "zst"}
DAMAGED = (EOFError, OSError, zstandard.ZstdError)
"""What a packed file that is cut off or spoilt raises while it is read."""


def lines_of(path: Path, *, encoding: str = "utf-8-sig") -> Iterator[str]:
    """The lines of a file; bytes that are not text in the encoding stay visible as lone surrogates."""
    with _opened(path) as raw, io.TextIOWrapper(raw, encoding=encoding, errors="surrogateescape") as lines:
        yield from lines


def digest_of(path: Path) -> str:
    """SHA-256 of the file as it lies."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        raise BadInput(_("打不开文件“%(path)s”。请检查路径和权限。") % {"path": path}) from problem


def _opened(path: Path) -> BinaryIO:
    """The unpacked bytes; how a file is packed is told by its first bytes, not by its name."""
    file = path.open("rb")
    first = file.read(4)
    file.seek(0)
    packed = next((kind for magic, kind in _MAGIC.items() if first.startswith(magic)), "")
    if packed == "gz":
        return cast(BinaryIO, gzip.GzipFile(fileobj=file))
    if packed == "zst":
        return cast(
            BinaryIO, io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True))
        )
    return file
