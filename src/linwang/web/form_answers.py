"""A plain form that base.js sends: its redirect is told as JSON, so that a refusal can leave what was typed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

HEADER = "X-Linwang-Form"


class FormAnswerMiddleware:
    """Turns a redirect into `{"go": address}` for a form that a script sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Only redirects change; cookies and messages stay as they are."""
        response = self.get_response(request)
        if HEADER not in request.headers or response.status_code not in (302, 303):
            return response
        answer = JsonResponse({"go": response["Location"]})
        answer.cookies = response.cookies
        return answer
