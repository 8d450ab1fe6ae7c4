"""What the intake page opens with: a fresh form, a draft taken up again, or a ring just answered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q

from linwang.foundation.actor import Actor
from linwang.incidents.models import Call, Incident, IncidentKind
from linwang.incidents.queries.chosen_place import ChosenPlace, chosen_place
from linwang.incidents.queries.drafts import Draft, draft_of, own_drafts
from linwang.incidents.queries.fetch import no_such_incident, visible_incidents
from linwang.incidents.queries.incoming import Ring, claimed_ring
from linwang.incidents.queries.intake import ChosenKind, chosen_kind
from linwang.incidents.queries.named import named
from linwang.incidents.rules.standing import SEND_WITHIN
from linwang.incidents.states import Channel, IncidentStatus, Priority
from linwang.places.queries.stations import middle_of_station
from linwang.science.geo.points import LonLat, point_of

ANSWER = "answer."
FIELDS = (
    "words", "further_words", "place_words", "kind", "place", "lon", "lat", "narrowed", "caller_name",
    "caller_phone", "is_anonymous", "on_behalf_of", "channel", "join", "rang_at", "outside_number", "source", "number",
)  # fmt: skip
"""The fields of the form, besides the answers: what a draft keeps."""


_WHOLE = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class KindGroup:
    """A category and its kinds, for the list that holds them all."""

    name: str
    kinds: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Taken:
    """The incident that the talk goes on about: the words stay as they were taken."""

    number: str
    words: str
    status: str
    status_label: str
    units: tuple[tuple[str, str, str], ...]
    has_caller: bool
    is_anonymous: bool


@dataclass(frozen=True)
class IntakePage:
    """Everything the form shows. `fields` are what was typed, by the names of the form."""

    key: UUID
    serial: int
    rang_at: datetime
    fields: Mapping[str, Any]
    kind: ChosenKind | None
    place: ChosenPlace | None
    kinds: tuple[KindGroup, ...]
    channels: tuple[tuple[str, str], ...]
    priorities: tuple[tuple[str, str], ...]
    drafts: tuple[Draft, ...]
    ring: Ring | None = None
    taken: Taken | None = None
    limit_seconds: int = 90
    middle: LonLat | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


def intake_page(*, draft: UUID | None, incoming: int | None, seen_by: Actor, at: datetime) -> IntakePage:
    """The form for a new call."""
    ring = claimed_ring(incoming, seen_by=seen_by) if incoming else None
    found = draft_of(draft, seen_by=seen_by) if draft else None
    fields = found.content if found else _of_ring(ring)
    rang_at = ring.rang_at if ring else found.begun_at if found else at
    return _page(fields, key=found.key if found else draft or uuid4(), serial=found.serial if found else 0,
                 rang_at=rang_at, ring=ring, seen_by=seen_by)  # fmt: skip


def talk_page(number: str, *, draft: UUID | None, seen_by: Actor) -> IntakePage:
    """The form that goes on about an incident whose call has been taken."""
    rows = visible_incidents(seen_by=seen_by).filter(number=number, station__in=seen_by.sees)
    incident = rows.select_related("kind", "place").first()
    if incident is None:
        raise no_such_incident()
    found = draft_of(draft, seen_by=seen_by) if draft else None
    fields = {**_of_incident(incident), **(found.content if found else {})}
    return _page(fields, key=found.key if found else uuid4(), serial=found.serial if found else 0,
                 rang_at=incident.rang_at, taken=_taken(incident), seen_by=seen_by)  # fmt: skip


def _page(fields: Mapping[str, Any], *, seen_by: Actor, **more: Any) -> IntakePage:
    fields = {**dict.fromkeys(FIELDS, ""), **fields}
    answers = {name.removeprefix(ANSWER): value for name, value in fields.items() if name.startswith(ANSWER)}
    kind = chosen_kind(fields.get("kind", ""), station=seen_by.station, answers=answers)
    limit = SEND_WITHIN[Priority(kind.priority) if kind else Priority.B]
    return IntakePage(
        fields=fields, kind=kind, place=_place(fields, seen_by.station),
        kinds=_kinds(seen_by.station), channels=tuple((str(c), str(c.label)) for c in Channel if c != Channel.FEED),
        priorities=tuple((str(p), str(p.label)) for p in Priority),
        drafts=tuple(draft for draft in own_drafts(seen_by=seen_by) if draft.key != more["key"]),
        middle=middle_of_station(seen_by.station), answers=answers, limit_seconds=int(limit.total_seconds()), **more,
    )  # fmt: skip


def _place(fields: Mapping[str, Any], station: int) -> ChosenPlace | None:
    place = str(fields.get("place", ""))
    point = point_of(str(fields.get("lon", "")), str(fields.get("lat", "")))
    return chosen_place(int(place) if _WHOLE.fullmatch(place) else None, point, station=station)


def _of_ring(ring: Ring | None) -> dict[str, Any]:
    if ring is None:
        return {}
    return {"caller_phone": ring.phone, "outside_number": ring.outside_number, "channel": str(Channel.PHONE)}


def _of_incident(incident: Incident) -> dict[str, Any]:
    answers = dict(incident.answers.values_list("question", "answer"))
    return {
        "number": incident.number,
        "kind": incident.kind.code if incident.kind else "",
        "place": str(incident.place_id or ""),
        "place_words": incident.place_words,
        **_own_point(incident),
        **{f"{ANSWER}{question}": answer for question, answer in answers.items()},
    }


def _own_point(incident: Incident) -> dict[str, str]:
    """The incident's point where it is more exact than its place's own: on a river, behind the market, on the map."""
    known = incident.place and (incident.place.lon, incident.place.lat)
    if incident.lon is None or known == (incident.lon, incident.lat):
        return {}
    return {"lon": str(incident.lon), "lat": str(incident.lat)}


def _taken(incident: Incident) -> Taken:
    call = Call.objects.filter(incident=incident).order_by("pk").select_related("caller").first()
    orders = incident.assignments.select_related("unit").order_by("pk")
    return Taken(
        number=incident.number,
        words=call.words if call else incident.title,
        status=incident.status,
        status_label=str(IncidentStatus(incident.status).label),
        units=tuple((order.unit.call_sign, order.status, str(order.get_status_display())) for order in orders),
        has_caller=call is not None and hasattr(call, "caller"),
        is_anonymous=call is not None and call.is_anonymous,
    )


def _kinds(station: int) -> tuple[KindGroup, ...]:
    """Every kind in use under its category, in the catalogue's order."""
    of_bureau = Q(station=station) | Q(station__stations=station)
    rows = IncidentKind.objects.filter(of_bureau, is_used=True).select_related("category")
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind in rows.order_by("category__position", "category", "position", "pk").distinct():
        category = named(kind.category.name, kind.category.name_en)
        groups.setdefault(category, []).append((kind.code, named(kind.name, kind.name_en)))
    return tuple(KindGroup(name, tuple(kinds)) for name, kinds in groups.items())
