"""An officer on the way rings the caller: the number is shown for one purpose, and the look is written down."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linwang.duty.queries.crew import crew_now
from linwang.duty.states import Authority
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import BadInput, NotAllowed, WrongMoment
from linwang.incidents.actions.settle import record
from linwang.incidents.models import Caller, Incident
from linwang.incidents.queries.orders import order_for_update
from linwang.incidents.states import ASSIGNMENT_OPEN, Act


@dataclass(frozen=True)
class CallerSeen:
    """Who may be rung, and under which number."""

    name: str
    phone: str


@transaction.atomic
def ring_caller(*, assignment: int, purpose: str, by: Actor, at: datetime) -> tuple[CallerSeen, ...]:
    """Show the callers' numbers to an officer with an open order; each look is a line of the journal.

    It has no operation key: the answer would lie in the table of keys, and two looks are two looks.
    """
    by.check_may(Capability.ANSWER_ORDERS)
    if not purpose.strip():
        raise BadInput(_("请写明为什么要给报警人回电话。"), fields={"purpose": _("如：问清楼栋和房号。")})
    incident, order = order_for_update(assignment, by=by)
    if order.status not in ASSIGNMENT_OPEN:
        raise WrongMoment(_("这条指令已结束，不能再查看报警人电话。请找指挥室。"))
    _check_is_officer_of(order.unit_id, by)
    callers = _callers(incident)
    record(incident, by=by, at=at, what=Act.CALLER_SEEN, words=purpose.strip(), unit=order.unit_id, order=order.pk)
    return callers


def _check_is_officer_of(unit: int, by: Actor) -> None:
    crew = crew_now(by.person)
    if crew.unit != unit or crew.authority != Authority.POLICE:
        raise NotAllowed(_("只有出警民警可以查看报警人电话。需要联系时请找指挥室。"))


def _callers(incident: Incident) -> tuple[CallerSeen, ...]:
    of_event = Q(call__incident=incident) | Q(call__incident__merged_into=incident)
    known = Caller.objects.filter(of_event).exclude(phone="").order_by("call__taken_at")
    return tuple(CallerSeen(name, phone) for name, phone in known.values_list("name", "phone"))
