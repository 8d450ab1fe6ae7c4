"""A JSON body as a phone sends it; what no table can hold is refused with what cannot be read."""

import json
from typing import Any

from django.http import HttpRequest, RawPostDataException


def json_in(request: HttpRequest) -> Any:
    """What the body says, or a ValueError: not JSON, too deep, or with signs that are no text (NUL, half a pair)."""
    try:
        said = json.loads(body_of(request))
        written = json.dumps(said, ensure_ascii=False)
    except RecursionError as problem:
        raise ValueError("too deep") from problem
    written.encode()
    if "\\u0000" in written.replace("\\\\", ""):
        raise ValueError("NUL is no text")
    return said


def body_of(request: HttpRequest) -> bytes:
    """The body; one that came as a form with files has been read, and is no JSON."""
    try:
        return request.body
    except RawPostDataException:
        return b""
