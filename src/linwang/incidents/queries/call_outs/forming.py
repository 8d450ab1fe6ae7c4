"""The form that starts a call-out: grids by beat, skills, the steps that neighbours may help with, how many to ask."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from linwang.foundation.actor import Actor
from linwang.incidents.models import Incident
from linwang.incidents.queries.call_outs.advice import WaveAdvice, first_wave
from linwang.incidents.queries.call_outs.sought import sought_for, steps_of
from linwang.incidents.queries.fetch import no_such_incident, visible_incidents
from linwang.incidents.queries.limits import is_dangerous_incident
from linwang.incidents.queries.named import named
from linwang.incidents.rules.call_outs import least_authority
from linwang.incidents.rules.ours import check_is_ours
from linwang.personnel.queries import skill_label, skills_there
from linwang.places.queries.neighbours import GridChoice, grid_choices, grids_of, with_neighbours


@dataclass(frozen=True)
class Choice:
    """A code and its words."""

    code: str
    label: str


@dataclass(frozen=True)
class CallOutForm:
    """What the desk chooses from."""

    number: str
    kind: str
    place: str
    is_dangerous: bool
    chosen: frozenset[int]
    beats: tuple[tuple[str, tuple[GridChoice, ...]], ...]
    skills: tuple[Choice, ...]
    steps: tuple[Choice, ...]


def call_out_form(number: str, *, seen_by: Actor) -> CallOutForm:
    """For an incident of one's own."""
    incident = _incident(number, seen_by)
    grids = grid_choices(station=incident.station_id)
    beats = {one.beat: one.beat_name for one in grids}
    return CallOutForm(
        number=incident.number,
        kind=named(incident.kind.name, incident.kind.name_en) if incident.kind else incident.title,
        place=incident.place.name if incident.place else incident.place_words,
        is_dangerous=is_dangerous_incident(incident),
        chosen=frozenset(one.id for one in grids if incident.grid_id == one.id or _is_all_of(incident, one)),
        beats=tuple((name, tuple(one for one in grids if one.beat == beat)) for beat, name in beats.items()),
        skills=tuple(Choice(code, skill_label(code)) for code in skills_there(station=incident.station_id)),
        steps=tuple(
            Choice(step["code"], named(step["text"], step.get("text_en")))
            for step in steps_of(incident)
            if step["authority"] in ("guard", "volunteer")
        ),
    )


def first_wave_for(
    number: str,
    *,
    grids: Collection[int],
    beside: bool,
    skills: Collection[str],
    tasks: Collection[str],
    needed: int,
    seen_by: Actor,
    at: datetime,
) -> WaveAdvice:
    """How many to ask, while the form is being filled in."""
    incident = _incident(number, seen_by)
    chosen = grids_of(incident.station_id, grids)
    around = with_neighbours(incident.station_id, chosen) if beside else chosen
    least = least_authority(tasks, (), ())
    return first_wave(sought_for(incident, grids=around, skills=tuple(skills), least=least), needed, at=at)


def _is_all_of(incident: Incident, grid: GridChoice) -> bool:
    """Where only the beat is known, all its grids."""
    return incident.grid_id is None and incident.beat_id == grid.beat


def _incident(number: str, seen_by: Actor) -> Incident:
    found = visible_incidents(seen_by=seen_by).filter(number=number)
    incident = found.select_related("kind__procedure", "place", "station").first()
    if incident is None:
        raise no_such_incident()
    check_is_ours(incident.station_id, seen_by.sees)
    return incident
