"""The lock screen of a shared desk."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linwang.foundation.refusals import BadInput, NotAllowed
from linwang.personnel import queries
from linwang.web import desk
from linwang.web.asking import Request
from linwang.web.guards import signed_in
from linwang.web.whole_numbers import whole_number


@signed_in
def lock(request: Request) -> HttpResponse:
    """Lock (POST), or show who may come back."""
    if request.method == "POST":
        if not queries.has_pin(request.user.pk or 0) or request.user.pk not in desk.people_here(request):
            raise BadInput(_("请先在“我的”页面设置 PIN 码，再用密码登录一次，才能锁屏。"))
        desk.lock(request)
        return redirect("personnel:lock")
    return _page(request)


@require_POST
@signed_in
def unlock(request: Request) -> HttpResponse:
    """Come back by PIN, oneself or a colleague who signed in here before."""
    said = request.POST.get("person", "")
    try:
        desk.unlock(request, whole_number(said) or 0, request.POST.get("pin", ""))
    except NotAllowed as refusal:
        return _page(request, problem=str(refusal), status=403)
    return redirect(_next(request))


def _page(request: Request, problem: str = "", status: int = 200) -> HttpResponse:
    people = desk.people_here(request)
    chosen = request.POST.get("person") or str(request.user.pk)
    rows = [{"id": pk, "name": name, "chosen": str(pk) == chosen} for pk, name in people.items()]
    page = {"people": rows, "problem": problem, "next": _next(request)}
    return render(request, "personnel/lock.html", page, status=status)


def _next(request: Request) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"
