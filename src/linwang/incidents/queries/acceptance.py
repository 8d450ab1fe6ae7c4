"""How guards, wardens and volunteers answered when they were asked: all together, never one by one."""

from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from linwang.foundation.actor import Actor
from linwang.foundation.kept import Kept
from linwang.incidents.models import Assignment
from linwang.incidents.rules.dispatching import KEPT_FROM_DANGER
from linwang.science.dispatching.asking import Acceptance

SEEN = timedelta(days=90)
_kept: Kept[Acceptance] = Kept(most=32)


def acceptance_of(*, seen_by: Actor, at: datetime) -> Acceptance:
    """How many signed in time of those asked in ninety days at the stations one sees; counted once an hour."""
    return _kept.get(frozenset(seen_by.sees), f"{at:%Y%m%d%H}", lambda: _counted(seen_by.sees, at))


def _counted(sees: AbstractSet[int], at: datetime) -> Acceptance:
    asked = Assignment.objects.filter(
        unit__station__in=sees, unit__authority__in=KEPT_FROM_DANGER, sent_at__gt=at - SEEN, sign_by__lt=at
    ).exclude(acknowledged_at__isnull=True, recalled_at__lt=F("sign_by"))
    in_time = Count("pk", filter=Q(acknowledged_at__lte=F("sign_by")))
    return Acceptance(**asked.aggregate(asked=Count("pk"), accepted=in_time))
