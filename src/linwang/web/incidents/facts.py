"""更正: kind, place and answers of an incident, as small forms that its page opens."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.actions.answers import answer_questions
from linwang.incidents.actions.classify import classify
from linwang.incidents.actions.locate import locate
from linwang.incidents.queries.intake_page import talk_page
from linwang.places.queries.names import places_meant
from linwang.places.queries.point_told import point_told
from linwang.science.geo.points import point_of
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.incidents import intake_form
from linwang.web.keys_of_forms import key_of


@require_http_methods(["GET", "POST"])
@needs(Capability.CORRECT_FACTS)
def kind(request: Request, number: str) -> HttpResponse:
    """更正类别: the form, and the correction."""
    actor, form = request.actor, request.POST
    if request.method == "GET":
        return render(request, "incidents/_correct_kind.html", {"page": talk_page(number, draft=None, seen_by=actor)})
    classify(
        number=number, kind=form.get("kind", ""), priority=form.get("priority") or None, words=form.get("words", ""),
        key=key_of(request), by=actor, at=clock.now(),
    )  # fmt: skip
    return redirect("incidents:incident", number)


@require_http_methods(["GET", "POST"])
@needs(Capability.CORRECT_FACTS)
def place(request: Request, number: str) -> HttpResponse:
    """更正地点: the form, and the correction."""
    actor, form = request.actor, request.POST
    if request.method == "GET":
        return render(request, "incidents/_correct_place.html", {"page": talk_page(number, draft=None, seen_by=actor)})
    chosen, _at, point = form.get("place", "").partition("@")
    lon, _comma, lat = point.partition(",")
    locate(
        number=number, place=intake_form.whole(chosen), words=form.get("words", ""),
        lon=intake_form.degrees(form.get("lon") or lon), lat=intake_form.degrees(form.get("lat") or lat),
        key=key_of(request), by=actor, at=clock.now(),
    )  # fmt: skip
    return redirect("incidents:incident", number)


@require_http_methods(["GET"])
@needs(Capability.TAKE_CALLS)
def places(request: Request) -> HttpResponse:
    """Places that the words may mean, to choose one from."""
    said = request.GET.get("words", "")
    found = places_meant(station=request.actor.station, said=said)
    return render(request, "incidents/_places_to_choose.html", {"found": found, "said": said})


@require_http_methods(["GET"])
@needs(Capability.TAKE_CALLS)
def at_point(request: Request) -> HttpResponse:
    """Whose ground a point is that somebody put on the map, and the nearest name; nothing for what is no point."""
    point = point_of(request.GET.get("lon", ""), request.GET.get("lat", ""))
    told = point_told(point, station=request.actor.station) if point else None
    return render(request, "incidents/_at_point.html", {"told": told})


@require_http_methods(["GET", "POST"])
@needs(Capability.TAKE_CALLS)
def answers(request: Request, number: str) -> HttpResponse:
    """The questions of the incident's kind with what was answered, and further answers."""
    actor = request.actor
    if request.method == "GET":
        return render(request, "incidents/_ask_again.html", {"page": talk_page(number, draft=None, seen_by=actor)})
    said = intake_form.answered_in(request.POST)
    answer_questions(number=number, answers=said, key=key_of(request), by=actor, at=clock.now())
    return redirect("incidents:incident", number)
