"""Sending, moving, recalling and reporting: each a form of the incident page, one action each."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.actions import backup as backup_action
from linwang.incidents.actions import dispatch as dispatch_action
from linwang.incidents.actions import move as move_action
from linwang.incidents.actions import recall as recall_action
from linwang.incidents.actions import report as report_action
from linwang.incidents.states import AssignmentStatus, OutcomeKind
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.incidents.acted import acted
from linwang.web.incidents.advice import advice_in, both_in
from linwang.web.incidents.form_numbers import device_clock, whole, whole_or_none, wholes
from linwang.web.keys_of_forms import key_of
from linwang.web.whole_numbers import whole_number


def who_and_when(request: Request) -> dict[str, Any]:
    """`key`, `by` and `at`, as every action takes them."""
    return {"key": key_of(request), "by": request.actor, "at": clock.now()}


@require_POST
@needs(Capability.DISPATCH_UNITS)
def dispatch(request: Request, number: str) -> HttpResponse:
    """派警."""
    orders = dispatch_action.dispatch(
        number=number, units=[*wholes(request, "units"), *both_in(request)], order=request.POST.get("order", ""),
        is_backup=bool(request.POST.get("is_backup")), advice=advice_in(request),
        **device_clock(request), **who_and_when(request),
    )  # fmt: skip
    said = _("已派 %(count)d 个单元") % {"count": len(orders)}
    return acted(request, number, said=said, undo=("undo_dispatch", {"orders": ",".join(map(str, orders))}))


@require_POST
@needs(Capability.DISPATCH_UNITS)
def undo_dispatch(request: Request, number: str) -> HttpResponse:
    """撤销派警: only while nobody has signed for it."""
    orders = [order for said in request.POST.get("orders", "").split(",") if (order := whole_number(said)) is not None]
    recall_action.undo_dispatch(orders=orders, **who_and_when(request))
    return acted(request, number)


@require_POST
@needs(Capability.DISPATCH_UNITS)
def move(request: Request, number: str) -> HttpResponse:
    """The desk says on a unit's behalf that it has signed, left or arrived."""
    to = request.POST.get("to", "")
    move_action.move(
        assignment=whole(request, "assignment"), to=AssignmentStatus(to) if to in AssignmentStatus.values else to,  # type: ignore[arg-type]
        **device_clock(request), **who_and_when(request),
    )  # fmt: skip
    return acted(request, number)


@require_POST
@needs(Capability.DISPATCH_UNITS)
def recall(request: Request, number: str) -> HttpResponse:
    """撤回."""
    recall_action.recall(
        assignment=whole(request, "assignment"), words=request.POST.get("words", ""), **who_and_when(request)
    )
    return acted(request, number)


@require_POST
@needs(Capability.DISPATCH_UNITS)
def backup(request: Request, number: str) -> HttpResponse:
    """请求增援, on a unit's behalf."""
    backup_action.ask_backup(
        assignment=whole(request, "assignment"), words=request.POST.get("words", ""),
        **device_clock(request), **who_and_when(request),
    )  # fmt: skip
    return acted(request, number)


@require_POST
@needs(Capability.DISPATCH_UNITS)
def report(request: Request, number: str) -> HttpResponse:
    """反馈, on a unit's behalf."""
    kind = request.POST.get("kind", "")
    report_action.report_outcome(
        assignment=whole(request, "assignment"), kind=OutcomeKind(kind) if kind in OutcomeKind.values else kind,  # type: ignore[arg-type]
        words=request.POST.get("words", ""), people_helped=whole_or_none(request, "people_helped") or 0,
        **device_clock(request), **who_and_when(request),
    )  # fmt: skip
    return acted(request, number)


@require_POST
@needs(Capability.CLOSE_INCIDENTS)
def send_back(request: Request, number: str) -> HttpResponse:
    """退回补充."""
    report_action.send_back(
        number=number, assignment=whole(request, "assignment"), words=request.POST.get("words", ""),
        **who_and_when(request),
    )  # fmt: skip
    return acted(request, number)
