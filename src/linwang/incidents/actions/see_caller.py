"""查看报警人信息: the reason is written down before anything is shown."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.foundation.refusals import NotFound
from linwang.incidents.actions.settle import record
from linwang.incidents.queries import callers, fetch
from linwang.incidents.rules.notes import check_reason
from linwang.incidents.states import Act


@once
def see_caller(*, number: str, call: int, reason: str, key: UUID, by: Actor, at: datetime) -> int:
    """Journal the look and return its line; `queries.callers.caller_after_look` shows the caller for it."""
    by.check_may(Capability.SEE_CALLER)
    incident = fetch.incident_for_update(number, by=by)
    if not callers.is_call_of(call, incident):
        raise NotFound(_("没有找到这个来电。请刷新后再看。"))
    check_reason(reason)
    return record(incident, by=by, at=at, what=Act.CALLER_SEEN, words=reason.strip(), call=call)
