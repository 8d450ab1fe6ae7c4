"""交接班: the desk gives what is open to the next shift, and somebody else signs for it."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linwang.foundation import journal, live
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.foundation.refusals import NotAllowed, WrongMoment
from linwang.incidents.models import ShiftHandOver
from linwang.incidents.queries.brief import brief_now
from linwang.incidents.queries.shifts import hand_over_for_update
from linwang.incidents.states import Act
from linwang.places.models import Station

SUBJECT = "shift"


@once
def hand_over_shift(*, words: str, key: UUID, by: Actor, at: datetime) -> int:
    """Freeze the brief as it is now for the next shift; one's own that nobody signed yet is made anew."""
    by.check_may(Capability.HAND_OVER)
    _one_at_a_time(by)
    brief = brief_now(seen_by=by, at=at)
    fields = {"given_at": at, "brief": brief, "words": words.strip()}
    waiting = _unsigned(by)
    if waiting is None:
        waiting = ShiftHandOver.objects.create(station_id=by.station, given_by_id=cast(int, by.person), **fields)
    else:
        ShiftHandOver.objects.filter(pk=waiting.pk).update(**fields)
    _tell(waiting, by=by, at=at, what=Act.SHIFT_GIVEN, words=words.strip(), open=len(brief["open"]))
    return waiting.pk


@once
def take_over_shift(*, hand_over: int, key: UUID, by: Actor, at: datetime) -> int:
    """Sign for what the last shift gave; never by the one who gave it, never twice."""
    by.check_may(Capability.HAND_OVER)
    given = hand_over_for_update(hand_over, by=by)
    if given.given_by_id == by.person:
        raise NotAllowed(_("交班人不能自己签收。请接班的同事登录后签收。"))
    if given.taken_at is not None:
        raise WrongMoment(_("这份交接班记录已经签收过了。"))
    given.taken_by_id, given.taken_at = by.person, at
    given.save(update_fields=["taken_by", "taken_at"])
    _tell(given, by=by, at=at, what=Act.SHIFT_TAKEN)
    return given.pk


def _one_at_a_time(by: Actor) -> None:
    """Two desks of a station that hand over in the same second do so one after the other."""
    Station.objects.select_for_update(of=("self",), no_key=True).get(pk=by.station)


def _unsigned(by: Actor) -> ShiftHandOver | None:
    """Refused while another's waits: two open hand-overs would leave nobody sure which one counts."""
    waiting = ShiftHandOver.objects.filter(station=by.station, taken_at__isnull=True).order_by("-given_at").first()
    if waiting is not None and waiting.given_by_id != by.person:
        raise WrongMoment(_("上一班的交接还没有签收。请先签收，再交班。"))
    return waiting


def _tell(given: ShiftHandOver, *, by: Actor, at: datetime, what: Act, words: str = "", **facts: Any) -> None:
    journal.write(
        station=given.station_id, subject=SUBJECT, reference=str(given.pk), what=str(what), by=by, at=at, words=words,
        **facts,
    )  # fmt: skip
    live.tell(station=given.station_id, kind=SUBJECT, reference=str(given.pk))
