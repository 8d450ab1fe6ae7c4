"""How a photo is handed out: always as a JPEG, never sniffed, never kept by a shared cache."""

from pathlib import Path

from django.http import HttpResponse


def photo_answer(path: Path) -> HttpResponse:
    """The file as an answer; it is shown in the page and saved under a name that tells nothing."""
    answer = HttpResponse(path.read_bytes(), content_type="image/jpeg")
    answer["Content-Disposition"] = 'inline; filename="photo.jpg"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=3600"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
