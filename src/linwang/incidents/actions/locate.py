"""确定地点、更正地点: where an incident is, a fact with a history, corrected at any time."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.incidents.actions.plan_anew import plan_anew
from linwang.incidents.actions.settle import settle
from linwang.incidents.models import Incident
from linwang.incidents.queries import fetch
from linwang.incidents.queries.whereabouts import Whereabouts, whereabouts
from linwang.incidents.rules import facts
from linwang.incidents.rules.ours import check_is_ours
from linwang.incidents.states import Act
from linwang.places.actions.learn_alias import propose_alias
from linwang.places.models import PlaceName


@once
def locate(
    *,
    number: str,
    key: UUID,
    by: Actor,
    at: datetime,
    place: int | None = None,
    lon: float | None = None,
    lat: float | None = None,
    words: str = "",
    device_at: datetime | None = None,
) -> str:
    """Say where an incident is, by a place's name, a point or words; what the caller said stays in the call."""
    by.check_may(Capability.CORRECT_FACTS)
    facts.check_place_given(place, lon, lat, words.strip())
    incident = fetch.incident_for_update(number, by=by)
    check_is_ours(incident.station_id, by.sees)
    where = whereabouts(station=incident.station_id, place=place, lon=lon, lat=lat)
    change_place(incident, where, words.strip(), by=by, at=at, device_at=device_at)
    return number


def change_place(
    incident: Incident, where: Whereabouts, words: str, *, by: Actor, at: datetime, device_at: datetime | None = None
) -> None:
    """Write the place into a locked incident, plan its open orders by the new ground, one journal line."""
    before = _facts(incident)
    if where.lon is not None:
        for name, value in asdict(where).items():
            setattr(incident, name, value)
    incident.place_words = words or incident.place_words
    what = Act.RELOCATED if before["lon"] is not None or before["words"] else Act.LOCATED
    after = _facts(incident)
    settle(
        incident, by=by, at=at, what=what, device_at=device_at, words=_words(before, after),
        before=before, after=after, replanned=plan_anew(incident),
    )  # fmt: skip
    if where.place_id:
        said = before["words"] or incident.place_words
        propose_alias(place=where.place_id, said=said, incident=incident.number, by=by, at=at)


def _facts(incident: Incident) -> dict[str, Any]:
    place = PlaceName.objects.filter(pk=incident.place_id or 0).values_list("name", flat=True).first()
    return {
        "place": incident.place_id, "name": place, "words": incident.place_words,
        "lon": incident.lon, "lat": incident.lat, "beat": incident.beat_id, "grid": incident.grid_id,
        "ground": str(incident.ground),
    }  # fmt: skip


def _words(before: dict[str, Any], after: dict[str, Any]) -> str:
    was, now = _called(before), _called(after)
    return f"{was} → {now}" if was and was != now else now


def _called(place: dict[str, Any]) -> str:
    point = f"{place['lon']:.5f}, {place['lat']:.5f}" if place["lon"] is not None else ""
    return place["name"] or place["words"] or point
