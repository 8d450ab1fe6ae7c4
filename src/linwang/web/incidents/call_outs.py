"""The page of one call-out, its parts that are asked again, the roll on paper and the poster with the code."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.queries.call_outs.page import call_out_page
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.incidents.call_out_links import join_url, qr_code
from linwang.web.incidents.call_out_parts import call_out_parts

EMPTY_LINES = range(15)
"""Lines of the roll for those who walk up while the network is down."""


@require_safe
@needs(Capability.DISPATCH_UNITS)
def call_out(request: Request, call_out: int) -> HttpResponse:
    """Who was asked, who comes, who is in the field and since when."""
    return render(request, "incidents/call_out.html", _context(request, call_out))


@require_safe
@needs(Capability.DISPATCH_UNITS)
def parts(request: Request, call_out: int) -> HttpResponse:
    """The parts again, each with the mark of its contents."""
    return render(request, "incidents/_incident_parts.html", _context(request, call_out))


@require_safe
@needs(Capability.DISPATCH_UNITS)
def roll(request: Request, call_out: int) -> HttpResponse:
    """签到表: for when the network is down."""
    page = call_out_page(call_out, seen_by=request.actor, at=clock.now())
    return render(request, "incidents/call_out_roll.html", {"page": page, "empty_lines": EMPTY_LINES})


@require_safe
@needs(Capability.DISPATCH_UNITS)
def poster(request: Request, call_out: int) -> HttpResponse:
    """The code to hang up at the meeting place."""
    page = call_out_page(call_out, seen_by=request.actor, at=clock.now())
    address = join_url(request, call_out, page.head.until_at)
    return render(request, "incidents/call_out_poster.html", {"page": page, "qr": qr_code(address)})


def _context(request: Request, call_out: int) -> dict[str, Any]:
    page = call_out_page(call_out, seen_by=request.actor, at=clock.now())
    address = join_url(request, call_out, page.head.until_at)
    context = {"page": page, "call_out": call_out, "join_url": address, "qr": qr_code(address)}
    return {**context, "parts": call_out_parts(request, context)}
