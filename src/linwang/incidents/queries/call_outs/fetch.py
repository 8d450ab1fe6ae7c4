"""Fetching a call-out or somebody in it: always for somebody; the call-out is locked before those in it."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.refusals import NotAllowed, NotFound
from linwang.incidents.models import CalledPerson, CallOut
from linwang.incidents.states import CalledStatus

LEADERS_SIGN = frozenset({CalledStatus.ARRIVED, CalledStatus.LEFT})
OWN_ANSWERS = LEADERS_SIGN | {CalledStatus.COMING, CalledStatus.DECLINED}


def visible_call_outs(*, seen_by: Actor) -> QuerySet[CallOut]:
    """Those of the stations one sees."""
    return CallOut.objects.filter(station__in=seen_by.sees)


def call_out_for_update(call_out: int, *, by: Actor) -> CallOut:
    """The call-out of a station one sees, locked until the transaction ends."""
    return _locked(visible_call_outs(seen_by=by).filter(pk=call_out))


def any_call_out_for_update(call_out: int) -> CallOut:
    """The call-out that a signed link leads to, locked."""
    return _locked(CallOut.objects.filter(pk=call_out))


def called_for_update(called: int, *, by: Actor, to: CalledStatus) -> tuple[CallOut, CalledPerson]:
    """Somebody in a call-out, for the desk, for themselves, or for the leader of their team; the call-out is locked."""
    call_out = _locked(CallOut.objects.filter(called=called))
    row = CalledPerson.objects.select_related("person", "team__leader").get(pk=called)
    if by.may(Capability.DISPATCH_UNITS) and call_out.station_id in by.sees:
        return call_out, row
    is_own = by.person is not None and row.person_id == by.person
    if (is_own and to in OWN_ANSWERS) or (_leads(row, by) and to in LEADERS_SIGN):
        return call_out, row
    if call_out.station_id in by.sees and (is_own or _leads(row, by)):
        raise NotAllowed(_("这一项由指挥室记录。"))
    raise no_such_call_out()


def _leads(row: CalledPerson, by: Actor) -> bool:
    leader = row.team.leader if row.team else None
    return by.person is not None and leader is not None and leader.person_id == by.person


def _locked(found: QuerySet[CallOut]) -> CallOut:
    call_out = found.select_for_update(of=("self",), no_key=True).first()
    if call_out is None:
        raise no_such_call_out()
    call_out.incident  # noqa: B018  # read now, not locked: its own acts need not wait for two hundred answers
    return call_out


def no_such_call_out() -> NotFound:
    """The one answer to what is not there or not yours."""
    return NotFound(_("没有找到这次召集，或您的单位无权查看。"))
