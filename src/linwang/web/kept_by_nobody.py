"""No browser and no proxy keeps a page unless its view says so: at a shared desk the next person presses Back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class KeptByNobodyMiddleware:
    """Says `no-store` on every answer that says nothing about being kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Photos, the base map and the phone's page have chosen for themselves."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response
