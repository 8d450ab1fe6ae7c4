"""The paper sheet: fresh for whoever sees the board, and the last one written while the database is away."""

from pathlib import Path

from django.conf import settings
from django.core import signing
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.queries.paper import paper_sheet
from linwang.web import unavailable
from linwang.web.asking import Request
from linwang.web.guards import needs, open_to_all

COOKIE, SALT = "linwang_paper", "linwang.paper"
GOOD_FOR_SECONDS = 12 * 60 * 60
"""A shift: whoever saw the board of a station within it gets its sheet when nobody can be asked who they are."""


@require_safe
@needs(Capability.SEE_BOARD)
def sheet(request: Request) -> HttpResponse:
    """As everything is now, to print before it is needed; the browser keeps a copy in memory beside the board."""
    return render(request, "incidents/paper.html", {"sheet": paper_sheet(seen_by=request.actor, at=clock.now())})


@require_safe
@open_to_all("no session can be read while the database is away: a signed cookie of the board opens its last sheet")
def last_sheet(request: HttpRequest) -> HttpResponseBase:
    """The database is asked first: while it answers, the guarded page is the only one."""
    try:
        connection.ensure_connection()
    except DatabaseError:
        return _last_written(request)
    return redirect("incidents:paper")


def allow(request: Request, response: HttpResponse) -> HttpResponse:
    """Whoever is shown the board may later see its last sheet."""
    response.set_signed_cookie(
        COOKIE, str(request.actor.station), salt=SALT, max_age=GOOD_FOR_SECONDS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _last_written(request: HttpRequest) -> HttpResponse:
    try:
        station = int(request.get_signed_cookie(COOKIE, salt=SALT, max_age=GOOD_FOR_SECONDS) or "")
        return HttpResponse((Path(settings.PAPER_FOLDER) / f"{station}.html").read_bytes())
    except (KeyError, ValueError, signing.BadSignature, OSError):
        sentence = _("这台电脑上没有可用的登记表。请用空白登记表或任何纸张登记，恢复后补录。")
        return unavailable.answer(request, unavailable.Reason(sentence, unavailable.AGAIN_SECONDS))
