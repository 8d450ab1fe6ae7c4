"""The frame of every page: where one may go, by capability, and the words that its scripts say."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from linwang.foundation import clock
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.web import dead_man
from linwang.web.frame_words import frame_words

C = Capability


@dataclass(frozen=True)
class Entry:
    """One place to go: its address's name, and the capability that shows it."""

    url_name: str
    label: str | Promise
    icon: str
    capability: Capability


@dataclass(frozen=True)
class Link:
    """An entry as a page shows it."""

    url: str
    label: str
    icon: str
    is_here: bool


NAV = (
    Entry("incidents:board", _("指挥面板"), "layout-dashboard", C.SEE_BOARD),
    Entry("incidents:search", _("查询"), "search", C.SEE_INCIDENTS),
    Entry("incidents:callbacks", pgettext_lazy("menu", "回访"), "phone-call", C.CALL_BACK),
    Entry("incidents:referrals", pgettext_lazy("menu", "转办"), "transfer", C.SEE_INCIDENTS),
    Entry("incidents:shift", pgettext_lazy("menu", "交接班"), "exchange", C.HAND_OVER),
    Entry("duty:phone", _("我的指令"), "device-mobile", C.ANSWER_ORDERS),
    Entry("incidents:agency_tasks", pgettext_lazy("menu", "联动任务"), "building-community", C.ANSWER_AS_AGENCY),
    Entry("catalogue:list", _("类别目录"), "book", C.SEE_CATALOGUE),
    Entry("personnel:people", _("人员"), "users", C.MANAGE_PEOPLE),
    Entry("places:aliases", _("地名叫法"), "map-pin", C.CORRECT_FACTS),
    Entry("places:import", _("导入数据"), "upload", C.IMPORT_DATA),
    Entry("personnel:settings", _("设置"), "settings", C.MANAGE_SETTINGS),
)


NOTHING_LIVE = ("/account/", "/personnel/lock/", "/personnel/unlock/", "/personnel/second-factor/")
"""Pages without anything live; while a desk is locked or a second factor is missing, the stream is refused."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """What base.html needs: `nav`, `frame_urls` (those that exist), the server's time, theme and scripts' words."""
    actor = getattr(request, "actor", None)
    return {
        "nav": SimpleLazyObject(lambda: list(_links(actor, request.path))),
        "frame_urls": SimpleLazyObject(lambda: _frame_urls(actor, request.path)),
        "server_now": clock.now(),
        "station_name": SimpleLazyObject(lambda: _station_name(request)),
        "theme": getattr(request.user, "theme", "auto") if hasattr(request, "user") else "auto",
        "frame_words": frame_words,
        "silent": SimpleLazyObject(lambda: dead_man.line() if actor and actor.may(C.SEE_BOARD) else ""),
    }


def address(url_name: str) -> str:
    """The address of a page, or nothing where the page does not exist yet."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _links(actor: Actor | None, path: str) -> Iterator[Link]:
    """The longest address that begins the present one is where we are."""
    allowed = [(entry, address(entry.url_name)) for entry in NAV if actor and actor.may(entry.capability)]
    path = address("personnel:settings") if path.startswith(address("personnel:keys")) else path
    here = max((url for _entry, url in allowed if url and path.startswith(url)), key=len, default="")
    for entry, url in allowed:
        if url:
            yield Link(url, str(entry.label), entry.icon, url == here)


def _station_name(request: HttpRequest) -> str:
    station = request.user.station  # type: ignore[union-attr]
    return (station.name_en if get_language() == "en" else "") or station.name


def _frame_urls(actor: Actor | None, path: str) -> dict[str, str]:
    names = {"home": "home", "choices": "choices", "me": "personnel:me", "lock": "personnel:lock"}
    if actor and actor.may(C.TAKE_CALLS):
        names["take_call"] = "incidents:take_call"
    if actor and actor.may(C.SEE_INCIDENTS):
        names["search"] = "incidents:search"
    if actor and actor.may(C.SEE_BOARD):
        names["paper"] = "incidents:paper"
    if actor and not path.startswith(NOTHING_LIVE):
        names["live"] = "live"
    names |= {"logout": "account_logout"} if actor else {"login": "account_login"}
    return {name: address(url_name) for name, url_name in names.items()}
