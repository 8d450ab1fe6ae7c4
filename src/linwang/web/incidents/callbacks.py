"""回访: the list of callers to ring back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.queries import callbacks as queries
from linwang.incidents.states import CallbackResult, Satisfaction
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.incidents.pages import address_of, page_in, whole_in


@require_safe
@needs(Capability.CALL_BACK)
def callbacks(request: Request) -> HttpResponse:
    """Due, overdue and later ones, with what callers said lately."""
    which = request.GET.get("which", "")
    found = queries.callbacks(
        seen_by=request.actor,
        words=request.GET.get("words", ""),
        which=which,
        days=whole_in(request, "days", 30),
        page=page_in(request),
        at=clock.now(),
    )
    context = {
        "found": found,
        "page": found.page,
        "which": which,
        "address": address_of(request),
        "periods": queries.PERIODS,
        "results": [(str(one), one.label) for one in CallbackResult],
        "satisfactions": [(one.value, one.label) for one in Satisfaction],
    }
    return render(request, "incidents/callbacks.html", context)
