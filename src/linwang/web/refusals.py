"""Refusals as answers: a page for a reader, a fragment for htmx, JSON for a script; nothing typed is lost."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linwang.foundation.refusals import NotAllowed, Refused


class RefusalMiddleware:
    """Turns a refusal that a view let through into its answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; refusals come back through `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Answer a refusal; anything else is a defect and goes on."""
        return answer(request, problem) if isinstance(problem, Refused) else None


def answer(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The refusal in the form that the asker reads."""
    if "application/json" in request.headers.get("Accept", "") or request.path.startswith("/api/"):
        fields = {name: str(sentence) for name, sentence in refusal.fields.items()}
        return JsonResponse({"refusal": str(refusal), "fields": fields}, status=refusal.status)
    template = "refusal_fragment.html" if getattr(request, "htmx", False) else "refusal.html"
    return render(request, template, {"sentence": str(refusal), "fields": refusal.fields}, status=refusal.status)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is stale: say so; the browser keeps what was typed."""
    return answer(request, NotAllowed(_("页面已过期。请返回、刷新页面后再提交，已填写的内容仍在。")))


def locked_out(request: HttpRequest, credentials: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords."""
    return answer(request, NotAllowed(_("密码多次错误，已暂停登录15分钟。请稍后再试，或找管理员。")))
