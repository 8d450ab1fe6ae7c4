"""What the board's page needs at once: the incidents, the units beside them, and the stations to choose from."""

from dataclasses import dataclass
from datetime import datetime

from linwang.foundation.actor import Actor
from linwang.incidents.queries.board import Board, open_board
from linwang.incidents.queries.board_filters import BoardFilters
from linwang.incidents.queries.board_units import UnitsInState, units_by_state
from linwang.places.queries import StationChoice, station_choices


@dataclass(frozen=True)
class BoardPage:
    """The board, the units and the stations."""

    board: Board
    units: tuple[UnitsInState, ...]
    stations: tuple[StationChoice, ...]


def board_page(*, seen_by: Actor, filters: BoardFilters, at: datetime) -> BoardPage:
    """Everything the page shows; stations only where one sees several."""
    stations = tuple(station_choices(seen_by=seen_by)) if len(seen_by.sees) > 1 else ()
    board = open_board(seen_by=seen_by, filters=filters, at=at)
    return BoardPage(board, units_by_state(seen_by=seen_by, station=filters.station, at=at), stations)
