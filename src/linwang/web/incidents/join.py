"""扫码登记: the page behind the code at the meeting place. Nobody signs in; the link is signed and ends."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from linwang.foundation import clock
from linwang.foundation.refusals import WrongMoment
from linwang.incidents.actions.call_outs import walk_up
from linwang.incidents.queries.call_outs.walk_up import walk_up_page
from linwang.web.asking import Request
from linwang.web.guards import open_to_all
from linwang.web.incidents.call_out_links import read_token
from linwang.web.keys_of_forms import key_of
from linwang.web.whole_numbers import whole_number

COOKIE = "linwang_walk_up"
KEPT_SECONDS = 2 * 24 * 3600
WHY = "a neighbour who walks up has no account: the signed link lets them give a name and say that they have left"


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all(WHY)
def join(request: Request, token: str) -> HttpResponse:
    """What is asked and where; a name, so that nobody is left behind; then one's own page."""
    call_out, is_open = read_token(token, at=clock.now())
    if request.method != "POST":
        page = walk_up_page(call_out, called=_remembered(request), at=clock.now())
        return render(request, "incidents/join.html", {"page": page, "token": token, "is_open": is_open})
    if not is_open:
        raise WrongMoment(_("这个登记链接已过期。请当面找带队的人登记。"))
    called = walk_up.join(
        call_out=call_out, name=request.POST.get("name", ""), phone=request.POST.get("phone", ""),
        key=key_of(request), at=clock.now(),
    )  # fmt: skip
    answer = _back(token)
    answer.set_signed_cookie(
        COOKIE, str(called), max_age=KEPT_SECONDS, httponly=True, samesite="Lax", path="/incidents/join/"
    )
    return answer


@require_POST
@open_to_all(WHY)
def leave(request: Request, token: str) -> HttpResponse:
    """平安离开: from the browser that joined, also when the link to join has ended."""
    read_token(token, at=clock.now())
    called = _remembered(request)
    if called is None:
        raise WrongMoment(_("这部手机没有登记过。请当面告诉带队的人您要离开。"))
    walk_up.leave(called=called, key=key_of(request), at=clock.now())
    return _back(token)


def _remembered(request: Request) -> int | None:
    return whole_number(request.get_signed_cookie(COOKIE, default=""))


def _back(token: str) -> HttpResponseRedirect:
    answer = HttpResponseRedirect(reverse("incidents:join", args=[token]))
    answer.status_code = 303
    return answer
