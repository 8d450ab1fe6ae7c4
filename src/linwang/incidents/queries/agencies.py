"""Agencies as parties: whom one may tell, and the task that is acted on."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import NotAllowed, NotFound
from linwang.incidents.models import AgencyTask, Incident
from linwang.incidents.queries.orders import is_visible
from linwang.personnel.models import Partner
from linwang.personnel.states import PartnerKind


def agencies_for(incident: Incident) -> list[Partner]:
    """The agencies that work with the incident's station or its bureau."""
    station = incident.station
    near = Q(station=station) | Q(station=station.parent_id)
    return list(Partner.objects.filter(near, kind=PartnerKind.AGENCY, is_active=True).order_by("function", "name"))


def chosen_agencies(incident: Incident, partners: Sequence[int]) -> list[Partner]:
    """Those of them that the desk chose; one that is not among them is not found."""
    known = {partner.pk: partner for partner in agencies_for(incident)}
    if not partners or not set(partners) <= set(known):
        raise NotFound(_("没有找到该联动单位。请从列表中选择。"))
    return [known[pk] for pk in dict.fromkeys(partners)]


def task_for_update(task: int, *, by: Actor) -> tuple[Incident, AgencyTask]:
    """The incident and the task, locked in this turn, for the agency itself or the desk on its behalf."""
    told = AgencyTask.objects.filter(pk=task).first()
    if told is None:
        raise _no_such_task()
    _check_may_answer(told, by)
    incident = Incident.objects.select_for_update(of=("self",), no_key=True).get(pk=told.incident_id)
    parts = AgencyTask.objects.select_for_update(of=("self",), no_key=True).select_related("partner")
    return incident, parts.get(pk=task)


def _check_may_answer(task: AgencyTask, by: Actor) -> None:
    if by.may(Capability.ANSWER_AS_AGENCY) and by.partner == task.partner_id:
        return
    if not by.may(Capability.SEE_INCIDENTS) or not is_visible(task.incident_id, seen_by=by):
        raise _no_such_task()
    if not by.may(Capability.TELL_AGENCIES):
        raise NotAllowed(_("只有该联动单位的联络员，或指挥室，可以答复。"))


def _no_such_task() -> NotFound:
    return NotFound(_("没有找到这项联动任务，或它不属于您的单位。请刷新后再看。"))
