"""The paper sheet (接处警登记表): what the desk goes on with when no screen does. No caller's name, number or words."""

from dataclasses import dataclass, replace
from datetime import datetime

from linwang.foundation.actor import Actor
from linwang.incidents.queries.board import OpenIncident, open_board
from linwang.incidents.queries.board_filters import BoardFilters
from linwang.incidents.queries.board_units import UnitsInState, units_by_state
from linwang.incidents.queries.named import named
from linwang.incidents.states import OPEN, IncidentStatus
from linwang.places.models import Station

BLANK_LINES = 18
"""As many as one busy hour."""
PAGES = 4
"""Of the board: the most urgent come first, and paper has an end."""
STILL_TO_DO = BoardFilters(status=",".join(sorted(OPEN - {IncidentStatus.REPORTED})))
"""What was reported only waits for its closing, which can wait for the screens."""


@dataclass(frozen=True)
class PaperSheet:
    """The open incidents and the units of the stations one sees, as they were at a moment."""

    station_name: str
    at: datetime
    rows: tuple[OpenIncident, ...]
    left_out: int
    units: tuple[UnitsInState, ...]
    blanks: range
    printed_by: str


def paper_sheet(*, seen_by: Actor, at: datetime) -> PaperSheet:
    """Everything that somebody must still go to, the most urgent first."""
    board = open_board(seen_by=seen_by, filters=STILL_TO_DO, at=at)
    rows = board.rows
    for page in range(2, min(board.pages, PAGES) + 1):
        rows += open_board(seen_by=seen_by, filters=replace(STILL_TO_DO, page=page), at=at).rows
    units = tuple(state for state in units_by_state(seen_by=seen_by, at=at) if state.code != "off_duty")
    return PaperSheet(
        station_name=named(*Station.objects.values_list("name", "name_en").get(pk=seen_by.station)),
        at=at, rows=rows, left_out=board.counts.total - len(rows), units=units, blanks=range(BLANK_LINES),
        printed_by=seen_by.name if seen_by.person else "",
    )  # fmt: skip
