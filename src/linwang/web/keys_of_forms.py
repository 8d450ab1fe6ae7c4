"""The operation key that a form carries."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import BadInput


def key_of(request: HttpRequest) -> UUID:
    """The key made when the form was shown; without one the form is from elsewhere."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise BadInput(_("页面已过期，请刷新后再提交。")) from None
