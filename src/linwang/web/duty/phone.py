"""The phone page (我的指令): going on duty, the one order there is, ringing the caller, one's own way of today."""

from datetime import datetime, time
from pathlib import Path
from uuid import UUID

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linwang.duty.actions.go_on_duty import go_on_duty
from linwang.duty.queries.positions import own_trail
from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import BadInput
from linwang.incidents.actions.go_off_duty import go_off_duty
from linwang.incidents.actions.ring_caller import ring_caller
from linwang.incidents.queries.phone import phone_page
from linwang.incidents.queries.photos import photo_file_for_crew
from linwang.incidents.states import OutcomeKind
from linwang.web.asking import Request
from linwang.web.duty.phone_words import phone_words
from linwang.web.guards import needs, open_to_all
from linwang.web.json_bodies import json_in
from linwang.web.keys_of_forms import key_of
from linwang.web.map_files import base_map_url
from linwang.web.photo_answer import photo_answer
from linwang.web.whole_numbers import whole_number

WORKER = "linwang/phone/worker.js"


@require_safe
@needs(Capability.ANSWER_ORDERS)
def phone(request: Request) -> HttpResponse:
    """The whole page; the service worker keeps the last one for when there is no network."""
    shown = phone_page(seen_by=request.actor, at=clock.now())
    kinds = [(kind.value, kind.label) for kind in OutcomeKind]
    words = {"outcome_kinds": kinds, "words": phone_words(), "base_map": base_map_url()}
    response = render(request, "duty/phone.html", {"page": shown, **words})
    response["Cache-Control"] = "no-cache, private"
    return response


@require_safe
@needs(Capability.ANSWER_ORDERS)
def order(request: Request) -> HttpResponse:
    """Only the part that changes while the page is open."""
    shown = phone_page(seen_by=request.actor, at=clock.now())
    response = render(request, "duty/_phone_now.html", {"page": shown})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@needs(Capability.ANSWER_ORDERS)
def on_duty(request: Request) -> HttpResponse:
    """Go on duty in the chosen unit."""
    unit = whole_number(request.POST.get("unit"))
    if unit is None:
        raise BadInput(_("请选择处警单元。"), fields={"unit": _("请选择一项。")})
    go_on_duty(unit=unit, key=key_of(request), by=request.actor, at=clock.now())
    return _back()


@require_POST
@needs(Capability.ANSWER_ORDERS)
def off_duty(request: Request) -> HttpResponse:
    """Go off duty: from then on no position is kept."""
    go_off_duty(key=key_of(request), by=request.actor, at=clock.now())
    return _back()


@require_POST
@needs(Capability.ANSWER_ORDERS)
def caller(request: Request) -> JsonResponse:
    """Show the callers' numbers to an officer, for the purpose given."""
    try:
        said = json_in(request)
        assignment, purpose = int(said["assignment"]), str(said.get("purpose") or "")
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise BadInput(_("手机发来的内容不完整，没有保存。请刷新页面后重试。")) from error
    seen = ring_caller(assignment=assignment, purpose=purpose, by=request.actor, at=clock.now())
    answer = JsonResponse({"callers": [{"name": one.name, "phone": one.phone} for one in seen]})
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@needs(Capability.ANSWER_ORDERS)
def photo(request: Request, key: UUID) -> HttpResponse:
    """A photo of the incident that one's own unit is on."""
    return photo_answer(photo_file_for_crew(key, seen_by=request.actor))


@require_safe
@needs(Capability.ANSWER_ORDERS)
def trail(request: Request) -> HttpResponse:
    """What is kept of one's own way today; nobody else's."""
    midnight = datetime.combine(clock.day_of(clock.now()), time(), clock.CHINA)
    points = own_trail(person=request.actor.someone(), since=midnight)
    line = [[point.lon, point.lat] for point in points]
    return render(request, "duty/trail.html", {"points": points, "line": line, "base_map": base_map_url()})


@require_safe
@open_to_all("a browser fetches it before it knows whether anybody is signed in; it is a script without data")
def worker(request: Request) -> HttpResponse:
    """The service worker: it must come from under the addresses that it serves."""
    path = finders.find(WORKER)
    if not isinstance(path, str):
        raise Http404
    response = HttpResponse(Path(path).read_bytes(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _back() -> HttpResponse:
    response = redirect("duty:phone")
    response.status_code = 303
    return response
