"""A shared command-room computer: the lock screen, changing the person by PIN, and the second factor.

A cookie names the computer; the database remembers who signed in fully at it. Such a person may come
back with the PIN for twelve hours; somebody who never signed in fully here cannot use a PIN here.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import login
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.foundation.station_settings import value_of
from linwang.personnel import queries
from linwang.personnel.actions import desk as actions
from linwang.web.asking import Request

COOKIE = "linwang_desk"
LOCKED, ACTIVE_AT = "desk_locked", "desk_active_at"
SHORTEST_LOCK = timedelta(minutes=1)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PASSIVE = "X-Linwang-Passive"
"""Header of requests that the page makes by itself: they do not keep a desk awake."""

OPEN_WHILE_LOCKED = ("/personnel/lock/", "/personnel/unlock/", "/account/", "/static/", "/healthz", "/choices/")
LOCKS_NOTHING = ("/duty/", "/live/", "/map/")
"""An officer's phone asks only for these: it may lie in a pocket for an hour and must send what waits in it."""


class AccountAdapter(DefaultAccountAdapter):
    """How people sign in: nobody signs up by themselves, and the computer remembers who signed in at it."""

    def is_open_for_signup(self, request: Request) -> bool:
        """Never: accounts are made by the station."""
        return False

    def post_login(self, request: Request, user: object, **more: object) -> HttpResponse:
        """After password and second factor: the PIN works here from now on."""
        response: HttpResponse = super().post_login(request, user, **more)
        desk = desk_of(request) or uuid4()
        actions.remember(desk=desk, person=user.pk, at=clock.now())  # type: ignore[attr-defined]
        response.set_signed_cookie(COOKIE, str(desk), max_age=31_536_000, httponly=True, samesite="Lax")
        return response


class DeskMiddleware:
    """Locks a desk that nobody touched; while locked, every page is the lock screen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """Only pages of people at a desk lock; a phone in a pocket has its own lock."""
        actor = request.actor
        if actor is None or not actor.may(Capability.SEE_BOARD):
            return self.get_response(request)
        is_page_of_desk = not request.path.startswith(LOCKS_NOTHING)
        if is_page_of_desk and not request.session.get(LOCKED) and _is_idle(request):
            lock(request)
        if request.session.get(LOCKED) and not request.path.startswith(OPEN_WHILE_LOCKED):
            return _show_lock(request)
        return self.get_response(request)


def desk_of(request: Request) -> UUID | None:
    """Which computer this is, if somebody signed in at it before."""
    try:
        return UUID(request.get_signed_cookie(COOKIE))
    except (KeyError, ValueError, signing.BadSignature):
        return None


def people_here(request: Request) -> dict[int, str]:
    """Who may come back to this computer by PIN: id and name."""
    desk = desk_of(request)
    return queries.people_at_desk(desk, since=clock.now() - actions.STAYS_FOR) if desk else {}


def lock(request: Request) -> None:
    """From now on the PIN is asked for."""
    request.session[LOCKED] = True


def unlock(request: Request, person: int, pin: str) -> None:
    """Come back, or change the person, by PIN; refuses with what is left to try."""
    found = actions.come_back(desk=desk_of(request) or uuid4(), person=person, pin=pin, at=clock.now())
    if found.pk != request.user.pk:
        login(request, found, backend=BACKEND)
    request.session[LOCKED] = False
    request.session[ACTIVE_AT] = clock.now().isoformat()


def _is_idle(request: Request) -> bool:
    now, seen = clock.now(), request.session.get(ACTIVE_AT)
    last = datetime.fromisoformat(seen) if seen else now
    if now - last > SHORTEST_LOCK and now - last > _locks_after(request):
        return True
    if PASSIVE not in request.headers and (seen is None or now - last > timedelta(seconds=30)):
        request.session[ACTIVE_AT] = now.isoformat()
    return False


def _locks_after(request: Request) -> timedelta:
    return timedelta(minutes=value_of(request.actor.station, "lock_after_minutes"))


def _show_lock(request: Request) -> HttpResponse:
    if PASSIVE in request.headers or getattr(request, "htmx", False):
        response = HttpResponse(status=423)
        response["HX-Redirect"] = "/personnel/lock/"
        return response
    return redirect(f"/personnel/lock/?next={request.path}" if request.method == "GET" else "/personnel/lock/")


class SecondFactorMiddleware:
    """Where the station requires it, somebody who sees sensitive data first sets up a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """Everything but setting it up waits."""
        return redirect("personnel:second_factor") if _must_set_up(request) else self.get_response(request)


def has_second_factor(request: Request) -> bool:
    """Whether a second factor is set up, remembered in the session once it is."""
    if request.session.get("has_second_factor") != request.user.pk:
        from allauth.mfa.utils import is_mfa_enabled

        if not is_mfa_enabled(request.user):
            return False
        request.session["has_second_factor"] = request.user.pk
    return True


def _must_set_up(request: Request) -> bool:
    actor = request.actor
    free = ("/account/", "/personnel/second-factor/", "/static/", "/healthz", "/choices/", "/personnel/lock/")
    return (
        actor is not None
        and not request.path.startswith(free)
        and queries.sees_sensitive_data(actor)
        and not has_second_factor(request)
        and value_of(actor.station, "second_factor") == "required"
    )
