"""发起召集: the form, how many to ask while it is filled in, and the act."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import BadInput
from linwang.incidents.actions.call_outs.start import start_call_out
from linwang.incidents.queries.call_outs.forming import call_out_form, first_wave_for
from linwang.incidents.rules.call_outs import MOST_NEEDED, Wish
from linwang.incidents.states import CallOutTask
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.incidents.call_out_acts import acted_on_call_out
from linwang.web.incidents.form_numbers import whole, whole_or_none, wholes
from linwang.web.incidents.response import who_and_when
from linwang.web.whole_numbers import whole_number

HOURS = (2, 4, 6, 12, 24)
USUAL_HOURS, USUAL_NEEDED = 6, 20


@needs(Capability.DISPATCH_UNITS)
def call_out_start(request: Request, number: str) -> HttpResponse:
    """What is asked, of whom, where to meet; POST asks the first wave."""
    if request.method != "POST":
        return render(request, "incidents/call_out_form.html", _context(request, number))
    call_out = start_call_out(
        number=number, wish=_wish(request), first=whole_or_none(request, "first"), **who_and_when(request)
    )
    return acted_on_call_out(request, call_out)


@require_safe
@needs(Capability.DISPATCH_UNITS)
def call_out_advice(request: Request, number: str) -> HttpResponse:
    """How many may be asked and how many to ask, for what is chosen so far."""
    chosen = request.GET
    tasks = [task for task in chosen.getlist("tasks") if task in CallOutTask.values]
    needed = min(whole_number(chosen.get("needed")) or 1, MOST_NEEDED)
    advice = first_wave_for(
        number, grids=_numbers(request, "grids"), beside=bool(chosen.get("beside")), skills=chosen.getlist("skills"),
        tasks=tasks, needed=max(1, needed), seen_by=request.actor, at=clock.now(),
    )  # fmt: skip
    shown = {"advice": advice, "has_grids": bool(chosen.getlist("grids"))}
    return render(request, "incidents/_call_out_advice.html", shown)


def _context(request: Request, number: str) -> dict[str, Any]:
    return {
        "form": call_out_form(number, seen_by=request.actor),
        "tasks": [(task.value, task.label) for task in CallOutTask],
        "hours": HOURS,
        "usual_hours": USUAL_HOURS,
        "usual_needed": USUAL_NEEDED,
        "most_needed": MOST_NEEDED,
    }


def _wish(request: HttpRequest) -> Wish:
    hours = whole_or_none(request, "hours")
    if hours is None or hours > HOURS[-1]:
        raise BadInput(_("召集到何时为止，须在 24 小时之内。"), fields={"hours": _("请选择。")})
    said = request.POST
    return Wish(
        tasks=tuple(said.getlist("tasks")),
        grids=tuple(wholes(request, "grids")),
        needed=whole(request, "needed"),
        meeting_place=said.get("meeting_place", ""),
        until_at=clock.now() + timedelta(hours=hours),
        words=said.get("words", ""),
        steps=tuple(said.getlist("steps")),
        skills=tuple(said.getlist("skills")),
        with_neighbours=bool(said.get("beside")),
    )


def _numbers(request: HttpRequest, name: str) -> list[int]:
    found = (whole_number(said) for said in request.GET.getlist(name))
    return [number for number in found if number is not None]
