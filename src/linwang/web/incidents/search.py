"""Search over all incidents one may see, and by phone with a reason."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.actions.search_phone import search_by_phone
from linwang.incidents.queries import search as queries
from linwang.incidents.queries.search_filters import SORTS, SearchFilters
from linwang.incidents.states import Disposition, IncidentStatus, Priority
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.incidents.pages import address_of, page_in
from linwang.web.keys_of_forms import key_of


@require_safe
@needs(Capability.SEE_INCIDENTS)
def search(request: Request) -> HttpResponse:
    """The page; a whole number typed alone leads straight to its incident."""
    filters = filters_in(request.GET)
    found = queries.search_incidents(seen_by=request.actor, filters=filters, page=page_in(request))
    if found.total == 1 and filters.q.upper() == found.rows[0].number:
        return redirect("incidents:incident", found.rows[0].number)
    return render(request, "incidents/search.html", _shown(request, found))


@require_POST
@needs(Capability.SEE_CALLER)
def search_phone(request: Request) -> HttpResponse:
    """What a phone rang about; posted, so that the number stands in no address and no server log."""
    phone = request.POST.get("phone", "")
    numbers = search_by_phone(
        phone=phone,
        reason=request.POST.get("reason", ""),
        key=key_of(request),
        by=request.actor,
        at=clock.now(),
    )
    rows = queries.incidents_by_number(seen_by=request.actor, numbers=numbers)
    return render(request, "incidents/search_phone.html", {"rows": rows, "phone": phone})


def filters_in(given: Any) -> SearchFilters:
    """The choices as an address or a form carries them."""
    several = {name: ",".join(given.getlist(name)) for name in ("status", "priority")}
    return SearchFilters.read({**{name: given.get(name, "") for name in given}, **several})


def _shown(request: Request, found: queries.Found) -> dict[str, Any]:
    return {
        "found": found,
        "rows": found.rows,
        "filters": found.filters,
        "chosen": found.filters.chosen,
        "address": address_of(request),
        "statuses": [(str(s), str(s.label)) for s in IncidentStatus],
        "priorities": [(str(p), str(p.label)) for p in Priority],
        "dispositions": [(str(d), str(d.label)) for d in Disposition],
        "heads": _sort_heads(found.filters),
        "clear_url": request.path,
    }


def _sort_heads(filters: SearchFilters) -> dict[str, str]:
    """For each order, the address that asks for it."""
    return {sort: "?" + urlencode({**filters.chosen, "sort": sort}) for sort in SORTS}
