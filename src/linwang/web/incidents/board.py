"""The board, its fragments that are asked again, its points for the map, and the wall."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.queries import board as queries
from linwang.incidents.queries.board_filters import BoardFilters
from linwang.incidents.queries.board_page import board_page
from linwang.incidents.queries.board_points import incident_points, unit_points
from linwang.incidents.queries.board_units import units_by_state
from linwang.web.asking import Request
from linwang.web.guards import needs
from linwang.web.incidents.board_links import choices_of, page_url
from linwang.web.incidents.geojson import collection
from linwang.web.incidents.paper import allow
from linwang.web.map_files import base_map_url

MOST_ROWS_ASKED = 50


@require_safe
@needs(Capability.SEE_BOARD)
def board(request: Request) -> HttpResponse:
    """The open incidents, the map and the units."""
    return allow(request, render(request, "incidents/board.html", _page(request)))


@require_safe
@needs(Capability.SEE_BOARD)
def wall(request: Request) -> HttpResponse:
    """The same, larger and without controls, dark for a wall."""
    return allow(request, render(request, "incidents/wall.html", {**_page(request), "theme": "dark", "is_wall": True}))


@require_safe
@needs(Capability.SEE_BOARD)
def board_list(request: Request) -> HttpResponse:
    """The list again, with its counts."""
    found = queries.open_board(seen_by=request.actor, filters=_filters(request), at=clock.now())
    return render(request, "incidents/_board_list.html", _listed(request, found))


@require_safe
@needs(Capability.SEE_BOARD)
def board_rows(request: Request) -> HttpResponse:
    """The rows of some numbers again, and the counts; rows that left the board do not come back."""
    found = queries.changed_rows(
        seen_by=request.actor,
        numbers=request.GET.getlist("n")[:MOST_ROWS_ASKED],
        filters=_filters(request),
        at=clock.now(),
    )
    return render(request, "incidents/_board_list.html", _listed(request, found))


@require_safe
@needs(Capability.SEE_BOARD)
def board_units(request: Request) -> HttpResponse:
    """The units again; of folded groups only those that are open."""
    filters = _filters(request)
    units = units_by_state(seen_by=request.actor, station=filters.station, at=clock.now())
    return render(request, "incidents/_board_units.html", {"states": units, "opened": request.GET.getlist("open")})


@require_safe
@needs(Capability.SEE_BOARD)
def board_points(request: Request) -> JsonResponse:
    """Incidents and units for the map."""
    asked: dict[str, Any] = {"seen_by": request.actor, "filters": _filters(request), "at": clock.now()}
    return JsonResponse({"incidents": collection(incident_points(**asked)), "units": collection(unit_points(**asked))})


def _page(request: Request) -> dict[str, Any]:
    page = board_page(seen_by=request.actor, filters=_filters(request), at=clock.now())
    return {
        **_listed(request, page.board),
        "states": page.units,
        "opened": (),
        "stations": page.stations,
        "base_map": base_map_url(),
    }


def _listed(request: Request, board: queries.Board) -> dict[str, Any]:
    filters = board.filters
    return {
        "board": board,
        "rows": board.rows,
        "filters": filters,
        "query": urlencode(filters.chosen),
        "choices": choices_of(board),
        "previous_url": page_url(filters, filters.page - 1) if filters.page > 1 else "",
        "next_url": page_url(filters, filters.page + 1) if filters.page < board.pages else "",
        "shows_station": len(request.actor.sees) > 1,
        "is_wall": "wall" in request.GET,
    }


def _filters(request: Request) -> BoardFilters:
    return BoardFilters.read({name: value for name, value in request.GET.items() if isinstance(value, str)})
