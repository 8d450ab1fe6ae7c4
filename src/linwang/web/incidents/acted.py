"""The answer after an act on an incident: back to its page, or what a script shows, with a way back."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.functional import Promise

from linwang.web.form_answers import HEADER


def acted(
    request: HttpRequest, number: str, *, said: str | Promise = "", undo: tuple[str, dict[str, Any]] | None = None
) -> HttpResponse:
    """`undo` is the name of an address of this incident and the values to post to it."""
    back = reverse("incidents:incident", args=[number])
    if HEADER not in request.headers:
        answer = HttpResponseRedirect(back)
        answer.status_code = 303
        return answer
    way_back = {"url": reverse(f"incidents:{undo[0]}", args=[number]), "values": undo[1]} if undo else None
    return JsonResponse({"go": back, "said": str(said), "undo": way_back})
