"""Agencies, steps, notes and callers: forms of the incident page, one action each."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linwang.foundation.capabilities import Capability
from linwang.incidents.actions import agencies as agencies_action
from linwang.incidents.actions import notes as notes_action
from linwang.incidents.actions import see_caller as see_caller_action
from linwang.incidents.actions import steps as steps_action
from linwang.incidents.queries.callers import caller_after_look
from linwang.incidents.states import AgencyStatus
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.incidents.acted import acted
from linwang.web.incidents.form_numbers import device_clock, whole, wholes
from linwang.web.incidents.response import who_and_when


@require_POST
@needs(Capability.TELL_AGENCIES)
def tell_agencies(request: Request, number: str) -> HttpResponse:
    """通知联动单位."""
    agencies_action.tell_agencies(
        number=number, partners=wholes(request, "partners"), asked=request.POST.get("asked", ""),
        **who_and_when(request),
    )  # fmt: skip
    return acted(request, number)


@require_POST
@needs(Capability.TELL_AGENCIES)
def answer_for_agency(request: Request, number: str) -> HttpResponse:
    """The desk writes down what an agency said by telephone."""
    to = request.POST.get("to", "")
    agencies_action.answer_as_agency(
        task=whole(request, "task"), to=AgencyStatus(to) if to in AgencyStatus.values else to,  # type: ignore[arg-type]
        words=request.POST.get("words", ""), **device_clock(request), **who_and_when(request),
    )  # fmt: skip
    return acted(request, number)


@require_POST
@needs(Capability.TELL_AGENCIES)
def withdraw_agency(request: Request, number: str) -> HttpResponse:
    """取消通知."""
    agencies_action.withdraw(task=whole(request, "task"), words=request.POST.get("words", ""), **who_and_when(request))
    return acted(request, number)


@require_POST
@needs(Capability.TAKE_CALLS)
def tick(request: Request, number: str) -> HttpResponse:
    """完成步骤."""
    step = request.POST.get("step", "")
    steps_action.tick(number=number, step=step, note=request.POST.get("note", ""), **who_and_when(request))
    return acted(request, number)


@require_POST
@needs(Capability.TAKE_CALLS)
def untick(request: Request, number: str) -> HttpResponse:
    """取消步骤."""
    steps_action.untick(number=number, step=request.POST.get("step", ""), **who_and_when(request))
    return acted(request, number)


@require_POST
@needs(Capability.TAKE_CALLS)
def note(request: Request, number: str) -> HttpResponse:
    """记录."""
    notes_action.note(
        number=number, words=request.POST.get("words", ""), **device_clock(request), **who_and_when(request)
    )
    return acted(request, number)


@require_POST
@needs(Capability.CORRECT_FACTS)
def strike(request: Request, number: str) -> HttpResponse:
    """划去."""
    notes_action.strike(
        number=number, line=whole(request, "line"), words=request.POST.get("words", ""), **who_and_when(request)
    )
    return acted(request, number)


@require_POST
@needs(Capability.SEE_CALLER)
def see_caller(request: Request, number: str) -> HttpResponse:
    """查看报警人信息: shown in place, for the reason that was written down; not kept by the browser."""
    look = see_caller_action.see_caller(
        number=number, call=whole(request, "call"), reason=request.POST.get("reason", ""), **who_and_when(request)
    )
    caller = caller_after_look(number=number, look=look, seen_by=request.actor)
    answer = render(request, "incidents/_caller_shown.html", {"caller": caller, "unknown": _("没有留下")})
    answer["Cache-Control"] = "no-store"
    return answer
