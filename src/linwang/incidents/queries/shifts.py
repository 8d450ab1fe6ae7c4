"""Shift hand-overs: the brief as it is now, the one that waits for a signature, and past ones."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linwang.foundation.actor import Actor
from linwang.foundation.refusals import NotFound
from linwang.incidents.models import ShiftHandOver
from linwang.incidents.queries.brief import brief_now
from linwang.incidents.queries.brief_rows import Brief, read_brief

PAGE = 20


@dataclass(frozen=True)
class HandOverRow:
    """One hand-over in the list."""

    id: int
    station: int
    given_by: int
    given_by_name: str
    given_at: datetime
    taken_by_name: str
    taken_at: datetime | None
    words: str
    open: int
    overdue: int


@dataclass(frozen=True)
class ShiftPage:
    """The page of the desk: the brief now, what waits for a signature, the past."""

    brief: Brief
    waiting: HandOverRow | None
    past: tuple[HandOverRow, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class ShiftBrief:
    """One hand-over with its frozen brief."""

    row: HandOverRow
    brief: Brief


def shift_page(*, seen_by: Actor, page: int, at: datetime) -> ShiftPage:
    """What the desk sees when the shift changes."""
    given = _visible(seen_by)
    total = given.count()
    pages = max(1, -(-total // PAGE))
    page = max(1, min(page, pages))
    past = tuple(_row(one) for one in given.order_by("-given_at", "-pk")[(page - 1) * PAGE : page * PAGE])
    waiting = given.filter(station=seen_by.station, taken_at__isnull=True).order_by("-given_at").first()
    return ShiftPage(
        brief=read_brief(brief_now(seen_by=seen_by, at=at)),
        waiting=_row(waiting) if waiting else None,
        past=past,
        page=page,
        pages=pages,
    )


def shift_brief(*, hand_over: int, seen_by: Actor) -> ShiftBrief:
    """The brief as it was handed over."""
    found = _visible(seen_by).filter(pk=hand_over).first()
    if found is None:
        raise no_such_hand_over()
    return ShiftBrief(_row(found), read_brief(found.brief))


def hand_over_for_update(hand_over: int, *, by: Actor) -> ShiftHandOver:
    """A hand-over of one's own desk, locked until the transaction ends."""
    own = ShiftHandOver.objects.select_for_update(of=("self",), no_key=True)
    found = own.filter(pk=hand_over, station=by.station).first()
    if found is None:
        raise no_such_hand_over()
    return found


def no_such_hand_over() -> NotFound:
    """The one answer to what is not there or not yours."""
    return NotFound(_("没有找到这份交接班记录，或它不属于您的单位。"))


def _visible(seen_by: Actor) -> QuerySet[ShiftHandOver]:
    return ShiftHandOver.objects.filter(station__in=seen_by.sees).select_related("given_by", "taken_by")


def _row(one: ShiftHandOver) -> HandOverRow:
    return HandOverRow(
        id=one.pk,
        station=one.station_id,
        given_by=one.given_by_id,
        given_by_name=one.given_by.name,
        given_at=one.given_at,
        taken_by_name=one.taken_by.name if one.taken_by else "",
        taken_at=one.taken_at,
        words=one.words,
        open=len(one.brief["open"]),
        overdue=sum(row["is_overdue"] for row in one.brief["open"]),
    )
