"""Names that calls taught: a second person takes them over or not."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.places.actions.learn_alias import confirm_alias, refuse_alias
from linwang.places.queries.aliases import aliases_to_confirm
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.keys_of_forms import key_of


@needs(Capability.CORRECT_FACTS)
def waiting(request: Request) -> HttpResponse:
    """Every name that waits."""
    rows = aliases_to_confirm(seen_by=request.actor)
    return render(request, "places/aliases.html", {"rows": rows})


@require_POST
@needs(Capability.CORRECT_FACTS)
def confirm(request: Request, proposal: int) -> HttpResponse:
    """The place is called so."""
    confirm_alias(proposal=proposal, key=key_of(request), by=request.actor, at=clock.now())
    messages.success(request, _("已采用。以后报警人这样说，就能找到这个地点。"))
    return redirect("places:aliases")


@require_POST
@needs(Capability.CORRECT_FACTS)
def refuse(request: Request, proposal: int) -> HttpResponse:
    """It is no name of the place."""
    refuse_alias(proposal=proposal, key=key_of(request), by=request.actor, at=clock.now())
    messages.success(request, _("已记下：不采用。"))
    return redirect("places:aliases")
