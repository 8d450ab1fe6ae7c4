"""What the desk does with a call-out: forms of its page, one action each."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import BadInput
from linwang.incidents.actions.call_outs import answer, ending, rescue, teams, waves
from linwang.incidents.states import CalledStatus
from linwang.web.asking import Request
from linwang.web.form_answers import HEADER
from linwang.web.guards import needs
from linwang.web.incidents.form_numbers import device_clock, whole, whole_or_none, wholes
from linwang.web.incidents.response import who_and_when
from linwang.web.whole_numbers import whole_number

MINUTES_BY_TELEPHONE = 30
"""What the desk writes for somebody who said "I am coming" on the telephone."""


@require_POST
@needs(Capability.DISPATCH_UNITS)
def ask_more(request: Request, call_out: int) -> HttpResponse:
    """再问一批."""
    asked = waves.ask_more(
        call_out=call_out, count=whole(request, "count"), widen=bool(request.POST.get("widen")),
        **who_and_when(request),
    )  # fmt: skip
    return acted_on_call_out(request, call_out, said=_("已再问 %(count)d 人") % {"count": asked})


@require_POST
@needs(Capability.DISPATCH_UNITS)
def change_need(request: Request, call_out: int) -> HttpResponse:
    """改人数."""
    waves.change_need(call_out=call_out, needed=whole(request, "needed"), **who_and_when(request))
    return acted_on_call_out(request, call_out)


@require_POST
@needs(Capability.DISPATCH_UNITS)
def mark(request: Request, call_out: int) -> HttpResponse:
    """The desk writes down what somebody said by telephone, or that they are safe: `mark` is who and what."""
    called, to = _marked(request)
    answer.mark_called(
        called=called, to=to, minutes=MINUTES_BY_TELEPHONE, **device_clock(request), **who_and_when(request)
    )
    back = ("mark_called", {"mark": f"{called}:{CalledStatus.ARRIVED}"}) if to == CalledStatus.LEFT else None
    return acted_on_call_out(request, call_out, said=_("已记为平安离开") if back else "", undo=back)


@require_POST
@needs(Capability.DISPATCH_UNITS)
def form_team(request: Request, call_out: int) -> HttpResponse:
    """编组."""
    teams.form_team(
        call_out=call_out, task=request.POST.get("task", ""), place=request.POST.get("place", ""),
        members=wholes(request, "members"), **who_and_when(request),
    )  # fmt: skip
    return acted_on_call_out(request, call_out)


@require_POST
@needs(Capability.DISPATCH_UNITS)
def change_team(request: Request, call_out: int) -> HttpResponse:
    """改任务、地点、组长."""
    teams.change_team(
        call_out=call_out, team=whole(request, "team"), task=request.POST.get("task", ""),
        place=request.POST.get("place", ""), leader=whole_or_none(request, "leader"), **who_and_when(request),
    )  # fmt: skip
    return acted_on_call_out(request, call_out)


@require_POST
@needs(Capability.DISPATCH_UNITS)
def move_member(request: Request, call_out: int) -> HttpResponse:
    """换组; no team is back at the meeting place."""
    teams.move_member(
        call_out=call_out, called=whole(request, "called"), team=whole_or_none(request, "team"),
        **who_and_when(request),
    )  # fmt: skip
    return acted_on_call_out(request, call_out)


@require_POST
@needs(Capability.DISPATCH_UNITS)
def count_rescued(request: Request, call_out: int) -> HttpResponse:
    """记录救出."""
    people = whole(request, "people")
    row = rescue.count_rescued(
        call_out=call_out, people=people, place=request.POST.get("place", ""), **who_and_when(request)
    )
    said = _("已记救出 %(count)d 人") % {"count": people}
    return acted_on_call_out(request, call_out, said=said, undo=("strike_rescue", {"rescue": row}))


@require_POST
@needs(Capability.DISPATCH_UNITS)
def strike_rescue(request: Request, call_out: int) -> HttpResponse:
    """撤销."""
    rescue.strike_rescue(call_out=call_out, rescue=whole(request, "rescue"), **who_and_when(request))
    return acted_on_call_out(request, call_out)


@require_POST
@needs(Capability.DISPATCH_UNITS)
def stand_down(request: Request, call_out: int) -> HttpResponse:
    """解除召集: two hundred phones cannot be called back, so the form asks first."""
    ending.stand_down(call_out=call_out, **who_and_when(request))
    return acted_on_call_out(request, call_out)


@require_POST
@needs(Capability.DISPATCH_UNITS)
def end(request: Request, call_out: int) -> HttpResponse:
    """结束召集."""
    ending.end_call_out(call_out=call_out, **who_and_when(request))
    return acted_on_call_out(request, call_out)


def acted_on_call_out(
    request: HttpRequest, call_out: int, *, said: str | Promise = "", undo: tuple[str, dict[str, Any]] | None = None
) -> HttpResponse:
    """Back to its page; `undo` is the name of one of its addresses and the values to post to it."""
    back = reverse("incidents:call_out", args=[call_out])
    if HEADER not in request.headers:
        answered = HttpResponseRedirect(back)
        answered.status_code = 303
        return answered
    way_back = {"url": reverse(f"incidents:{undo[0]}", args=[call_out]), "values": undo[1]} if undo else None
    return JsonResponse({"go": back, "said": str(said), "undo": way_back})


def _marked(request: HttpRequest) -> tuple[int, CalledStatus]:
    who, _colon, to = request.POST.get("mark", "").partition(":")
    called = whole_number(who)
    if called is None or to not in CalledStatus.values:
        raise BadInput(_("提交的内容不完整。请刷新页面后重试。"))
    return called, CalledStatus(to)
