"""The first page after signing in: the one that somebody works on."""

from django.http import HttpResponse
from django.shortcuts import redirect

from linwang.foundation.capabilities import Capability
from linwang.web.asking import Request
from linwang.web.guards import signed_in
from linwang.web.nav import address

FIRST = (
    (Capability.SEE_BOARD, "incidents:board"),
    (Capability.ANSWER_ORDERS, "duty:phone"),
    (Capability.ANSWER_AS_AGENCY, "incidents:agency_tasks"),
    (Capability.MANAGE_PEOPLE, "personnel:people"),
)


@signed_in
def home(request: Request) -> HttpResponse:
    """Go to the board, the phone page, the agency's page, or one's own."""
    may = request.actor.may
    pages = [address(name) for capability, name in FIRST if may(capability)]
    return redirect(next((page for page in pages if page), address("personnel:me") or "/account/login/"))
