"""The doors for positions: the Traccar Client app's, and the phone page's own."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from linwang.duty.actions.record_position import record_position
from linwang.duty.queries.crew import crew_now
from linwang.duty.states import PositionAnswer, PositionSource
from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import BadInput
from linwang.gateways import traccar
from linwang.web.asking import Request
from linwang.web.guards import needs, open_to_all
from linwang.web.json_bodies import body_of, json_in


@csrf_exempt
@require_http_methods(["GET", "POST"])
@open_to_all("the phone app signs in by its device's identifier; the answer is the same whether it is known or not")
def traccar_report(request: Request) -> HttpResponse:
    """Take one position from the Traccar Client app.

    The app asks again for ever unless it hears 200: a position that is not kept gets it too, or an
    app off duty would save up its whole day and hand it over at the next going on duty.
    """
    now = clock.now()
    try:
        report = traccar.read_report(query=request.GET, content_type=request.content_type or "", body=body_of(request))
        record_position(
            tracker=report.device, lon=report.lon, lat=report.lat, at=report.at or now, received_at=now,
            accuracy=report.accuracy_metres, source=PositionSource.TRACCAR,
        )  # fmt: skip
    except BadInput as refusal:
        return HttpResponse(str(refusal), status=400, content_type="text/plain; charset=utf-8")
    return HttpResponse(_("已收到。只保存已登记设备在上勤期间的位置。"), content_type="text/plain; charset=utf-8")


@require_POST
@needs(Capability.ANSWER_ORDERS)
def own_position(request: Request) -> HttpResponse:
    """Take the position that the phone page itself measured, if its person wished it."""
    now = clock.now()
    try:
        said = json_in(request)
        lon, lat, accuracy = (float(said[name]) for name in ("lon", "lat", "accuracy"))
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise BadInput(_("位置坐标不正确，没有保存。请检查手机定位是否打开。")) from error
    crew = crew_now(request.actor.person)
    answer = record_position(
        unit=crew.unit, lon=lon, lat=lat, at=now, received_at=now, accuracy=accuracy, source=PositionSource.PHONE
    )
    return JsonResponse({"kept": answer == PositionAnswer.KEPT, "at": now.isoformat()})
