"""Whole numbers and moments as forms carry them; what cannot be one is refused in a sentence."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput
from linwang.web.whole_numbers import whole_number


def whole(request: HttpRequest, name: str) -> int:
    """The number in a field."""
    number = whole_or_none(request, name)
    if number is None:
        raise BadInput(_("请先选择，再提交。"), fields={name: _("请选择。")})
    return number


def whole_or_none(request: HttpRequest, name: str) -> int | None:
    """The number in a field that may be empty."""
    said = request.POST.get(name, "").strip()
    return _number(said, name) if said else None


def wholes(request: HttpRequest, name: str) -> list[int]:
    """All numbers in a field that may come several times."""
    return [_number(said, name) for said in request.POST.getlist(name)]


def device_clock(request: HttpRequest) -> dict[str, Any]:
    """`device_at` for an action, where the browser told its clock and it can be read."""
    try:
        said = datetime.fromisoformat(request.POST.get("device_at", "").replace("Z", "+00:00"))
    except ValueError:
        return {}
    return {"device_at": said.astimezone(UTC)} if said.tzinfo else {}


def _number(said: str, name: str) -> int:
    number = whole_number(said)
    if number is None:
        raise BadInput(_("提交的内容不完整。请刷新页面后重试。"), fields={name: _("这里须是数字。")})
    return number
