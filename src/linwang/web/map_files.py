"""The base map, served in byte ranges from the machine's map folder to whoever is signed in."""

import re
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.urls import reverse
from django.views.decorators.http import require_safe

from linwang.web.guards import signed_in

MOST_BYTES = 4 * 1024 * 1024
"""A map asks for a few kilobytes at a time; nobody is given the whole file in one answer."""


def base_map_url() -> str:
    """Where the base map is, or nothing where none was made."""
    return reverse("base_map") if _file().is_file() else ""


@require_safe
@signed_in
def base_map(request: HttpRequest) -> HttpResponseBase:
    """The bytes asked for; without a range, the beginning."""
    if not _file().is_file():
        raise Http404
    state = _file().stat()
    tag = f'"{state.st_mtime_ns:x}-{state.st_size:x}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    return _part(request.headers.get("Range", ""), state.st_size, tag)


def _part(asked: str, size: int, tag: str) -> HttpResponse:
    first, last = _range(asked, size)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with _file().open("rb") as handle:
        handle.seek(first)
        response = HttpResponse(handle.read(last - first + 1), status=206, content_type="application/octet-stream")
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _range(asked: str, size: int) -> tuple[int, int]:
    found = re.fullmatch(r"bytes=(\d{1,18})-(\d{0,18})", asked)
    first = int(found[1]) if found else 0
    last = int(found[2]) if found and found[2] else size - 1
    return first, min(last, size - 1, first + MOST_BYTES - 1)


def _file() -> Path:
    return Path(settings.MAP_FOLDER) / "base.pmtiles"
