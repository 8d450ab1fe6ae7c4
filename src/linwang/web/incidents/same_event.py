"""同一警情: what may be the same event as an incident, merging, and taking apart."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.actions import merge as actions
from linwang.incidents.queries.same_event import same_events_of
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.keys_of_forms import key_of


@require_GET
@needs(Capability.SEE_INCIDENTS)
def same_event(request: Request, number: str) -> HttpResponse:
    """The list that the incident's page includes."""
    found = same_events_of(number, seen_by=request.actor, at=clock.now())
    return render(request, "incidents/_same_event.html", {"same": found})


@require_POST
@needs(Capability.MERGE_INCIDENTS)
def merge(request: Request, number: str) -> HttpResponse:
    """并案: the other incident is merged into this one."""
    kept = actions.merge(
        kept=number,
        merged=request.POST.get("merged", "").strip(),
        words=request.POST.get("words", ""),
        key=key_of(request),
        by=request.actor,
        at=clock.now(),
    )
    return redirect("incidents:incident", kept)


@require_POST
@needs(Capability.MERGE_INCIDENTS)
def unmerge(request: Request, number: str) -> HttpResponse:
    """撤销并案: this incident is on its own again."""
    merged = actions.unmerge(
        merged=number,
        words=request.POST.get("words", ""),
        key=key_of(request),
        by=request.actor,
        at=clock.now(),
    )
    return redirect("incidents:incident", merged)
