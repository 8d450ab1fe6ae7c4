"""Marks that mean the same on every page: icons, priority, state, the clock of a deadline, keys."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from uuid import uuid4

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from linwang.foundation import clock, listing
from linwang.web.words import exactly

register = template.Library()

TONES = {
    "received": "wait", "dispatched": "sent", "handling": "work", "reported": "ready", "closed": "over",
    "merged": "over", "sent": "wait", "acknowledged": "sent", "en_route": "sent", "on_scene": "work",
    "recalled": "over", "told": "wait", "accepted": "sent", "arrived": "work", "cleared": "over",
    "declined": "stop", "withdrawn": "over", "offered": "wait", "answered": "ready", "came_back": "stop",
    "free": "ready", "off_duty": "over", "waiting": "wait", "approved": "ready", "asking": "wait",
    "enough": "ready", "stood_down": "wait", "ended": "over",
    "asked": "wait", "coming": "sent", "here": "ready", "in_field": "work", "left": "over", "not_needed": "over",
}  # fmt: skip
"""The colour family of a state's chip; the word in it says the state."""


@register.filter
def listed(words: Iterable[object]) -> str:
    """Names in a row, as the reader's language puts them."""
    return listing.listed(words)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An outline from the sprite; without a label it is hidden from a screen reader."""
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"></use></svg>', said, _sprite(), name)


@register.simple_tag
def priority_mark(priority: str, label: str = "") -> SafeString:
    """一级 to 四级: letter, shape and colour together."""
    if not priority:
        return SafeString("")
    return format_html('<span class="priority priority-{}" title="{}">{}</span>', priority.lower(), label, priority)


@register.simple_tag
def state_mark(code: str, label: str) -> SafeString:
    """A state as a word in a chip."""
    return format_html('<span class="state state-{}">{}</span>', TONES.get(str(code), "over"), label)


@register.simple_tag
def due_mark(due_at: datetime | None, label: str = "") -> SafeString:
    """The clock of a deadline: minutes left, or filled and counting up once it is over."""
    if due_at is None:
        return SafeString("")
    is_over = due_at <= clock.now()
    return format_html(
        '<span class="due{}" data-due="{}" title="{} {}">{}<span class="due-what">{}</span>'
        '<span class="due-clock">{}</span></span>',
        " is-over" if is_over else "", due_at.isoformat(), label, exactly(due_at),
        icon("alarm" if is_over else "clock"), label, _clock_words(due_at, is_over),
    )  # fmt: skip


@register.simple_tag
def key_hint(keys: str) -> SafeString:
    """The key that does the same."""
    return format_html('<kbd class="k">{}</kbd>', keys)


@register.simple_tag
def operation_key() -> SafeString:
    """The hidden field that makes sending twice the same as sending once; the browser renews it after success."""
    return format_html('<input type="hidden" name="key" value="{}" data-operation-key>', uuid4())


def _clock_words(due_at: datetime, is_over: bool) -> str:
    minutes = max(1, int(abs((due_at - clock.now()).total_seconds()) // 60))
    return (_("超 {n}") if is_over else _("剩 {n}")).format(n=span_words(minutes))


def span_words(minutes: int) -> str:
    """Minutes as the clock says them: 45 分, 3 时, 2 天."""
    if minutes < 100:
        return _("{n} 分").format(n=minutes)
    if minutes < 48 * 60:
        return _("{n} 时").format(n=minutes // 60)
    return _("{n} 天").format(n=minutes // 1440)


@cache
def _sprite() -> str:
    """Asked for hundreds of times a page."""
    return static("linwang/icons.svg")
