"""Keys of partners' machines."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import BadInput
from linwang.personnel import queries
from linwang.personnel.actions import keys as actions
from linwang.personnel.states import KeyScope
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.keys_of_forms import key_of
from linwang.web.whole_numbers import whole_number


@needs(Capability.MANAGE_KEYS)
def keys(request: Request) -> HttpResponse:
    """The list, and a form for a new key; POST makes it and shows the secret this once."""
    if request.method != "POST":
        return _page(request)
    said = request.POST
    days = said.get("days", "")
    try:
        secret = actions.make_key(
            name=said.get("name", "").strip(), scopes=frozenset(said.getlist("scopes")),
            partner=whole_number(said.get("partner")),
            days=whole_number(days) or 0, key=key_of(request), by=request.actor, at=clock.now(),
        )  # fmt: skip
    except BadInput as refusal:
        return _page(request, refusal=refusal)
    return _page(request, secret=secret or "")


@require_POST
@needs(Capability.MANAGE_KEYS)
def revoke(request: Request, prefix: str) -> HttpResponse:
    """Stop a key at once."""
    actions.revoke_key(prefix=prefix, key=key_of(request), by=request.actor, at=clock.now())
    return redirect("personnel:keys")


def _page(request: Request, *, secret: str = "", refusal: BadInput | None = None) -> HttpResponse:
    actor = request.actor
    said = request.POST if refusal else {}
    page = {
        "rows": queries.keys(seen_by=actor), "partners": queries.partners(seen_by=actor), "scopes": KeyScope.choices,
        "secret": secret, "problem": str(refusal) if refusal else "", "fields": refusal.fields if refusal else {},
        "said": {"name": said.get("name", ""), "days": said.get("days", "365"), "partner": said.get("partner", "")},
        "said_scopes": request.POST.getlist("scopes") if refusal else [], "now": clock.now(),
    }  # fmt: skip
    response = render(request, "personnel/keys.html", page, status=422 if refusal else 200)
    response["Cache-Control"] = "no-store"
    return response
