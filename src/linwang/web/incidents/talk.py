"""The talk goes on after the first order has gone out, on the same incident."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.actions import telephone
from linwang.incidents.actions.complete_call import complete_call
from linwang.incidents.queries.intake_page import talk_page
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.incidents import intake_form
from linwang.web.incidents.acted import acted
from linwang.web.keys_of_forms import key_of
from linwang.web.map_files import base_map_url


@require_http_methods(["GET", "POST"])
@needs(Capability.TAKE_CALLS)
def talk(request: Request, number: str) -> HttpResponse:
    """The form for what is said after the call was taken; sent, it is added to the incident."""
    actor = request.actor
    if request.method == "POST":
        learnt = intake_form.learnt_in(request.POST)
        complete_call(number=number, learnt=learnt, key=key_of(request), by=actor, at=clock.now())
        return redirect("incidents:incident", number)
    page = talk_page(number, draft=intake_form.identifier(request.GET.get("draft")), seen_by=actor)
    return render(request, "incidents/intake.html", {"page": page, "base_map": base_map_url()})


@require_POST
@needs(Capability.TAKE_CALLS)
def three_way(request: Request, number: str) -> HttpResponse:
    """三方通话: the caller is kept on the line with a unit or an agency."""
    telephone.three_way(
        number=number,
        with_whom=request.POST.get("with_whom", ""),
        key=key_of(request),
        by=request.actor,
        at=clock.now(),
    )
    if request.htmx:
        return HttpResponse(escape(request.POST.get("with_whom", "")) + " ✓")
    return acted(request, number, said=_("已记入三方通话"))
