"""One's own page: name, roles, PIN, second factor, language and light or dark."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linwang.foundation import clock
from linwang.personnel import queries
from linwang.personnel.actions import people as actions
from linwang.web import desk
from linwang.web.asking import Request
from linwang.web.guards import signed_in


@signed_in
def me(request: Request) -> HttpResponse:
    """Who I am here and how I sign in."""
    row = queries.own_row(seen_by=request.actor, on=clock.day_of(clock.now()))
    return render(request, "personnel/me.html", {"row": row, **_security(request)})


@require_POST
@signed_in
def set_pin(request: Request) -> HttpResponse:
    """A new PIN for the shared desk."""
    actions.set_pin(pin=request.POST.get("pin", ""), by=request.actor, at=clock.now())
    messages.success(request, _("PIN 码已设置，可以用它解锁和换人。"))
    return redirect("personnel:me")


@signed_in
def second_factor(request: Request) -> HttpResponse:
    """The station requires a second factor before sensitive data: how to set one up."""
    return render(request, "personnel/second_factor.html", _security(request))


def _security(request: Request) -> dict[str, bool]:
    return {
        "has_pin": queries.has_pin(request.actor.someone()),
        "has_second_factor": desk.has_second_factor(request),
        "sees_sensitive": queries.sees_sensitive_data(request.actor),
    }
