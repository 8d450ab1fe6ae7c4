"""Exports that were asked for: who waits for a second person, what may be taken, what stands in the file."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from linwang.foundation.actor import Actor
from linwang.foundation.refusals import NotFound, WrongMoment
from linwang.incidents.models import Export
from linwang.incidents.queries.search_filters import SearchFilters
from linwang.incidents.rules.exporting import APPROVE_WITHIN, TAKE_WITHIN

PER_PAGE = 30
SENT_AGAIN_WITHIN = timedelta(minutes=5)
"""So long the same request may come again because the network swallowed the file."""
STATES = {
    "waiting": _("待批准"), "approved": _("已批准"), "taken": _("已下载"), "lapsed": _("已过期"),
}  # fmt: skip


@dataclass(frozen=True)
class AskedExport:
    """One row of the list."""

    id: int
    asked_by: str
    asked_at: datetime
    purpose: str
    chosen: str
    row_count: int
    approved_by: str
    state: str
    state_label: str
    may_approve: bool
    may_take: bool


@dataclass(frozen=True)
class Exports:
    """A page of the list."""

    page: "Page[Export]"
    rows: tuple[AskedExport, ...]


@dataclass(frozen=True)
class Granted:
    """What a file is made of: the choices, and the words of its watermark."""

    id: int
    filters: SearchFilters
    purpose: str
    asked_by: str
    approved_by: str
    taken_at: datetime


def exports(*, seen_by: Actor, page: int, at: datetime) -> Exports:
    """What the stations one sees asked for, the newest first."""
    asked = Export.objects.filter(station__in=seen_by.sees).select_related("asked_by", "approved_by")
    found = Paginator(asked.order_by("-asked_at", "-pk"), PER_PAGE).get_page(page)
    return Exports(found, tuple(_row(one, seen_by, at) for one in found))


def is_waiting(export: int, *, seen_by: Actor) -> bool:
    """Whether one's own export waits for a second person."""
    return Export.objects.filter(pk=export, asked_by=seen_by.someone(), taken_at=None).exists()


def granted(export: int, *, seen_by: Actor, at: datetime) -> Granted:
    """One's own, just taken: the file is made from it now or, when the network failed, within minutes."""
    one = Export.objects.select_related("asked_by", "approved_by").filter(pk=export, asked_by=seen_by.someone()).first()
    if one is None:
        raise _no_such_export()
    if one.taken_at is None or at - one.taken_at > SENT_AGAIN_WITHIN:
        raise WrongMoment(_("这份导出已经下载过。需要再次导出请重新申请。"))
    return Granted(
        one.pk, SearchFilters.read(one.chosen), one.purpose, one.asked_by.name,
        one.approved_by.name if one.approved_by else "", one.taken_at,
    )  # fmt: skip


def rows_taken_alone(*, person: int, since: datetime) -> int:
    """Rows somebody took without a second person."""
    alone = Export.objects.filter(asked_by=person, approved_by=None, taken_at__gt=since)
    return alone.aggregate(rows=Sum("row_count"))["rows"] or 0


def export_for_update(export: int, *, by: Actor) -> Export:
    """The export, locked until the transaction ends."""
    locked = Export.objects.select_for_update(of=("self",), no_key=True)
    found = locked.filter(pk=export, station__in=by.sees).first()
    if found is None:
        raise _no_such_export()
    return found


def _no_such_export() -> NotFound:
    return NotFound(_("没有找到这份导出，或您的单位无权查看。"))


def _row(one: Export, seen_by: Actor, at: datetime) -> AskedExport:
    state, is_own = _state(one, at), one.asked_by_id == seen_by.person
    return AskedExport(
        id=one.pk, asked_by=one.asked_by.name, asked_at=one.asked_at, purpose=one.purpose,
        chosen="，".join(str(value) for value in one.chosen.values()), row_count=one.row_count,
        approved_by=one.approved_by.name if one.approved_by else "", state=state, state_label=str(STATES[state]),
        may_approve=state == "waiting" and not is_own, may_take=state == "approved" and is_own,
    )  # fmt: skip


def _state(one: Export, at: datetime) -> str:
    if one.taken_at:
        return "taken"
    if one.approved_at:
        return "lapsed" if at - one.approved_at > TAKE_WITHIN else "approved"
    return "lapsed" if at - one.asked_at > APPROVE_WITHIN else "waiting"
