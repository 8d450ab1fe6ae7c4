"""What the account library offers by e-mail or to strangers: here the station makes accounts and new passwords."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from linwang.web.guards import open_to_all

ADDRESSES = r"^account/(signup|email|confirm-email|password/reset|password/set|login/code)(/|$)"


@open_to_all("sends people back to where they sign in")
def to_the_entrance(request: HttpRequest, *_parts: str) -> HttpResponse:
    """Back to signing in, which says whom to ask; somebody signed in comes to their own page."""
    return redirect("personnel:me" if request.user.is_authenticated else "account_login")
