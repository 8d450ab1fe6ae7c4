"""Photos of the scene, for whoever may see the incident."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from linwang.foundation.capabilities import Capability
from linwang.incidents.queries.photos import photo_file
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.photo_answer import photo_answer


@require_safe
@needs(Capability.SEE_INCIDENTS)
def photo(request: Request, key: UUID) -> HttpResponse:
    """One photo."""
    return photo_answer(photo_file(key, seen_by=request.actor))
