"""Theme and language: chosen in the top bar, kept for the person, or in the browser before signing in."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from linwang.personnel.actions.choose_look import LANGUAGES, choose_look
from linwang.web.asking import Request
from linwang.web.guards import open_to_all


@require_POST
@open_to_all("somebody who cannot read the sign-in page must be able to change its language")
def choose(request: Request) -> HttpResponse:
    """Keep the choice and go back to the page it was made on."""
    theme, language = request.POST.get("theme"), request.POST.get("language")
    if request.actor:
        choose_look(theme=theme, language=language, by=request.actor)
    response = HttpResponseRedirect(_back(request))
    response.status_code = 303
    if language in LANGUAGES:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax")
    return response


def _back(request: Request) -> str:
    back = request.POST.get("next", "/")
    return back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/"
