"""The fan of travel times for the small map of the incident page."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.queries.fan import fan_of
from linwang.web.guards import needs
from linwang.web.incidents.geojson import collection


@require_safe
@needs(Capability.DISPATCH_UNITS)
def fan(request: HttpRequest, number: str) -> JsonResponse:
    """Places with their minutes, the incident, the units on duty, and the river named, if it is one."""
    found = fan_of(number, seen_by=request.actor, at=clock.now())  # type: ignore[attr-defined]
    return JsonResponse({
        "places": collection(found.places),
        "incidents": collection([found.centre]),
        "units": collection(found.units),
        "line": [[point.lon, point.lat] for point in found.line],
        "accesses": collection(found.accesses),
        "is_estimated": found.is_estimated,
    })  # fmt: skip
