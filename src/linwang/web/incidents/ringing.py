"""来电: the bar that says who rings, and answering."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.actions.telephone import claim
from linwang.incidents.queries.incoming import rings_waiting
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.keys_of_forms import key_of


@require_GET
@needs(Capability.TAKE_CALLS)
def ringing(request: Request) -> HttpResponse:
    """The rings that wait, for the bar on the board and the intake, without the one being typed there."""
    waiting = rings_waiting(seen_by=request.actor, at=clock.now())
    rings = [ring for ring in waiting if ring.outside_number != request.GET.get("typing")]
    return render(request, "incidents/_rings.html", {"rings": rings})


@require_POST
@needs(Capability.TAKE_CALLS)
def answer(request: Request, incoming: int) -> HttpResponse:
    """接听: mine from now on; the intake opens with the number and the clock from the ring."""
    claim(incoming=incoming, key=key_of(request), by=request.actor, at=clock.now())
    return redirect(f"{reverse('incidents:take_call')}?incoming={incoming}")
