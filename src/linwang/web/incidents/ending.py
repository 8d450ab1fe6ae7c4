"""Closing, opening again, referring, handing over and calling back: forms of the incident page."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linwang.foundation.capabilities import Capability
from linwang.incidents.actions import call_back as call_back_action
from linwang.incidents.actions import close as close_action
from linwang.incidents.actions import hand_over as hand_over_action
from linwang.incidents.actions import refer as refer_action
from linwang.incidents.states import CallbackResult, Disposition, Satisfaction
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.incidents.acted import acted
from linwang.web.incidents.form_numbers import whole, whole_or_none
from linwang.web.incidents.response import who_and_when


@require_POST
@needs(Capability.CLOSE_INCIDENTS)
def close(request: Request, number: str) -> HttpResponse:
    """办结."""
    judged = request.POST.get("disposition", "")
    close_action.close(
        number=number, disposition=Disposition(judged) if judged in Disposition.values else judged,  # type: ignore[arg-type]
        words=request.POST.get("words", ""), **who_and_when(request),
    )  # fmt: skip
    return acted(request, number, said=_("已办结"), undo=("reopen", {"words": _("误点办结，撤销")}))


@require_POST
@needs(Capability.CLOSE_INCIDENTS)
def reopen(request: Request, number: str) -> HttpResponse:
    """重新打开."""
    close_action.reopen(number=number, words=request.POST.get("words", ""), **who_and_when(request))
    return acted(request, number)


@require_POST
@needs(Capability.TELL_AGENCIES)
def refer(request: Request, number: str) -> HttpResponse:
    """转办."""
    receipt = refer_action.refer(
        number=number, partner=whole_or_none(request, "partner"), to_words=request.POST.get("to_words", ""),
        words=request.POST.get("words", ""), **who_and_when(request),
    )  # fmt: skip
    return acted(request, number, said=_("已转办，回执号 %(receipt)s") % {"receipt": receipt})


@require_POST
@needs(Capability.HAND_TO_STATION)
def hand_over(request: Request, number: str) -> HttpResponse:
    """移交: ask another station."""
    hand_over_action.offer(
        number=number, to_station=whole(request, "to_station"), words=request.POST.get("words", ""),
        is_on_the_line=bool(request.POST.get("is_on_the_line")), **who_and_when(request),
    )  # fmt: skip
    return acted(request, number)


@require_POST
@needs(Capability.HAND_TO_STATION)
def accept_hand_over(request: Request, number: str) -> HttpResponse:
    """接收移交."""
    hand_over_action.accept(number=number, words=request.POST.get("words", ""), **who_and_when(request))
    return acted(request, number)


@require_POST
@needs(Capability.HAND_TO_STATION)
def decline_hand_over(request: Request, number: str) -> HttpResponse:
    """退回移交."""
    hand_over_action.decline(number=number, words=request.POST.get("words", ""), **who_and_when(request))
    return acted(request, number)


@require_POST
@needs(Capability.HAND_TO_STATION)
def take_back_hand_over(request: Request, number: str) -> HttpResponse:
    """取消移交."""
    hand_over_action.take_back(number=number, words=request.POST.get("words", ""), **who_and_when(request))
    return acted(request, number)


@require_POST
@needs(Capability.CALL_BACK)
def call_back(request: Request, number: str) -> HttpResponse:
    """回访."""
    result, liked = request.POST.get("result", ""), whole_or_none(request, "satisfaction")
    solved = {"yes": True, "no": False}.get(request.POST.get("is_solved", ""))
    call_back_action.record_callback(
        number=number, result=CallbackResult(result) if result in CallbackResult.values else result,  # type: ignore[arg-type]
        satisfaction=Satisfaction(liked) if liked in Satisfaction.values else liked,  # type: ignore[arg-type]
        is_solved=solved, words=request.POST.get("words", ""), **who_and_when(request),
    )  # fmt: skip
    return acted(request, number)
