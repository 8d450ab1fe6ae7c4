"""按电话查询: which incidents a phone rang about; only the exact number, only with a reason, always journalled."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linwang.foundation import journal, vault
from linwang.foundation.actor import Actor
from linwang.foundation.capabilities import Capability
from linwang.foundation.operations import once
from linwang.foundation.refusals import BadInput
from linwang.incidents.models import Caller
from linwang.incidents.queries.callers import masked
from linwang.incidents.queries.fetch import visible_incidents
from linwang.incidents.rules.calls import plain_phone
from linwang.incidents.states import Act

SUBJECT = "phone_search"
LEAST_DIGITS, LEAST_REASON = 5, 2


@once
def search_by_phone(*, phone: str, reason: str, key: UUID, by: Actor, at: datetime) -> list[str]:
    """The numbers of incidents that this phone rang about; the journal keeps who asked, why, and what came."""
    by.check_may(Capability.SEE_CALLER)
    digits, why = plain_phone(phone), reason.strip()
    _check(digits, why)
    calls = Caller.objects.filter(phone_mark__in=vault.marks(digits, purpose="phone")).values("call__incident")
    numbers = list(
        visible_incidents(seen_by=by).filter(pk__in=calls).order_by("-rang_at").values_list("number", flat=True)
    )
    journal.write(
        station=by.station, subject=SUBJECT, reference=str(by.person), what=str(Act.SEARCHED_PHONE), by=by, at=at,
        words=why, phone=masked(digits), found=numbers,
    )  # fmt: skip
    return numbers


def _check(digits: str, why: str) -> None:
    problems = {}
    if not digits.lstrip("+").isdigit() or len(digits) < LEAST_DIGITS:
        problems["phone"] = _("请输入完整的电话号码，只能整号查询。")
    if len(why) < LEAST_REASON:
        problems["reason"] = _("请写明查询原因，会记入日志。")
    if problems:
        raise BadInput(next(iter(problems.values())), fields=problems)
