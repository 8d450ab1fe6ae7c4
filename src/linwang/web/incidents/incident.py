"""The page of one incident, its parts that are asked again, all its units, and its run sheet."""

from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.queries.incident_page import all_units, incident_page
from linwang.incidents.queries.ranking import Offer, Ranking
from linwang.incidents.states import CallbackResult, Disposition, OutcomeKind, Satisfaction
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.incidents.advice import SALT
from linwang.web.incidents.incident_parts import parts_of
from linwang.web.map_files import base_map_url

FAN_MINUTES = (3, 5, 8, 12, 20)
"""Steps of the fan's colours; fan.js colours by the same."""
STEPS_TOLD = 2
SHOWN = 4
"""Offers of each answer on the page itself; the others stand in a list of their own."""


@require_safe
@needs(Capability.SEE_INCIDENTS)
def incident(request: Request, number: str) -> HttpResponse:
    """Everything of one incident, and what may be done with it now."""
    return render(request, "incidents/incident.html", _context(request, number))


@require_safe
@needs(Capability.SEE_INCIDENTS)
def parts(request: Request, number: str) -> HttpResponse:
    """The parts again, each with the mark of its contents: the browser changes only what differs."""
    return render(request, "incidents/_incident_parts.html", _context(request, number))


@require_safe
@needs(Capability.SEE_INCIDENTS)
def run_sheet(request: Request, number: str) -> HttpResponse:
    """The incident on paper, without callers' names and numbers."""
    return render(request, "incidents/incident_print.html", _context(request, number))


@require_safe
@needs(Capability.DISPATCH_UNITS)
def units(request: Request, number: str) -> HttpResponse:
    """All units for the incident, also those that cannot go, each with why."""
    ranking = all_units(number, seen_by=request.actor, at=clock.now())
    return render(request, "incidents/_all_units.html", {"number": number, **_offers(ranking, most=None)})


def _context(request: Request, number: str) -> dict[str, Any]:
    page = incident_page(number, seen_by=request.actor, at=clock.now())
    context = {
        "page": page,
        "number": page.head.number,
        "base_map": base_map_url(),
        "fan_minutes": FAN_MINUTES,
        "dispositions": [(str(one), one.label) for one in Disposition],
        "outcomes": [(str(one), one.label) for one in OutcomeKind],
        "results": [(str(one), one.label) for one in CallbackResult],
        "satisfactions": [(one.value, one.label) for one in Satisfaction],
        **_offers(page.ranking, most=SHOWN),
        "handling": [step.text for step in page.steps if step.who == "unit" and not step.done_at][:STEPS_TOLD],
    }
    return {**context, "parts": parts_of(request, context)}


def _offers(ranking: Ranking, *, most: int | None) -> dict[str, Any]:
    """The offers that are shown, and the whole advice, signed, to come back with the choice."""
    return {
        "ranking": ranking,
        "lawful": _first(ranking.lawful, most),
        "first_eyes": _first(ranking.first_eyes, most) if most is None else _eyes(ranking),
        "both": _both(ranking),
        "advice": signing.dumps(_advice(ranking), salt=SALT, compress=True),
    }


def _first(offers: tuple[Offer, ...], most: int | None) -> tuple[Offer, ...]:
    return offers if most is None else tuple(offer for offer in offers if offer.is_possible)[:most]


def _eyes(ranking: Ranking) -> tuple[Offer, ...]:
    """On the page only those whose eyes are advised: who can be there before the lawful unit."""
    return tuple(offer for offer in ranking.first_eyes if offer.is_advised)


def _both(ranking: Ranking) -> tuple[Offer, ...]:
    """Whom both answers advise, to be sent with one click; nobody where one of them is empty."""
    lawful = [offer for offer in ranking.lawful if offer.is_advised and offer.is_possible]
    known = {offer.unit for offer in lawful}
    eyes = [offer for offer in _eyes(ranking) if offer.is_possible and offer.unit not in known]
    return (*lawful, *eyes) if lawful and eyes else ()


def _advice(ranking: Ranking) -> list[list[Any]]:
    """Unit, seconds and whether advised, of all that could go; the lawful answer first."""
    seen: dict[int, list[Any]] = {}
    for offer in (*ranking.lawful, *ranking.first_eyes):
        if offer.is_possible and (offer.unit not in seen or offer.is_advised):
            seen[offer.unit] = [offer.unit, offer.seconds and round(offer.seconds), offer.is_advised]
    return list(seen.values())
