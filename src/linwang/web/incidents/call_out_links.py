"""The signed link by which somebody who walks up joins a call-out, as an address and as a QR code."""

from datetime import datetime

import segno
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from linwang.foundation.refusals import NotFound

SALT = "call-out-join"


def token_for(call_out: int, until_at: datetime) -> str:
    """Holds which call-out and until when; nobody can make one for another."""
    return signing.dumps([call_out, int(until_at.timestamp())], salt=SALT)


def read_token(token: str, *, at: datetime) -> tuple[int, bool]:
    """The call-out, and whether one may still join by this link."""
    try:
        call_out, until = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise NotFound(_("这个登记链接不对。请重新扫码，或当面找带队的人登记。")) from None
    return call_out, at.timestamp() < until


def join_url(request: HttpRequest, call_out: int, until_at: datetime) -> str:
    """The whole address, as a phone's camera needs it."""
    return request.build_absolute_uri(reverse("incidents:join", args=[token_for(call_out, until_at)]))


def qr_code(address: str) -> SafeString:
    """Black on white in any theme; it survives a wet poster (15 % of it may be unreadable)."""
    code = segno.make(address, error="m", micro=False)
    return SafeString(code.svg_inline(border=3, dark="#000", light="#fff", omitsize=True))
