"""Who asks: puts the actor on the request, and the signed-in person's name and choices in every page."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from linwang.foundation import clock
from linwang.foundation.actor import Actor
from linwang.personnel import queries as personnel
from linwang.places import queries as places

WITHOUT_DATABASE = ("/healthz", "/readyz", "/metrics", "/paper/")
"""Answered to whoever asks, also while nobody can be looked up."""


class ActorMiddleware:
    """`request.actor` is the signed-in person as queries and actions know them, or None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the person once a request; the pages speak their language, also at a shared desk."""
        if request.path in WITHOUT_DATABASE:
            request.user, request.actor = AnonymousUser(), None  # type: ignore[attr-defined]
            return self.get_response(request)
        person = request.user
        request.actor = _actor(person) if person.is_authenticated else None  # type: ignore[attr-defined]
        if person.is_authenticated:
            translation.activate(person.language)
            request.LANGUAGE_CODE = person.language
        return self.get_response(request)


def _actor(person: Any) -> Actor:
    sees = places.stations_seen_from(person.station_id)
    return personnel.actor_of(person, sees=sees, on=clock.day_of(clock.now()))


def person_context(request: HttpRequest) -> dict[str, Any]:
    """`actor` and `may` (a set of capability codes) for templates."""
    actor = getattr(request, "actor", None)
    return {"actor": actor, "may": {str(c) for c in actor.capabilities} if actor else set()}
