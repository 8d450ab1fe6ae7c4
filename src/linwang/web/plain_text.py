"""Text that no table can hold is refused at the door: the sign NUL, in an address or in a form."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from linwang.foundation.refusals import BadInput
from linwang.web.refusals import answer

NUL = "\x00"


class PlainTextMiddleware:
    """Refuses what a keyboard cannot type, before a view sees it; a body that is no form is read by its own door."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through or refuse."""
        if _holds_nul(request):
            return answer(request, BadInput(_("内容里有无法保存的控制字符，没有保存。请删去后重试。")))
        return self.get_response(request)


def _holds_nul(request: HttpRequest) -> bool:
    if NUL in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return True
    pairs = request.POST.lists() if request.method == "POST" else ()
    return any(NUL in text for name, values in pairs for text in (name, *values))
