"""Every view names the capability it needs, or says why it needs none."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from linwang.foundation.capabilities import Capability

View = Callable[..., HttpResponseBase]


def needs(capability: Capability) -> Callable[[View], View]:
    """Only for somebody signed in whose role grants the capability."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.actor is None:  # type: ignore[attr-defined]
                return redirect_to_login(request.get_full_path())
            request.actor.check_may(capability)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.capability = capability  # type: ignore[attr-defined]
        return guarded

    return guard


def signed_in(view: View) -> View:
    """For everybody who is signed in: one's own pages."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.actor is None:  # type: ignore[attr-defined]
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.capability = "signed_in"  # type: ignore[attr-defined]
    return guarded


def open_to_all(why: str) -> Callable[[View], View]:
    """For everybody, for the reason given."""

    def mark(view: View) -> View:
        view.capability = f"open: {why}"  # type: ignore[attr-defined]
        return view

    return mark
