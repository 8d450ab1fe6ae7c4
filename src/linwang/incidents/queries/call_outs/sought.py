"""Whom a call-out looks for, from what is stored of it or wished for."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from linwang.duty.states import Authority
from linwang.incidents.models import CallOut, Incident
from linwang.incidents.queries.call_outs.pool import Sought
from linwang.incidents.rules.call_outs import least_authority
from linwang.science.geo.points import LonLat


def steps_of(incident: Incident) -> Sequence[Mapping[str, Any]]:
    """The steps of the incident's procedure."""
    return incident.kind.procedure.steps if incident.kind else ()


def sought_for(incident: Incident, *, grids: Collection[int], skills: Sequence[str], least: Authority) -> Sought:
    """Before there is a call-out."""
    return Sought(incident.station_id, frozenset(grids), tuple(skills), least, _near(incident))


def sought_of(call_out: CallOut) -> Sought:
    """For its next wave. A step that the procedure no longer has asks for nothing."""
    steps = steps_of(call_out.incident)
    known = {str(step["code"]) for step in steps}
    return Sought(
        station=call_out.station_id,
        grids=frozenset(call_out.grids.values_list("pk", flat=True)),
        skills=tuple(call_out.skills),
        least=least_authority(call_out.tasks, [code for code in call_out.steps if code in known], steps),
        near=_near(call_out.incident),
        call_out=call_out.pk,
    )


def _near(incident: Incident) -> LonLat | None:
    return LonLat(incident.lon, incident.lat) if incident.lon is not None and incident.lat is not None else None
