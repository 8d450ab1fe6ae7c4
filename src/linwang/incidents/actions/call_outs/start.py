"""发起召集: the desk says what is asked, of whom and where to meet; the first wave is asked in the same act."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.incidents.actions.call_outs.telling import record_act
from linwang.incidents.actions.call_outs.waves import ask
from linwang.incidents.models import CallOut, Incident
from linwang.incidents.queries import fetch
from linwang.incidents.queries.call_outs.advice import first_wave
from linwang.incidents.queries.call_outs.pool import people_to_ask
from linwang.incidents.queries.call_outs.sought import sought_of, steps_of
from linwang.incidents.rules import call_outs as rules
from linwang.incidents.rules.call_outs import Wish
from linwang.incidents.rules.dispatching import check_is_live
from linwang.incidents.rules.ours import check_is_ours
from linwang.incidents.states import Act, IncidentStatus
from linwang.places.queries.neighbours import grids_of, with_neighbours


@once
def start_call_out(*, number: str, wish: Wish, first: int | None, key: UUID, by: Actor, at: datetime) -> int:
    """Ask the first wave: as many as `first` says, else as many as are advised. Returns the call-out's id."""
    by.check_may(Capability.DISPATCH_UNITS)
    incident = fetch.incident_for_update(number, by=by)
    check_is_ours(incident.station_id, by.sees)
    check_is_live(IncidentStatus(incident.status))
    wish = _with_grids_of_ours(incident, wish)
    rules.check_wish(wish, steps_of(incident), at=at)
    if first is not None:
        rules.check_count(first)
    call_out = _write(incident, wish, by, at)
    sought = sought_of(call_out)
    count = first or first_wave(sought, wish.needed, at=at).count
    asked = ask(call_out, people_to_ask(sought, at=at)[:count], at=at)
    record_act(
        call_out, Act.CALLED_OUT, by=by, at=at, words=wish.words.strip() or wish.meeting_place.strip(), asked=asked,
        needed=wish.needed, grids=list(wish.grids), skills=list(wish.skills), tasks=list(wish.tasks),
    )  # fmt: skip
    return call_out.pk


def _with_grids_of_ours(incident: Incident, wish: Wish) -> Wish:
    chosen = grids_of(incident.station_id, wish.grids)
    around = with_neighbours(incident.station_id, chosen) if wish.with_neighbours and chosen else chosen
    return replace(wish, grids=tuple(sorted(around)))


def _write(incident: Incident, wish: Wish, by: Actor, at: datetime) -> CallOut:
    call_out = CallOut.objects.create(
        station_id=incident.station_id, incident=incident, tasks=list(wish.tasks), steps=list(wish.steps),
        words=wish.words.strip(), skills=list(wish.skills), needed=wish.needed,
        meeting_place=wish.meeting_place.strip(), begun_at=at, begun_by_id=by.person, until_at=wish.until_at,
    )  # fmt: skip
    call_out.grids.set(wish.grids)
    return call_out
