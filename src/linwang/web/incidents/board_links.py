"""The filters of the board as links: each says how many there are and leads to the board with it changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linwang.incidents.queries.board import Board
from linwang.incidents.queries.board_filters import BoardFilters
from linwang.incidents.states import OPEN, IncidentStatus, KindGroup, Priority
from linwang.personnel.states import TeamKind

SORT_LABELS: dict[str, str | Promise] = {
    "urgency": _("按紧急程度"),
    "due": _("按时限"),
    "newest": _("按来电先后"),
}


@dataclass(frozen=True)
class FilterLink:
    """One chip: `code` tells its look, `count` is None where nothing is counted."""

    code: str
    label: str
    title: str
    url: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True)
class Choices:
    """Every filter of the board."""

    quick: tuple[FilterLink, ...]
    statuses: tuple[FilterLink, ...]
    groups: tuple[tuple[str, str], ...]
    teams: tuple[tuple[str, str], ...]
    sorts: tuple[tuple[str, str], ...]
    clear_url: str


def choices_of(board: Board) -> Choices:
    """The chips with their counts, and the choices of the selects."""
    return Choices(
        quick=tuple(_quick(board)),
        statuses=tuple(_statuses(board)),
        groups=tuple((str(group), str(group.label)) for group in KindGroup),
        teams=tuple((str(team), str(team.label)) for team in TeamKind),
        sorts=tuple((code, str(label)) for code, label in SORT_LABELS.items()),
        clear_url=reverse("incidents:board"),
    )


def board_url(chosen: dict[str, str]) -> str:
    """The board's address with the choices."""
    query = urlencode({name: value for name, value in chosen.items() if value})
    return reverse("incidents:board") + (f"?{query}" if query else "")


def page_url(filters: BoardFilters, page: int) -> str:
    """The same choices on another page."""
    return board_url(filters.on_page(page).chosen)


def _quick(board: Board) -> Iterator[FilterLink]:
    filters, counts = board.filters, board.counts
    everything = {k: v for k, v in filters.chosen.items() if k in ("station", "sort")}
    yield FilterLink("all", str(_("全部")), "", board_url(everything), counts.total, not filters.is_filtered)
    late = _toggled(filters, "overdue", "1")
    yield FilterLink("overdue", str(_("超时")), "", late, counts.overdue, bool(filters.overdue))
    for priority in Priority:
        yield FilterLink(
            f"priority_{priority}", str(priority), str(priority.label), _toggled(filters, "priority", str(priority)),
            counts.by_priority[priority], priority in filters.priority.split(","),
        )  # fmt: skip
    yield FilterLink("mine", str(pgettext_lazy("filter", "我的")), str(_("我接的、我警格里的、我单元在处置的")),
                     _toggled(filters, "mine", "1"), None, bool(filters.mine))  # fmt: skip


def _statuses(board: Board) -> Iterator[FilterLink]:
    for status in IncidentStatus:
        if status in OPEN:
            yield FilterLink(
                str(status), str(status.label), "", _toggled(board.filters, "status", str(status)),
                board.counts.by_status[status], status in board.filters.status.split(","),
            )  # fmt: skip


def _toggled(filters: BoardFilters, name: str, value: str) -> str:
    """The address with the value added to what was chosen, or taken away."""
    chosen = {k: v for k, v in filters.chosen.items() if k != "page"}
    values = [one for one in chosen.get(name, "").split(",") if one]
    values = [one for one in values if one != value] if value in values else [*values, value]
    return board_url({**chosen, name: ",".join(values)})
