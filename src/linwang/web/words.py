"""Template words: moments, distances and labels as the station says them."""

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from linwang.foundation import clock
from linwang.foundation.listing import listed
from linwang.places.queries.long_places import AccessOffered
from linwang.places.queries.place_offers import PlaceOffer

register = template.Library()
ACCESSES_SHOWN = 4


@register.filter
def moment(value: datetime | None) -> str:
    """Minutes ago for the last hour, clock time for today, date and time otherwise; always 24 h."""
    if value is None:
        return "—"
    now, local = clock.local(clock.now()), clock.local(value)
    minutes = int((now - local).total_seconds() // 60)
    if 0 <= minutes < 1:
        return _("刚刚")
    if 0 < minutes < 60:
        return _("%(minutes)d 分钟前") % {"minutes": minutes}
    return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%m-%d %H:%M}"


@register.filter
def clock_time(value: datetime | None) -> str:
    """For paper, where nothing ages: clock time for today, date and time otherwise."""
    if value is None:
        return ""
    now, local = clock.local(clock.now()), clock.local(value)
    return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%m-%d %H:%M}"


@register.filter
def exactly(value: datetime | None) -> str:
    """The full local time, to the second."""
    return f"{clock.local(value):%Y-%m-%d %H:%M:%S}" if value else "—"


@register.filter
def time_tag(value: datetime | None) -> SafeString:
    """A `<time>` that shows the short form and keeps the exact one at hand."""
    if value is None:
        return SafeString("—")
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), exactly(value), moment(value))


@register.filter
def kilometres(metres: float | None) -> str:
    """850 m, 1.2 km."""
    if metres is None:
        return "—"
    return f"{metres:.0f} m" if metres < 1000 else f"{metres / 1000:.1f} km"


@register.filter
def in_a_row(values: Iterable[object]) -> str:
    """Names or words one after the other, punctuated as the reader's language does."""
    return listed(values)


@register.filter
def degrees(value: float | None) -> str:
    """Degrees as a form carries them: to a tenth of a metre, a point in every language."""
    return "" if value is None else f"{value:.6f}"


@register.filter
def accesses_of(place: PlaceOffer, offered: tuple[PlaceOffer, ...]) -> tuple[AccessOffered, ...]:
    """Where one gets to a stretch: all in their order once it alone is left, before that the few nearest its middle."""
    return place.along if len(offered) == 1 else place.accesses[:ACCESSES_SHOWN]


@register.filter
def minutes_of(seconds: float | None) -> str:
    """Seconds as whole minutes, at least one."""
    return "—" if seconds is None else _("%(minutes)d 分钟") % {"minutes": max(1, round(seconds / 60))}
