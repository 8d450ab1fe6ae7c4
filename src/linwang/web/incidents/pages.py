"""The page and the choices that stand in the address of a list."""

from urllib.parse import urlencode

from django.http import HttpRequest


def page_in(request: HttpRequest) -> int:
    """Which page is asked for; nonsense means the first."""
    return whole_in(request, "page", 1)


def whole_in(request: HttpRequest, name: str, default: int) -> int:
    """A small whole number in the address."""
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 8 else default


def address_of(request: HttpRequest) -> str:
    """Every choice but the page, for the links to the other pages."""
    return urlencode([(name, value) for name, value in request.GET.items() if name != "page" and value])
