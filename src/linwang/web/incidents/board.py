"""The board, its fragments that are asked again, its points for the map, and the wall."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linwang.foundation import clock
from linwang.foundation.capabilities import Capability
from linwang.incidents.queries import board as queries
from linwang.incidents.queries.board_filters import BoardFilters
from linwang.incidents.queries.board_page import board_page
from linwang.incidents.queries.board_points import incident_points, unit_points
from linwang.incidents.queries.board_units import units_by_state
from linwang.web.guards import needs
from linwang.web.incidents.board_links import choices_of, page_url
from linwang.web.incidents.geojson import collection
from linwang.web.map_files import base_map_url

MOST_ROWS_ASKED = 50


@require_safe
@needs(Capability.SEE_BOARD)
def board(request: HttpRequest) -> HttpResponse:
    """The open incidents, the map and the units."""
    return render(request, "incidents/board.html", _page(request))


@require_safe
@needs(Capability.SEE_BOARD)
def wall(request: HttpRequest) -> HttpResponse:
    """The same, larger and without controls, dark for a wall."""
    return render(request, "incidents/wall.html", {**_page(request), "theme": "dark", "is_wall": True})


@require_safe
@needs(Capability.SEE_BOARD)
def board_list(request: HttpRequest) -> HttpResponse:
    """The list again, with its counts."""
    found = queries.open_board(seen_by=request.actor, filters=_filters(request), at=clock.now())  # type: ignore[attr-defined]
    return render(request, "incidents/_board_list.html", _listed(request, found))


@require_safe
@needs(Capability.SEE_BOARD)
def board_rows(request: HttpRequest) -> HttpResponse:
    """The rows of some numbers again, and the counts; rows that left the board do not come back."""
    found = queries.changed_rows(
        seen_by=request.actor,  # type: ignore[attr-defined]
        numbers=request.GET.getlist("n")[:MOST_ROWS_ASKED],
        filters=_filters(request),
        at=clock.now(),
    )
    return render(request, "incidents/_board_list.html", _listed(request, found))


@require_safe
@needs(Capability.SEE_BOARD)
def board_units(request: HttpRequest) -> HttpResponse:
    """The units again; of folded groups only those that are open."""
    filters = _filters(request)
    units = units_by_state(seen_by=request.actor, station=filters.station, at=clock.now())  # type: ignore[attr-defined]
    return render(request, "incidents/_board_units.html", {"states": units, "opened": request.GET.getlist("open")})


@require_safe
@needs(Capability.SEE_BOARD)
def board_points(request: HttpRequest) -> JsonResponse:
    """Incidents and units for the map."""
    asked: dict[str, Any] = {"seen_by": request.actor, "filters": _filters(request), "at": clock.now()}  # type: ignore[attr-defined]
    return JsonResponse({"incidents": collection(incident_points(**asked)), "units": collection(unit_points(**asked))})


def _page(request: HttpRequest) -> dict[str, Any]:
    page = board_page(seen_by=request.actor, filters=_filters(request), at=clock.now())  # type: ignore[attr-defined]
    return {
        **_listed(request, page.board),
        "states": page.units,
        "opened": (),
        "stations": page.stations,
        "base_map": base_map_url(),
    }


def _listed(request: HttpRequest, board: queries.Board) -> dict[str, Any]:
    filters = board.filters
    return {
        "board": board,
        "rows": board.rows,
        "filters": filters,
        "query": urlencode(filters.chosen),
        "choices": choices_of(board),
        "previous_url": page_url(filters, filters.page - 1) if filters.page > 1 else "",
        "next_url": page_url(filters, filters.page + 1) if filters.page < board.pages else "",
        "shows_station": len(request.actor.sees) > 1,  # type: ignore[attr-defined]
        "is_wall": "wall" in request.GET,
    }


def _filters(request: HttpRequest) -> BoardFilters:
    return BoardFilters.read({name: value for name, value in request.GET.items() if isinstance(value, str)})
