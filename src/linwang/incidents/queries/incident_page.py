"""The page of one incident, gathered in a fixed number of questions, whatever happened in it."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _

from linwang.foundation import journal
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.incidents.models import (
    AgencyTask,
    Answer,
    Assignment,
    Call,
    Callback,
    CallOut,
    Escalation,
    Incident,
    OutcomeReport,
    Photo,
    Referral,
    StationHandOver,
    StepDone,
)
from linwang.incidents.queries import incident_parts as parts
from linwang.incidents.queries.agencies import agencies_for
from linwang.incidents.queries.call_outs.lines import call_outs_of
from linwang.incidents.queries.fetch import no_such_incident, visible_incidents
from linwang.incidents.queries.incident_acts import acts_of, may_of
from linwang.incidents.queries.incident_rows import Choice, IncidentPage
from linwang.incidents.queries.incident_timeline import looks_of, timeline_of
from linwang.incidents.queries.merged import numbers_within
from linwang.incidents.queries.named import named
from linwang.incidents.queries.ranking import Ranking, ranking_for
from linwang.incidents.states import CallOutStatus, HandOverStatus
from linwang.places.models import Station
from linwang.places.queries.long_places import long_place
from linwang.science.geo.points import LonLat

_WITH = (
    "kind__category", "kind__limits", "kind__procedure", "kind__questions", "place", "beat__station", "grid", "station",
    "merged_into",
)  # fmt: skip


ACCESSES_SHOWN = 3
_PARTS = {
    "has_merged": Incident.objects.filter(merged_into=OuterRef("pk")),
    "has_tasks": AgencyTask.objects.filter(incident=OuterRef("pk")),
    "has_hand_overs": StationHandOver.objects.filter(incident=OuterRef("pk")),
    "has_chases": Escalation.objects.filter(incident=OuterRef("pk"), settled_at__isnull=True),
    "has_referrals": Referral.objects.filter(incident=OuterRef("pk")),
    "has_call_outs": CallOut.objects.filter(incident=OuterRef("pk")),
    "has_callbacks": Callback.objects.filter(incident=OuterRef("pk")),
}
"""What many incidents do not have: asked for only where the first question says that it is there."""


def incident_page(number: str, *, seen_by: Actor, at: datetime) -> IncidentPage:
    """Everything that somebody may see of an incident, and what they may do with it now."""
    incident = _incident(number, seen_by)
    numbers = numbers_within(incident.number) if _has(incident, "merged") else (incident.number,)
    orders, tasks = _orders(incident), _tasks(incident)
    hand_overs, chases = _hand_overs(incident), _chases(incident)
    pending = next((one for one in hand_overs if one.status == HandOverStatus.OFFERED), None)
    lines = journal.lines_of("incident", numbers)
    call_outs = call_outs_of(incident) if _has(incident, "call_outs") else ()
    acts = acts_of(
        incident, orders=orders, tasks=tasks, pending=pending, by=seen_by,
        open_call_outs=sum(one.status != CallOutStatus.ENDED for one in call_outs),
    )  # fmt: skip
    may = may_of(incident, by=seen_by)
    done = StepDone.objects.filter(incident=incident).select_related("by")
    return IncidentPage(
        head=parts.head(incident, merged=numbers[1:], seen_by=seen_by),
        steps=parts.steps(incident, done),
        steps_name=named(incident.kind.procedure.name, incident.kind.procedure.name_en) if incident.kind else "",
        closing=parts.closing(incident),
        questions=parts.questions(incident, Answer.objects.filter(incident__number__in=numbers).order_by("pk")),
        reached_from=_reached_from(incident),
        calls=parts.calls(_calls(numbers), may_see=seen_by.may(Capability.SEE_CALLER)),
        orders=parts.orders(incident, orders, chases),
        agencies=tuple(parts.agency(task) for task in tasks),
        agency_choices=parts.agency_choices(incident, agencies_for(incident), tasks),
        photos=tuple(parts.photo(one) for one in _photos(numbers)),
        timeline=timeline_of(incident, lines, may_strike=may["strike"]),
        looks=looks_of(lines) if seen_by.may(Capability.EXPORT_RECORDS) else (),
        referrals=tuple(parts.referral(one) for one in _referrals(incident)),
        hand_overs=tuple(parts.hand_over(one) for one in hand_overs),
        offer=parts.hand_over(pending) if pending else None,
        offer_is_for_us=pending is not None and pending.to_station_id in seen_by.sees and may["hand_over"],
        callbacks=tuple(parts.callback(one) for one in _callbacks(incident)),
        chases=tuple(parts.chase(one) for one in chases),
        call_outs=call_outs,
        stations=_stations(incident) if "hand_over" in acts else (),
        acts=acts,
        may=may,
        ranking=_ranking(incident, seen_by, at) if "dispatch" in acts and acts["dispatch"].is_possible else Ranking(),
    )


def all_units(number: str, *, seen_by: Actor, at: datetime) -> Ranking:
    """Every unit for the incident, also those that cannot go, each with why."""
    return _ranking(_incident(number, seen_by), seen_by, at)


def _incident(number: str, seen_by: Actor) -> Incident:
    parts = {name: Exists(rows) for name, rows in _PARTS.items()}
    found = visible_incidents(seen_by=seen_by).filter(number=number).select_related(*_WITH).annotate(**parts).first()
    if found is None:
        raise no_such_incident()
    return found


def _has(incident: Incident, part: str) -> bool:
    return bool(getattr(incident, f"has_{part}"))


def _ranking(incident: Incident, seen_by: Actor, at: datetime) -> Ranking:
    return ranking_for(incident, seen_by=seen_by, at=at)


def _reached_from(incident: Incident) -> tuple[str, ...]:
    """Of a river, road or railway the bridges and landings nearest to the incident along it."""
    if incident.place is None or not incident.place.line or incident.lon is None or incident.lat is None:
        return ()
    found = long_place(place=incident.place.pk, near=LonLat(incident.lon, incident.lat))
    return tuple(access.name for access in found.accesses[:ACCESSES_SHOWN]) if found else ()


def _orders(incident: Incident) -> list[Assignment]:
    reports = Prefetch("reports", OutcomeReport.objects.order_by("-pk"))
    return list(
        Assignment.objects.filter(incident=incident).select_related("unit").prefetch_related(reports).order_by("pk")
    )


def _tasks(incident: Incident) -> list[AgencyTask]:
    if not _has(incident, "tasks"):
        return []
    return list(AgencyTask.objects.filter(incident=incident).select_related("partner").order_by("pk"))


def _calls(numbers: tuple[str, ...]) -> list[Call]:
    calls = Call.objects.filter(incident__number__in=numbers).select_related("caller", "taken_by", "incident")
    return list(calls.order_by("rang_at", "pk"))


def _photos(numbers: tuple[str, ...]) -> list[Photo]:
    return list(Photo.objects.filter(incident__number__in=numbers).select_related("by").order_by("at", "key"))


def _hand_overs(incident: Incident) -> list[StationHandOver]:
    if not _has(incident, "hand_overs"):
        return []
    return list(incident.hand_overs.select_related("from_station", "to_station").order_by("pk"))


def _chases(incident: Incident) -> list[Escalation]:
    if not _has(incident, "chases"):
        return []
    open_ones = incident.escalations.filter(settled_at__isnull=True)
    return list(open_ones.select_related("assignment__unit").order_by("-level", "at"))


def _referrals(incident: Incident) -> list[Referral]:
    return list(incident.referrals.order_by("pk")) if _has(incident, "referrals") else []


def _callbacks(incident: Incident) -> list[Callback]:
    if not _has(incident, "callbacks"):
        return []
    return list(incident.callbacks.select_related("by").order_by("pk"))


def _stations(incident: Incident) -> tuple[Choice, ...]:
    """The other stations of the bureau; the bureau itself last."""
    bureau = incident.station.parent_id or incident.station_id
    near = Station.objects.filter(parent=bureau) | Station.objects.filter(pk=bureau)
    rows = near.exclude(pk=incident.station_id).order_by("-kind", "code").values_list("pk", "name", "name_en")
    return tuple(Choice(str(pk), named(name, name_en) or _("未命名")) for pk, name, name_en in rows)
