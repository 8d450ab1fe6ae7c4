"""Fetching an incident: always for somebody, always the same answer for "not there" and "not yours"."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linwang.foundation import statements
from linwang.foundation.actor import Actor
from linwang.foundation.refusals import NotFound
from linwang.incidents.models import Incident, StationHandOver
from linwang.incidents.states import HandOverStatus


def visible_incidents(*, seen_by: Actor) -> QuerySet[Incident]:
    """Incidents of the stations one sees, and those handed over between one of them and another."""
    handed = StationHandOver.objects.filter(incident=OuterRef("pk")).filter(
        Q(to_station__in=seen_by.sees, status__in=[HandOverStatus.OFFERED, HandOverStatus.ACCEPTED])
        | Q(from_station__in=seen_by.sees, status=HandOverStatus.ACCEPTED)
    )
    return Incident.objects.filter(Q(station__in=seen_by.sees) | Q(Exists(handed)))


def incident_for_update(number: str, *, by: Actor) -> Incident:
    """The incident, locked until the transaction ends; always locked before any of its parts."""
    sees = list(by.sees)
    own = statements.locked(Incident, "number = %s and station_id = any(%s)", [number, sees])
    incident = own or _handed_for_update(number, by)
    if incident is None:
        raise no_such_incident()
    return incident


def _handed_for_update(number: str, by: Actor) -> Incident | None:
    """One that another station holds, seen because of a hand-over."""
    others = Incident.objects.select_for_update(of=("self",), no_key=True)
    return others.filter(pk__in=visible_incidents(seen_by=by).values("pk"), number=number).first()


def no_such_incident() -> NotFound:
    """The one answer to a number that is not there or not yours."""
    return NotFound(_("没有找到这条警情，或您的单位无权查看。请核对编号。"))
