"""转办: the list, and what the receivers answered."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.actions import refer as refer_action
from linwang.incidents.queries import referrals as queries
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.incidents.pages import address_of, page_in
from linwang.web.incidents.response import who_and_when


@require_safe
@needs(Capability.SEE_INCIDENTS)
def referrals(request: Request) -> HttpResponse:
    """What was given to others and what came back."""
    found = queries.referrals(
        seen_by=request.actor,
        words=request.GET.get("words", ""),
        status=request.GET.get("status", ""),
        page=page_in(request),
        at=clock.now(),
    )
    return render(
        request, "incidents/referrals.html", {"found": found, "page": found.page, "address": address_of(request)}
    )


@require_POST
@needs(Capability.TELL_AGENCIES)
def answer(request: Request, receipt: str) -> HttpResponse:
    """The receiver answered, or gave it back."""
    act = refer_action.came_back if request.POST.get("came_back") else refer_action.answer_referral
    act(receipt=receipt, words=request.POST.get("words", ""), **who_and_when(request))
    back = HttpResponseRedirect(reverse("incidents:referrals"))
    back.status_code = 303
    return back
