"""联动任务: the page of an agency's contact: own tasks only, four answers."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.actions import agencies as agencies_action
from linwang.incidents.queries.agency_tasks import agency_tasks
from linwang.incidents.states import AgencyStatus
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.incidents.form_numbers import device_clock
from linwang.web.incidents.response import who_and_when


@require_safe
@needs(Capability.ANSWER_AS_AGENCY)
def tasks(request: Request) -> HttpResponse:
    """Open tasks first, then those finished in the last week."""
    found = agency_tasks(seen_by=request.actor, at=clock.now())
    return render(request, "incidents/agency_tasks.html", {"found": found})


@require_POST
@needs(Capability.ANSWER_AS_AGENCY)
def answer(request: Request, task: int) -> HttpResponse:
    """已受理、已到场、已完成、不能受理."""
    to = request.POST.get("to", "")
    agencies_action.answer_as_agency(
        task=task, to=AgencyStatus(to) if to in AgencyStatus.values else to,  # type: ignore[arg-type]
        words=request.POST.get("words", ""), **device_clock(request), **who_and_when(request),
    )  # fmt: skip
    back = HttpResponseRedirect(reverse("incidents:agency_tasks"))
    back.status_code = 303
    return back
