"""Spans of time as the timeline says them: how long after the first ring, or after the order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from linwang.web.words import exactly

register = template.Library()


@register.filter
def clock_span(seconds: int) -> str:
    """+0:45, +12:03, +3:07:00; a minus where something was before."""
    minutes, rest = divmod(abs(int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    sign = "-" if seconds < 0 else "+"
    return f"{sign}{hours}:{minutes:02d}:{rest:02d}" if hours else f"{sign}{minutes}:{rest:02d}"


@register.filter
def after(moment: datetime, since: datetime) -> SafeString:
    """How long after another moment; the exact time at hand."""
    span = clock_span(int((moment - since).total_seconds()))
    return format_html('<span class="number" title="{}">{}</span>', exactly(moment), span)


@register.filter
def done_of(steps: Sequence[Any]) -> str:
    """3 / 8."""
    return f"{sum(step.done_at is not None for step in steps)} / {len(steps)}"
