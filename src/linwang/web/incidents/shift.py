"""The shift hand-over: the brief, giving it, signing for it, and what was handed over before."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.actions.shift_hand_over import hand_over_shift, take_over_shift
from linwang.incidents.queries import shifts as queries
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.incidents.pages import page_in
from linwang.web.keys_of_forms import key_of


@require_safe
@needs(Capability.HAND_OVER)
def shift(request: Request) -> HttpResponse:
    """What is open now, what waits for a signature, and past hand-overs."""
    page = queries.shift_page(seen_by=request.actor, page=page_in(request), at=clock.now())
    return render(request, "incidents/shift.html", {"shift": page, "brief": page.brief, "is_live": True})


@require_safe
@needs(Capability.HAND_OVER)
def hand_over(request: Request, hand_over: int) -> HttpResponse:
    """A brief as it was handed over, to read, sign or print."""
    given = queries.shift_brief(hand_over=hand_over, seen_by=request.actor)
    return render(request, "incidents/shift_hand_over.html", {"row": given.row, "brief": given.brief, "is_live": False})


@require_POST
@needs(Capability.HAND_OVER)
def give(request: Request) -> HttpResponse:
    """Hand the shift over."""
    words = request.POST.get("words", "")[:2000]
    given = hand_over_shift(words=words, key=key_of(request), by=request.actor, at=clock.now())
    return redirect("incidents:shift_hand_over", given)


@require_POST
@needs(Capability.HAND_OVER)
def take(request: Request, hand_over: int) -> HttpResponse:
    """Sign for it."""
    taken = take_over_shift(hand_over=hand_over, key=key_of(request), by=request.actor, at=clock.now())
    return redirect("incidents:shift_hand_over", taken)
